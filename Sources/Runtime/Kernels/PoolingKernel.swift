import Networks
import Spaces
import Tensors

/// Poolings of a batch. Averages leave the padding out, and a maximum never lies on it.
///
/// An average is a convolution of each map whose weights are ones, over the number of places that
/// an output sees.
struct PoolingKernel<Scalar: RuntimeScalar> {
  let window: Window
  let kind: BlockPooling.Kind
  let images: Int
  let channels: Int
  let threads: Int

  /// - Parameter y: what is written, [images, channels, places of the output]
  /// - Returns: for each output of a maximum the place that it comes from; empty for averages
  func forward(_ x: Buffer<Scalar>, into y: Buffer<Scalar>) -> Buffer<Int32> {
    switch kind {
    case .average:
      average(x, into: y)
      return Buffer(count: 0)
    case .max: return takeLargest(of: x, into: y)
    }
  }

  /// 1 over the places of the map that each output sees.
  private var shares: [Scalar] {
    func seen(by output: Int, _ axis: Window.Axis) -> Int {
      let first = axis.place(output, 0)
      return max(0, min(axis.input, first + axis.kernel) - max(0, first))
    }
    let columns = (0..<window.columns.output).map { seen(by: $0, window.columns) }
    return (0..<window.rows.output).flatMap { row in
      let rows = seen(by: row, window.rows)
      return columns.map { 1 / Scalar(max(1, rows * $0)) }
    }
  }

  private func average(_ x: Buffer<Scalar>, into y: Buffer<Scalar>) {
    let maps = ShiftedMaps<Scalar>(window)
    let shares = shares
    let ones = [Scalar](repeating: 1, count: window.taps)
    let scratch = (0..<threads).map { _ in
      (seen: SeenMaps(maps, inputs: 1), line: Buffer<Scalar>(uninitialized: maps.linePitch))
    }
    Parallel.forEach(images * channels, threads: threads) { map, thread in
      let (seen, line) = scratch[thread]
      seen.fill(from: x.pointer + map * window.inputPlaces)
      Scalar.multiplyShifted(
        rows: 1, columns: maps.lineCount, inner: ones.count, ones, seen.rows, from: 0,
        into: line.pointer, pitch: maps.linePitch)
      let target = y.pointer + map * window.outputPlaces
      maps.gather(line.pointer, into: target, plus: 0)
      shares.withUnsafeBufferPointer { shares in
        for place in 0..<shares.count { target[place] *= shares[place] }
      }
    }
  }

  private func takeLargest(of x: Buffer<Scalar>, into y: Buffer<Scalar>) -> Buffer<Int32> {
    let chosen = Buffer<Int32>(uninitialized: y.count)
    let maps = ShiftedMaps<Scalar>(window)
    let scratch = (0..<threads).map { _ in
      (
        seen: SeenMaps(maps, inputs: 1, padding: -.infinity),
        line: Buffer<Scalar>(uninitialized: maps.linePitch),
        taps: Buffer<Int32>(uninitialized: maps.linePitch)
      )
    }
    let (rows, columns) = (window.rows, window.columns)
    Parallel.forEach(images * channels, threads: threads) { map, thread in
      let (seen, line, taps) = scratch[thread]
      let source = x.pointer + map * window.inputPlaces
      seen.fill(from: source)
      Scalar.takeLargest(
        columns: maps.lineCount, inner: window.taps, seen.rows, into: line.pointer, taps.pointer)
      var output = map * window.outputPlaces
      for row in 0..<rows.output {
        for column in 0..<columns.output {
          let tap = Int(taps.pointer[row * maps.pitch + column])
          // Where nothing is a number, the first tap is taken, which may lie on the padding.
          let down = min(max(0, rows.place(row, tap / columns.kernel)), rows.input - 1)
          let across = min(max(0, columns.place(column, tap % columns.kernel)), columns.input - 1)
          let place = down * columns.input + across
          chosen.pointer[output] = Int32(place)
          y.pointer[output] = source[place]
          output += 1
        }
      }
    }
    return chosen
  }

  /// Takes the numbers at chosen places.
  func take(_ chosen: Buffer<Int32>, of x: Buffer<Scalar>, into y: Buffer<Scalar>) {
    Parallel.forEach(images * channels, threads: threads) { map, _ in
      let source = x.pointer + map * window.inputPlaces
      for output in map * window.outputPlaces..<(map + 1) * window.outputPlaces {
        y.pointer[output] = source[Int(chosen.pointer[output])]
      }
    }
  }

  /// - Parameters:
  ///   - chosen: what ``forward(_:into:)`` returned
  ///   - inputGradient: what is added to
  func backward(
    _ gradient: Buffer<Scalar>, _ chosen: Buffer<Int32>, into inputGradient: Buffer<Scalar>
  ) {
    switch kind {
    case .average: averageBack(gradient, into: inputGradient)
    case .max:
      Parallel.forEach(images * channels, threads: threads) { map, _ in
        let target = inputGradient.pointer + map * window.inputPlaces
        for output in map * window.outputPlaces..<(map + 1) * window.outputPlaces {
          target[Int(chosen.pointer[output])] += gradient.pointer[output]
        }
      }
    }
  }

  private func averageBack(_ gradient: Buffer<Scalar>, into inputGradient: Buffer<Scalar>) {
    let maps = ShiftedMaps<Scalar>(window)
    let shares = shares
    let ones = Buffer<Scalar>(uninitialized: window.taps)
    ones.fill(with: 1)
    let weights = TransposedWeights(maps, ones, inputs: 1, outputs: 1, groups: 1)
    let scratch = (0..<threads).map { _ in
      (
        arriving: ArrivingMaps(maps, weights), back: Buffer<Scalar>(count: maps.mapSize),
        shared: Buffer<Scalar>(uninitialized: window.outputPlaces)
      )
    }
    Parallel.forEach(images * channels, threads: threads) { map, thread in
      let (arriving, back, shared) = scratch[thread]
      let source = gradient.pointer + map * window.outputPlaces
      shares.withUnsafeBufferPointer { shares in
        for place in 0..<shares.count { shared.pointer[place] = source[place] * shares[place] }
      }
      arriving.fill(from: shared.pointer)
      arriving.sendBack(group: 0, through: back.pointer)
      maps.add(back.pointer, to: inputGradient.pointer + map * window.inputPlaces)
    }
  }
}
