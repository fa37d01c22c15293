import Spaces

/// What an operator does to the signal of a network at initialisation.
package enum OperatorResponse: Hashable, Sendable {
  /// Passes it on unchanged.
  case passes
  /// Averages neighbouring positions; 1 is a 3x3 average pooling.
  case smooths(Double)
  /// Mixes it with random weights, normalises it and cuts off what is negative.
  case convolves

  package init(_ attributes: OperatorAttributes) {
    if attributes.learnable > 0 || attributes.convolution > 0 {
      self = .convolves
    } else if attributes.smoothing > 0 {
      self = .smooths(Double(attributes.smoothing))
    } else {
      self = .passes
    }
  }
}
