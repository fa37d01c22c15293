extension Network {
  /// What the network computes, as text: equal for networks whose layers are equal one by one,
  /// whatever their names.
  public var content: String {
    // A description takes long, and few kinds of layers are different.
    var known: [Kind: String] = [:]
    return layers.map { layer in
      let kind: String
      if let found = known[layer.kind] {
        kind = found
      } else {
        kind = "\(layer.kind)"
        known[layer.kind] = kind
      }
      let inputs = self.inputs(of: layer).map(String.init).joined(separator: ",")
      return "\(kind) \(inputs) \(layer.shape)"
    }.joined(separator: "\n")
  }
}
