import Networks

/// Where a window of a convolution or a pooling meets the map, along both axes.
struct Window {
  /// Along one axis.
  struct Axis {
    let input: Int
    let output: Int
    let kernel: Int
    let stride: Int
    let dilation: Int
    let padding: Int

    static let point = Axis(input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, padding: 0)

    /// The place of the input that a place of the output sees through a tap; it may lie outside.
    func place(_ output: Int, _ tap: Int) -> Int { output * stride + tap * dilation - padding }

    /// The places of the output whose tap lies on the input.
    func outputs(through tap: Int) -> Range<Int> {
      let offset = tap * dilation - padding
      let first = min(output, offset >= 0 ? 0 : (-offset + stride - 1) / stride)
      let end = input - 1 - offset < 0 ? 0 : min(output, (input - 1 - offset) / stride + 1)
      return first..<max(first, end)
    }
  }

  let rows: Axis
  let columns: Axis

  var inputPlaces: Int { rows.input * columns.input }
  var outputPlaces: Int { rows.output * columns.output }
  var taps: Int { rows.kernel * columns.kernel }

  /// Whether an output sees just the input at its own place.
  var isPointwise: Bool {
    taps == 1 && rows.stride == 1 && columns.stride == 1 && rows.padding == 0
      && columns.padding == 0
  }

  /// What a linear layer is: a convolution on a map of a single place.
  static let point = Window(rows: .point, columns: .point)

  private init(rows: Axis, columns: Axis) { (self.rows, self.columns) = (rows, columns) }

  init(_ convolution: Network.Convolution, from input: Network.Shape, to output: Network.Shape) {
    rows = Axis(
      input: input.height, output: output.height, kernel: convolution.kernelHeight,
      stride: convolution.verticalStride, dilation: convolution.dilation,
      padding: convolution.verticalPadding)
    columns = Axis(
      input: input.width, output: output.width, kernel: convolution.kernelWidth,
      stride: convolution.horizontalStride, dilation: convolution.dilation,
      padding: convolution.horizontalPadding)
  }

  init(_ pooling: Network.Pooling, from input: Network.Shape, to output: Network.Shape) {
    rows = Axis(
      input: input.height, output: output.height, kernel: pooling.kernel, stride: pooling.stride,
      dilation: 1, padding: pooling.padding)
    columns = Axis(
      input: input.width, output: output.width, kernel: pooling.kernel, stride: pooling.stride,
      dilation: 1, padding: pooling.padding)
  }
}
