import Networks

extension NetworkPass {
  /// The derivatives by the first weight of a convolution or a linear layer, of each image.
  ///
  /// - Parameter gradient: by the layer's output, of its shape
  public func firstWeightDerivatives(
    of index: Int, _ gradient: UnsafeBufferPointer<Scalar>
  ) -> [Scalar] {
    let layer = network.layers[index]
    let input = network.layers[layer.input].shape
    let window: Window
    if case .convolution(let convolution) = layer.kind {
      window = Window(convolution, from: input, to: layer.shape)
    } else {
      window = .point
    }
    return withOutput(of: layer.input) { inputs in
      (0..<images).map { image in
        let (seen, arriving) = (image * input.elements, image * layer.shape.elements)
        var sum: Scalar = 0
        for row in window.rows.outputs(through: 0) {
          for column in window.columns.outputs(through: 0) {
            let place = window.rows.place(row, 0) * input.width + window.columns.place(column, 0)
            sum += inputs[seen + place] * gradient[arriving + row * layer.shape.width + column]
          }
        }
        return sum
      }
    }
  }
}
