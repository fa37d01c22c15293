import Spaces
import Testing

/// A chain of one position whose only operator is made of the given layers, and its architecture.
///
/// - Parameters:
///   - layers: as a space file writes them in a lowering, separated by commas
///   - hasBias: whether stem and classifier add biases
public func oneOperator(
  _ layers: String, channels: Int = 4, resolution: Int = 8, classes: Int = 5,
  hasBias: Bool = false
) throws -> (SearchSpace, Architecture) {
  let space = try SearchSpace(
    yaml: """
      format: 1
      name: hand
      title: Hand
      citation: None, made for a test
      operators:
        - {name: input, role: input, description: Input of the network}
        - {name: op, role: operation, description: An operator, lowering: [\(layers)]}
        - {name: output, role: output, description: Output of the network}
      topology:
        kind: chain-of-choices
        positions: [{operators: [op]}]
      skeleton:
        stem: [{convolution: {kernel: 1, channels: \(channels), bias: \(hasBias)}}]
        stages: [{cells: 1, channels: \(channels)}]
        head: [global-average-pooling, {linear: {features: classes, bias: \(hasBias)}}]
        data-sets: [{name: tiny, resolution: \(resolution), classes: \(classes)}]
      notations:
        - {name: digits, kind: digit-chain, digits: {op: "0"}}

      """, path: "hand.yaml")
  return (space, try #require(Array(space.architectures).first))
}
