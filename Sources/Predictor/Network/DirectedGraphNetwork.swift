import Learning
import Signals
import Spaces
import Tensors

/// The project's graph network: directed message passing over the operator graph of a cell.
///
///     h  = [X, S] W_embed
///     z  = h W_own + D_in^(-1/2) A h W_down + D_out^(-1/2) A^T h W_up + b      (each layer)
///     h <- h + ReLU(LayerNorm(z))
///     r  = [h at the output, mean of h over nodes, sum of h over nodes / 5]
///     score = ReLU(r W_1 + b_1) w_2 + b_2                                      higher is better
///
/// X [N, F] holds the features of each node's operator. S [N, 6] describes how signals pass through
/// the node at initialisation (``SignalPropagation``; zeros where they are left out). A counts the
/// connections that arrive at a node, h is [N, D]. The layer norm has a scale and no shift. Only
/// differences of scores mean anything.
package struct DirectedGraphNetwork: Sendable {
  package struct Configuration: Sendable, Equatable {
    /// F, the numbers that describe an operator.
    package let features: Int
    /// D, a multiple of ``Lanes/count``.
    package let width: Int
    package let layers: Int
    /// Whether the network reads S.
    package let signals: Bool

    package init(features: Int, width: Int, layers: Int, signals: Bool = false) {
      self.signals = signals
      self.features = features
      self.width = width
      self.layers = layers
    }
  }

  /// Where one layer's tensors lie in the parameter vector.
  package struct Layer: Sendable {
    /// [D, 3D]: W_own, W_down and W_up side by side, so that one product serves all three.
    let weight: Range<Int>
    /// [D]
    let bias: Range<Int>
    /// [D]
    let scale: Range<Int>
  }

  /// The sum of h over nodes is divided by the size of a typical cell, which keeps the three parts
  /// of the read-out in one range.
  package static let typicalNodeCount: Float = 5
  package static let normEpsilon: Float = 1e-5
  /// The kernels' limit.
  package static let largestWidth = 4096

  package let configuration: Configuration
  package let layout: ParameterLayout
  /// [F + 6 or F, D]
  package let embedding: Range<Int>
  package let layers: [Layer]
  /// [3D, D]
  package let readoutWeight: Range<Int>
  /// [D]
  package let readoutBias: Range<Int>
  /// [D, 1]
  package let scoreWeight: Range<Int>
  /// [1]
  package let scoreBias: Range<Int>

  /// - Precondition: the width is a positive multiple of ``Lanes/count``.
  package init(_ configuration: Configuration) {
    let inputs =
      configuration.features + (configuration.signals ? SignalPropagation.count : 0)
    let width = configuration.width
    precondition(
      (1...DirectedGraphNetwork.largestWidth).contains(width) && width % Lanes.count == 0,
      "width \(width) is no multiple of 16 up to \(DirectedGraphNetwork.largestWidth)")
    func scaled(_ fanIn: Int, _ gain: Double = 1) -> ParameterLayout.Initialisation {
      .normal(deviation: gain * (1.5 / Double(fanIn)).squareRoot())
    }
    var layout = ParameterLayout()
    embedding = layout.add("embedding", [inputs, width], scaled(inputs, 3))
    layers = (0..<configuration.layers).map { index in
      Layer(
        weight: layout.add("layers/\(index)/weight", [width, 3 * width], scaled(width)),
        bias: layout.add("layers/\(index)/bias", [width], .constant(0)),
        scale: layout.add("layers/\(index)/scale", [width], .constant(1)))
    }
    readoutWeight = layout.add("readout/weight", [3 * width, width], scaled(3 * width))
    readoutBias = layout.add("readout/bias", [width], .constant(0))
    scoreWeight = layout.add("score/weight", [width, 1], scaled(width))
    scoreBias = layout.add("score/bias", [1], .constant(0))
    self.layout = layout
    self.configuration = configuration
  }
}
