/// Which outputs of layers are there after a network was run forward. The last one always is.
public struct KeptOutputs: Sendable {
  /// Whether the network can be run backward: layers with weights keep their outputs, and what the
  /// way back reads is kept. This is about half of all.
  public var forGradients: Bool
  /// Layers whose outputs will be asked for; nil for all.
  public var layers: Set<Int>?

  public init(forGradients: Bool, layers: Set<Int>?) {
    (self.forGradients, self.layers) = (forGradients, layers)
  }

  /// All of them.
  public static let all = KeptOutputs(forGradients: true, layers: nil)
  /// Those that gradients need.
  public static let forGradients = KeptOutputs(forGradients: true, layers: [])
}
