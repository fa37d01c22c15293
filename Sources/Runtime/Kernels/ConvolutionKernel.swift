import Networks
import Tensors

/// A convolution of a batch: a matrix product for each image where an output sees one place, else
/// products with shifted lines of the map (``ShiftedMaps``).
struct ConvolutionKernel<Scalar: RuntimeScalar> {
  /// The batch is summed up in so many parts at most, whatever the number of threads, so that a
  /// weight's gradient has the same bits on any.
  static var parts: Int { 8 }

  let window: Window
  let images: Int
  let inputs: Int
  let outputs: Int
  let groups: Int
  let hasBias: Bool
  let threads: Int

  private var groupInputs: Int { inputs / groups }
  private var groupOutputs: Int { outputs / groups }
  private var taps: Int { window.taps }
  private var fanIn: Int { groupInputs * taps }
  private var weightCount: Int { outputs * fanIn }
  /// Of single places, a product does all images at once.
  private var isLinear: Bool { window.isPointwise && window.inputPlaces == 1 && groups == 1 }

  /// - Parameters:
  ///   - x: [images, inputs, places of the input]
  ///   - parameters: weights, [outputs, inputs of a group, taps], then biases, [outputs]
  ///   - y: what is written, [images, outputs, places of the output]
  func forward(_ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, into y: Buffer<Scalar>) {
    if isLinear {
      Scalar.multiply(
        rows: images, columns: outputs, inner: inputs, x.pointer, parameters.pointer,
        into: y.pointer, transposingA: false, transposingB: true, alpha: 1, beta: 0)
      addBiases(parameters, to: y.pointer, images: images)
    } else if window.isPointwise {
      forwardPointwise(x, parameters, into: y)
    } else {
      forwardShifted(x, parameters, into: y)
    }
  }

  private func forwardPointwise(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, into y: Buffer<Scalar>
  ) {
    let places = window.outputPlaces
    Parallel.forEach(images, threads: threads) { image, _ in
      for group in 0..<groups {
        Scalar.multiply(
          rows: groupOutputs, columns: places, inner: fanIn,
          parameters.pointer + group * groupOutputs * fanIn,
          x.pointer + (image * inputs + group * groupInputs) * places,
          into: y.pointer + (image * outputs + group * groupOutputs) * places,
          transposingA: false, transposingB: false, alpha: 1, beta: 0)
      }
      addBiases(parameters, to: y.pointer + image * outputs * places, images: 1)
    }
  }

  private func addBiases(
    _ parameters: Buffer<Scalar>, to y: UnsafeMutablePointer<Scalar>, images: Int
  ) {
    guard hasBias else { return }
    let places = window.outputPlaces
    for map in 0..<images * outputs {
      let (bias, row) = (parameters.pointer[weightCount + map % outputs], y + map * places)
      for place in 0..<places { row[place] += bias }
    }
  }

  private func forwardShifted(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, into y: Buffer<Scalar>
  ) {
    let maps = ShiftedMaps<Scalar>(window)
    let scratch = (0..<threads).map { _ in
      (seen: SeenMaps(maps, inputs: groupInputs), lines: lines(maps))
    }
    Parallel.forEach(images, threads: threads) { image, thread in
      let (seen, lines) = scratch[thread]
      for group in 0..<groups {
        seen.fill(from: x.pointer + (image * inputs + group * groupInputs) * window.inputPlaces)
        Scalar.multiplyShifted(
          rows: groupOutputs, columns: maps.lineCount, inner: fanIn,
          parameters.pointer + group * groupOutputs * fanIn, seen.rows, from: 0,
          into: lines.pointer, pitch: maps.linePitch)
        for channel in 0..<groupOutputs {
          let output = group * groupOutputs + channel
          maps.gather(
            lines.pointer + channel * maps.linePitch,
            into: y.pointer + (image * outputs + output) * window.outputPlaces,
            plus: hasBias ? parameters.pointer[weightCount + output] : 0)
        }
      }
    }
  }

  private func lines(_ maps: ShiftedMaps<Scalar>) -> Buffer<Scalar> {
    Buffer(uninitialized: groupOutputs * maps.linePitch)
  }

