import Spaces
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The trained part of the reader: from the embedding and the words of a description to the kind of
/// operator, its traits and its cost.
///
/// Each member is a perceptron with one hidden layer; probabilities are the means of the members'.
public struct OperatorHead: Sendable {
  /// The head's reading of a description.
  struct Guess: Sendable {
    /// The index of the most probable kind in ``OperatorHead/kinds``.
    let kind: Int
    /// Of each kind.
    let probabilities: [Float]
    /// Estimated without the kind.
    let attributes: OperatorAttributes

    /// Whether the kind is probable enough to be taken.
    var isClear: Bool { probabilities[kind] >= OperatorReader.leastProbability }

    /// The same guess with the probability of each kind times its weight.
    func weighted(by weights: [Float]) -> Guess {
      let products = zip(probabilities, weights).map { $0 * $1 }
      let sum = max(products.reduce(0, +), .leastNormalMagnitude)
      return Guess(products.map { $0 / sum }, attributes)
    }

    init(_ probabilities: [Float], _ attributes: OperatorAttributes) {
      kind = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      self.probabilities = probabilities
      self.attributes = attributes
    }
  }

  /// The names of the kinds that it tells apart.
  public let kinds: [String]
  /// The SHA-256 of the corpus that it was trained on.
  public let corpusDigest: String
  let members: [Member]
  /// Where the phrasings of that corpus are looked up; nil when it has to be made from the corpus.
  let dictionary: OperatorDictionary?

  /// The dictionary of the corpus that the head was trained on; nil for any other corpus.
  func dictionary(of corpus: OperatorCorpus) -> OperatorDictionary? {
    corpus.digest.isEmpty || corpus.digest != corpusDigest ? nil : dictionary
  }

  /// One trained network.
  struct Member: Sendable {
    let network: OperatorNetwork
    let scaling: Scaling
    let parameters: [Float]
  }

  /// How features are brought to one scale.
  struct Scaling: Sendable {
    /// The divisor of the embedding.
    let embedding: Float
    /// Of each lexical feature.
    let means: [Float]
    let deviations: [Float]

    /// The input of the network, [rows, D + L].
    func input(_ lexical: [[Float]], _ encoded: Matrix) -> Matrix {
      let width = encoded.columns + means.count
      var input = Matrix(rows: encoded.rows, columns: width)
      for row in 0..<encoded.rows {
        let start = row * width
        for (column, value) in encoded.row(row).enumerated() {
          input.elements[start + column] = value / embedding
        }
        for (column, value) in lexical[row].enumerated() {
          input.elements[start + encoded.columns + column] =
            (value - means[column]) / deviations[column]
        }
      }
      return input
    }
  }

  /// - Parameter encoded: the embeddings of the phrases of the descriptions, [descriptions, D]
  func guesses(_ descriptions: [OperatorDescription], _ encoded: Matrix) -> [Guess] {
    let lexical = descriptions.map(LexicalFeatures.values)
    var kindSums = Matrix(rows: encoded.rows, columns: kinds.count)
    var traitSums = Matrix(rows: encoded.rows, columns: OperatorTrait.allCases.count + 1)
    for member in members {
      let output = member.network.output(
        member.scaling.input(lexical, encoded), parameters: member.parameters)
      for row in 0..<encoded.rows {
        for (kind, share) in OperatorNetwork.softmax(output.kinds.row(row)).enumerated() {
          kindSums[row, kind] += share / Float(members.count)
        }
        for (trait, value) in output.traits.row(row).enumerated() {
          traitSums[row, trait] += value / Float(members.count)
        }
      }
    }
    return (0..<encoded.rows).map { row in
      Guess(Array(kindSums.row(row)), attributes(Array(traitSums.row(row))))
    }
  }

  /// Attributes from the logits of the traits and the cost.
  private func attributes(_ values: [Float]) -> OperatorAttributes {
    let traits = Set(
      zip(OperatorTrait.allCases, values).filter { $0.1 > 0 }.map(\.0))
    func flag(_ holds: Bool) -> Float { holds ? 1 : 0 }
    let cost = max(0, exp2(values[values.count - 1]) - 1) / 9
    let isPooling = traits.contains(.pooling)
    return OperatorAttributes(
      values: [
        flag(traits.contains(.learnable)),
        flag(traits.contains(.spatial) || traits.contains(.global)), flag(isPooling),
        flag(traits.contains(.convolution)), traits.contains(.learnable) ? cost : 0,
      ], smoothing: isPooling ? (traits.contains(.average) ? 1 : 0.5) : 0)
  }

  /// The target of the network for a cost; ``attributes(_:)`` reads it back.
  static func logarithm(ofCost cost: Float) -> Float { log2(1 + 9 * cost) }
}
