import Networks
import Tensors

/// A convolution of a batch: patches as a matrix and a matrix product for each image and group,
/// sums over taps where a group has a single channel.
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
  private var fanIn: Int { groupInputs * window.taps }
  private var isDepthwise: Bool { groupInputs == 1 && groupOutputs == 1 }
  private var weightCount: Int { outputs * fanIn }
  private var patchCount: Int {
    isDepthwise || window.isPointwise ? 0 : fanIn * window.outputPlaces
  }

  /// - Parameters:
  ///   - x: [images, inputs, places of the input]
  ///   - parameters: weights, [outputs, inputs of a group, taps], then biases, [outputs]
  ///   - y: zeros, [images, outputs, places of the output]
  func forward(_ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, into y: Buffer<Scalar>) {
    let scratch = (0..<threads).map { _ in Buffer<Scalar>(count: patchCount) }
    let places = window.outputPlaces
    Parallel.forEach(images, threads: threads) { image, thread in
      let input = x.pointer + image * inputs * window.inputPlaces
      let output = y.pointer + image * outputs * places
      for group in 0..<groups {
        let source = input + group * groupInputs * window.inputPlaces
        let target = output + group * groupOutputs * places
        let weights = parameters.pointer + group * groupOutputs * fanIn
        if isDepthwise {
          addTaps(of: source, weights, to: target)
        } else {
          let patches = patches(of: source, in: scratch[thread].pointer)
          Scalar.multiply(
            rows: groupOutputs, columns: places, inner: fanIn, weights, patches, into: target,
            transposingA: false, transposingB: false, alpha: 1, beta: 0)
        }
      }
      guard hasBias else { return }
      for channel in 0..<outputs {
        let bias = parameters.pointer[weightCount + channel]
        let row = output + channel * places
        for place in 0..<places { row[place] += bias }
      }
    }
  }

  /// - Parameters:
  ///   - gradient: of the loss by the output
  ///   - inputGradient: what is added to
  ///   - parameterGradient: zeros, like the parameters; nil where nobody asks
  func backward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ gradient: Buffer<Scalar>,
    into inputGradient: Buffer<Scalar>, _ parameterGradient: Buffer<Scalar>?
  ) {
    let parts = min(images, ConvolutionKernel.parts)
    let patchScratch = (0..<threads).map { _ in Buffer<Scalar>(count: patchCount) }
    let columnScratch = (0..<threads).map { _ in
      Buffer<Scalar>(count: isDepthwise ? 0 : fanIn * window.outputPlaces)
    }
    let partial = (0..<parts).map { _ in
      Buffer<Scalar>(count: parameterGradient?.count ?? 0)
    }
    let places = window.outputPlaces
    Parallel.forEach(parts, threads: threads) { part, thread in
      for image in images * part / parts..<images * (part + 1) / parts {
        let output = gradient.pointer + image * outputs * places
        for group in 0..<groups {
          let offset = (image * inputs + group * groupInputs) * window.inputPlaces
          let (source, back) = (x.pointer + offset, inputGradient.pointer + offset)
          let arriving = output + group * groupOutputs * places
          let weights = parameters.pointer + group * groupOutputs * fanIn
          let sums = partial[part].pointer + group * groupOutputs * fanIn
          if isDepthwise {
            if parameterGradient != nil { addTapGradients(source, arriving, to: sums) }
            addTapsBack(of: arriving, weights, to: back)
            continue
          }
          if parameterGradient != nil {
            let patches = patches(of: source, in: patchScratch[thread].pointer)
            Scalar.multiply(
              rows: groupOutputs, columns: fanIn, inner: places, arriving, patches, into: sums,
              transposingA: false, transposingB: true, alpha: 1, beta: 1)
          }
          if window.isPointwise {
            Scalar.multiply(
              rows: fanIn, columns: places, inner: groupOutputs, weights, arriving, into: back,
              transposingA: true, transposingB: false, alpha: 1, beta: 1)
          } else {
            let columns = columnScratch[thread].pointer
            Scalar.multiply(
              rows: fanIn, columns: places, inner: groupOutputs, weights, arriving, into: columns,
              transposingA: true, transposingB: false, alpha: 1, beta: 0)
            addPatches(columns, to: back)
          }
        }
        guard hasBias, parameterGradient != nil else { continue }
        for channel in 0..<outputs {
          var sum: Scalar = 0
          let row = output + channel * places
          for place in 0..<places { sum += row[place] }
          partial[part].pointer[weightCount + channel] += sum
        }
      }
    }
    guard let parameterGradient else { return }
    for part in partial {
      for place in 0..<part.count { parameterGradient.pointer[place] += part.pointer[place] }
    }
  }

  // MARK: Patches

  /// [inputs of a group x taps, places of the output]: what each output sees through each tap.
  private func patches(
    of source: UnsafeMutablePointer<Scalar>, in scratch: UnsafeMutablePointer<Scalar>
  ) -> UnsafeMutablePointer<Scalar> {
    if window.isPointwise { return source }
    let (rows, columns) = (window.rows, window.columns)
    var target = scratch
    for channel in 0..<groupInputs {
      let map = source + channel * window.inputPlaces
      for down in 0..<rows.kernel {
        let visible = rows.outputs(through: down)
        for across in 0..<columns.kernel {
          let inside = columns.outputs(through: across)
          for row in 0..<rows.output {
            let line = target + row * columns.output
            guard visible.contains(row), !inside.isEmpty else {
              line.update(repeating: 0, count: columns.output)
              continue
            }
            line.update(repeating: 0, count: inside.lowerBound)
            let from =
              map + rows.place(row, down) * columns.input
              + columns.place(inside.lowerBound, across)
            let to = line + inside.lowerBound
            if columns.stride == 1 {
              to.update(from: from, count: inside.count)
            } else {
              for place in 0..<inside.count { to[place] = from[place * columns.stride] }
            }
            (line + inside.upperBound).update(
              repeating: 0, count: columns.output - inside.upperBound)
          }
          target += window.outputPlaces
        }
      }
    }
    return scratch
  }

  /// The transpose of ``patches(of:in:)``.
  private func addPatches(
    _ patches: UnsafeMutablePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>
  ) {
    let (rows, columns) = (window.rows, window.columns)
    var source = patches
    for channel in 0..<groupInputs {
      let map = target + channel * window.inputPlaces
      for down in 0..<rows.kernel {
        for across in 0..<columns.kernel {
          let inside = columns.outputs(through: across)
          for row in rows.outputs(through: down) where !inside.isEmpty {
            let from = source + row * columns.output + inside.lowerBound
            let to =
              map + rows.place(row, down) * columns.input
              + columns.place(inside.lowerBound, across)
            for place in 0..<inside.count { to[place * columns.stride] += from[place] }
          }
          source += window.outputPlaces
        }
      }
    }
  }

  // MARK: One channel

  /// Calls `body` for each line of outputs that a tap sees: with the tap, the place of the first
  /// output, that of its input, and how many there are.
  private func forEachLine(_ body: (_ tap: Int, _ output: Int, _ input: Int, _ count: Int) -> Void)
  {
    let (rows, columns) = (window.rows, window.columns)
    for down in 0..<rows.kernel {
      for across in 0..<columns.kernel {
        let inside = columns.outputs(through: across)
        guard !inside.isEmpty else { continue }
        for row in rows.outputs(through: down) {
          body(
            down * columns.kernel + across, row * columns.output + inside.lowerBound,
            rows.place(row, down) * columns.input + columns.place(inside.lowerBound, across),
            inside.count)
        }
      }
    }
  }

  private func addTaps(
    of map: UnsafeMutablePointer<Scalar>, _ weights: UnsafeMutablePointer<Scalar>,
    to target: UnsafeMutablePointer<Scalar>
  ) {
    let stride = window.columns.stride
    forEachLine { tap, output, input, count in
      let (weight, from, to) = (weights[tap], map + input, target + output)
      for place in 0..<count { to[place] += weight * from[place * stride] }
    }
  }

  private func addTapsBack(
    of gradient: UnsafeMutablePointer<Scalar>, _ weights: UnsafeMutablePointer<Scalar>,
    to target: UnsafeMutablePointer<Scalar>
  ) {
    let stride = window.columns.stride
    forEachLine { tap, output, input, count in
      let (weight, from, to) = (weights[tap], gradient + output, target + input)
      for place in 0..<count { to[place * stride] += weight * from[place] }
    }
  }

  private func addTapGradients(
    _ map: UnsafeMutablePointer<Scalar>, _ gradient: UnsafeMutablePointer<Scalar>,
    to sums: UnsafeMutablePointer<Scalar>
  ) {
    let stride = window.columns.stride
    forEachLine { tap, output, input, count in
      let (seen, arriving) = (map + input, gradient + output)
      var sum: Scalar = 0
      for place in 0..<count { sum += seen[place * stride] * arriving[place] }
      sums[tap] += sum
    }
  }
}
