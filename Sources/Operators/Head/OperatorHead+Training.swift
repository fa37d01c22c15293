import Randomness
import Tensors

extension OperatorHead {
  /// The seeds of the members.
  public static let seeds: [UInt64] = [0, 1, 2]

  /// Trains a head on descriptions of a corpus.
  ///
  /// - Parameters:
  ///   - encoded: the embeddings of the examples' phrases, [examples, D]
  ///   - progress: is told the share that is done
  package static func trained(
    on examples: [OperatorExample], of corpus: OperatorCorpus, encoded: Matrix,
    seeds: [UInt64] = OperatorHead.seeds, progress: (Double) -> Void = { _ in }
  ) -> OperatorHead {
    // The head's input is the same for most ways to write a number.
    var seen: Set<String> = []
    let lexical = examples.map { LexicalFeatures.values(of: $0.description) }
    let chosen = examples.indices.filter { index in
      seen.insert("\(examples[index].kind) \(examples[index].description.phrase) \(lexical[index])")
        .inserted
    }
    let targets = targets(chosen.map { examples[$0] }, corpus)
    let inputs = Matrix(
      rows: chosen.count, columns: encoded.columns,
      elements: chosen.flatMap { Array(encoded.row($0)) })
    let rows = chosen.map { lexical[$0] }
    let scaling = scaling(of: rows, inputs)
    let input = scaling.input(rows, inputs)
    let network = OperatorNetwork(
      inputs: input.columns, hidden: OperatorNetwork.Setting.hidden, kinds: corpus.kinds.count,
      traits: OperatorTrait.allCases.count + 1)
    return OperatorHead(
      kinds: corpus.kinds.map(\.name), corpusDigest: corpus.digest,
      members: seeds.enumerated().map { place, seed in
        Member(
          network: network, scaling: scaling,
          parameters: network.trained(on: input, targets, seed: seed) {
            progress((Double(place) + $0) / Double(seeds.count))
          })
      }, dictionary: OperatorDictionary(corpus))
  }

  private static func targets(
    _ examples: [OperatorExample], _ corpus: OperatorCorpus
  ) -> OperatorTargets {
    let traits = OperatorTrait.allCases
    var values = Matrix(rows: examples.count, columns: traits.count + 1)
    for (row, example) in examples.enumerated() {
      let kind = corpus.kinds[example.kind]
      for (column, trait) in traits.enumerated() where kind.traits.contains(trait) {
        values[row, column] = 1
      }
      values[row, traits.count] = logarithm(ofCost: kind.attributes(example.numbers).cost)
    }
    return OperatorTargets(kinds: examples.map(\.kind), traits: values)
  }

  /// One deviation for the whole embedding and one for each lexical feature. A floor keeps features
  /// that hardly ever occur in training from being blown up.
  private static func scaling(of lexical: [[Float]], _ encoded: Matrix) -> Scaling {
    let smallest: Float = 0.3
    func spread(_ values: [Float]) -> (mean: Float, deviation: Float) {
      let count = Double(max(1, values.count))
      let mean = values.reduce(0.0) { $0 + Double($1) } / count
      let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
      return (Float(mean), Float(variance.squareRoot()))
    }
    let columns = (0..<LexicalFeatures.count).map { column in
      spread(lexical.map { $0[column] })
    }
    return Scaling(
      embedding: max(spread(encoded.elements).deviation, 1e-6), means: columns.map(\.mean),
      deviations: columns.map { max($0.deviation, smallest) })
  }
}
