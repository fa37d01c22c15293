import Networks
import Spaces
import Tensors

/// Poolings of a batch. Averages leave the padding out, and a maximum never lies on it.
struct PoolingKernel<Scalar: RuntimeScalar> {
  let window: Window
  let kind: BlockPooling.Kind
  let images: Int
  let channels: Int
  let threads: Int

  /// - Parameter y: zeros, [images, channels, places of the output]
  /// - Returns: for each output of a maximum the place that it comes from; empty for averages
  func forward(_ x: Buffer<Scalar>, into y: Buffer<Scalar>) -> Buffer<Int32> {
    let chosen = Buffer<Int32>(count: kind == .max ? y.count : 0)
    Parallel.forEach(images * channels, threads: threads) { map, _ in
      let source = x.pointer + map * window.inputPlaces
      let first = map * window.outputPlaces
      forEachOutput { output, rows, columns in
        switch kind {
        case .average:
          var sum: Scalar = 0
          for row in rows {
            for column in columns { sum += source[row * window.columns.input + column] }
          }
          y.pointer[first + output] = sum / Scalar(max(1, rows.count * columns.count))
        case .max:
          var (best, place) = (-Scalar.infinity, 0)
          for row in rows {
            for column in columns {
              let candidate = row * window.columns.input + column
              if source[candidate] > best { (best, place) = (source[candidate], candidate) }
            }
          }
          y.pointer[first + output] = source[place]
          chosen.pointer[first + output] = Int32(place)
        }
      }
    }
    return chosen
  }

  /// - Parameters:
  ///   - chosen: what ``forward(_:into:)`` returned
  ///   - inputGradient: what is added to
  func backward(
    _ gradient: Buffer<Scalar>, _ chosen: Buffer<Int32>, into inputGradient: Buffer<Scalar>
  ) {
    Parallel.forEach(images * channels, threads: threads) { map, _ in
      let target = inputGradient.pointer + map * window.inputPlaces
      let first = map * window.outputPlaces
      forEachOutput { output, rows, columns in
        let arriving = gradient.pointer[first + output]
        switch kind {
        case .average:
          let share = arriving / Scalar(max(1, rows.count * columns.count))
          for row in rows {
            for column in columns { target[row * window.columns.input + column] += share }
          }
        case .max: target[Int(chosen.pointer[first + output])] += arriving
        }
      }
    }
  }

  /// Calls `body` for each output, with the rows and the columns of the input that it sees.
  private func forEachOutput(_ body: (_ output: Int, Range<Int>, Range<Int>) -> Void) {
    for row in 0..<window.rows.output {
      let rows = seen(by: row, window.rows)
      for column in 0..<window.columns.output {
        body(row * window.columns.output + column, rows, seen(by: column, window.columns))
      }
    }
  }

  private func seen(by output: Int, _ axis: Window.Axis) -> Range<Int> {
    let first = axis.place(output, 0)
    let low = min(axis.input, max(0, first))
    return low..<max(low, min(axis.input, first + axis.kernel))
  }
}