  /// - Parameters:
  ///   - gradient: of the loss by the output
  ///   - inputGradient: what is added to
  ///   - parameterGradient: zeros, like the parameters; nil where nobody asks
  func backward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ gradient: Buffer<Scalar>,
    into inputGradient: Buffer<Scalar>, _ parameterGradient: Buffer<Scalar>?
  ) {
    if isLinear {
      backwardLinear(x, parameters, gradient, into: inputGradient, parameterGradient)
      return
    }
    let parts = min(images, ConvolutionKernel.parts)
    let partial = (0..<parts).map { _ in
      Buffer<Scalar>(count: parameterGradient?.count ?? 0)
    }
    let sums = parameterGradient == nil ? nil : partial
    if window.isPointwise {
      backwardPointwise(x, parameters, gradient, into: inputGradient, sums)
    } else {
      backwardShifted(x, parameters, gradient, into: inputGradient, sums)
    }
    guard let parameterGradient else { return }
    for part in partial {
      Scalar.add(part.count, part.pointer, to: parameterGradient.pointer)
    }
  }

  private func backwardLinear(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ gradient: Buffer<Scalar>,
    into inputGradient: Buffer<Scalar>, _ parameterGradient: Buffer<Scalar>?
  ) {
    Scalar.multiply(
      rows: images, columns: inputs, inner: outputs, gradient.pointer, parameters.pointer,
      into: inputGradient.pointer, transposingA: false, transposingB: false, alpha: 1, beta: 1)
    guard let parameterGradient else { return }
    Scalar.multiply(
      rows: outputs, columns: inputs, inner: images, gradient.pointer, x.pointer,
      into: parameterGradient.pointer, transposingA: true, transposingB: false, alpha: 1, beta: 0)
    for image in 0..<images {
      addBiasGradients(gradient.pointer + image * outputs, to: parameterGradient)
    }
  }

  /// The images of a part of the batch.
  private func images(of part: Int, of parts: Int) -> Range<Int> {
    images * part / parts..<images * (part + 1) / parts
  }

  private func backwardPointwise(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ gradient: Buffer<Scalar>,
    into inputGradient: Buffer<Scalar>, _ sums: [Buffer<Scalar>]?
  ) {
    let (places, parts) = (window.outputPlaces, min(images, ConvolutionKernel.parts))
    Parallel.forEach(parts, threads: threads) { part, _ in
      for image in images(of: part, of: parts) {
        let output = gradient.pointer + image * outputs * places
        for group in 0..<groups {
          let offset = (image * inputs + group * groupInputs) * places
          let arriving = output + group * groupOutputs * places
          let weights = group * groupOutputs * fanIn
          if let sums {
            Scalar.multiply(
              rows: groupOutputs, columns: fanIn, inner: places, arriving, x.pointer + offset,
              into: sums[part].pointer + weights, transposingA: false, transposingB: true,
              alpha: 1, beta: 1)
          }
          Scalar.multiply(
            rows: fanIn, columns: places, inner: groupOutputs, parameters.pointer + weights,
            arriving, into: inputGradient.pointer + offset, transposingA: true,
            transposingB: false, alpha: 1, beta: 1)
        }
        if let sums { addBiasGradients(output, to: sums[part]) }
      }
    }
  }

  private func backwardShifted(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ gradient: Buffer<Scalar>,
    into inputGradient: Buffer<Scalar>, _ sums: [Buffer<Scalar>]?
  ) {
    let parts = min(images, ConvolutionKernel.parts)
    let maps = ShiftedMaps<Scalar>(window)
    let weights = TransposedWeights(
      maps, parameters, inputs: groupInputs, outputs: groupOutputs, groups: groups)
    // As many images at once as fit a cache, so that sums over lanes are added up seldom.
    let size = groupInputs * maps.mapSize + groupOutputs * maps.gradientPitch
    let chunk = min((images + parts - 1) / parts, max(1, (1 << 17) / size))
    let scratch = (0..<threads).map { _ in
      (
        seen: SeenMaps(maps, inputs: sums == nil ? 0 : groupInputs, images: chunk),
        arriving: ArrivingMaps(maps, weights, images: chunk),
        back: Buffer<Scalar>(count: groupInputs * maps.mapSize)
      )
    }
    Parallel.forEach(parts, threads: threads) { part, thread in
      let (seen, arriving, back) = scratch[thread]
      let all = images(of: part, of: parts)
      for first in stride(from: all.lowerBound, to: all.upperBound, by: chunk) {
        let some = first..<min(all.upperBound, first + chunk)
        for group in 0..<groups {
          for (slot, image) in some.enumerated() {
            arriving.fill(slot, from: gradient.pointer + place(image, group).output)
            if sums != nil { seen.fill(slot, from: x.pointer + place(image, group).input) }
          }
          if let sums {
            Scalar.addShiftedDots(
              rows: groupOutputs, inner: fanIn, columns: maps.lineCount, images: some.count,
              arriving.lines, (ShiftedRows(seen.rows), seen.step),
              to: sums[part].pointer + group * groupOutputs * fanIn)
          }
          for (slot, image) in some.enumerated() {
            arriving.sendBack(slot, group: group, through: back.pointer)
            let target = inputGradient.pointer + place(image, group).input
            for channel in 0..<groupInputs {
              maps.add(
                back.pointer + channel * maps.mapSize,
                to: target + channel * window.inputPlaces)
            }
          }
        }
        guard let sums else { continue }
        for image in some {
          addBiasGradients(gradient.pointer + place(image, 0).output, to: sums[part])
        }
      }
    }
  }

  /// Where the maps of a group begin.
  private func place(_ image: Int, _ group: Int) -> (input: Int, output: Int) {
    (
      (image * inputs + group * groupInputs) * window.inputPlaces,
      (image * outputs + group * groupOutputs) * window.outputPlaces
    )
  }

  private func addBiasGradients(_ output: UnsafePointer<Scalar>, to sums: Buffer<Scalar>) {
    guard hasBias else { return }
    let places = window.outputPlaces
    for channel in 0..<outputs {
      var sum: Scalar = 0
      let row = output + channel * places
      for place in 0..<places { sum += row[place] }
      sums.pointer[weightCount + channel] += sum
    }
  }
}
