import Files
import Fixtures
import Foundation
import Operators
import Predictor
import Randomness
import Spaces
import Tensors
import TestSupport

/// A training that takes a moment: few architectures, a small network, made-up labels.
struct ToyTraining {
  static let space = "transnasbench101-micro"

  let folder: URL
  let installation = Installation(root: Locations.root.path)
  var tables: String { folder.path }
  var output: String { folder.appendingPathComponent("toy.h5").path }
  var checkpoint: String { output + ".checkpoint" }

  init(in folder: URL) throws {
    self.folder = folder
    try writeTable()
  }

  /// Labels: the number of 3x3 convolutions and half of that of 1x1 convolutions, plus a little to
  /// tell cells apart.
  func writeTable(count: Int = 160, seed: UInt64 = 1) throws {
    let space = try SearchSpace.named(ToyTraining.space, in: installation)
    var random = SplitMix64(seed: seed)
    var seen: Set<Architecture> = []
    var text = "arch,quality\n"
    while seen.count < count {
      let architecture = space.sample(using: &random)
      guard seen.insert(architecture).inserted else { continue }
      let label = ToyTraining.label(of: architecture, in: space) + 0.01 * random.uniform()
      text += "\(space.notation(of: architecture)),\(label)\n"
    }
    try text.write(
      to: folder.appendingPathComponent("toy.csv"), atomically: true, encoding: .utf8)
  }

  static func label(of architecture: Architecture, in space: SearchSpace) -> Double {
    space.choices(of: architecture).reduce(0) { sum, index in
      guard let attributes = space.operators[index].attributes, attributes.learnable > 0 else {
        return sum
      }
      return sum + (attributes.spatial > 0 ? 1 : 0.5)
    }
  }

  static func recipe(
    network: String = "{kind: directed, width: 16, layers: 2, signals: true}",
    loss: String = "{kind: ranking, margin: 0.02}", epochs: Int = 3, seeds: String = "[0, 7]",
    source: String = "{space: \(space), table: toy.csv, column: quality, repetitions: 2}",
    bag: String = "bag-of-operators: {share: 0.25}", teachers: [String] = []
  ) -> String {
    """
    format: 1
    name: toy
    network: \(network)
    sources:
      - \(source)
    \(teachers.isEmpty ? "" : "teachers:\n  - " + teachers.joined(separator: "\n  - ") + "\n")\
    loss: \(loss)
    optimiser: {rate: 0.01, decay: 0.02, schedule: one-cycle}
    epochs: \(epochs)
    batch: 32
    feature-noise: 0.1
    signal-dropout: 0.5
    \(bag)
    seeds: \(seeds)

    """
  }

  /// Cells that `params` ranks, which counts fast.
  static let teacher =
    "{space: cells-on-nodes, proxy: params, architectures: 60, repetitions: 1}"

  func trainer(
    _ recipe: String = ToyTraining.recipe(), threads: Int = 2,
    embeddings: any SentenceEmbeddings = NoEmbeddings()
  ) throws -> Trainer {
    try Trainer(
      Recipe(yaml: recipe, path: "toy.yaml"), installation: installation, tables: tables,
      reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: embeddings),
      embeddings: embeddings,
      version: "test", threads: threads)
  }

  /// The bytes of the weights that a training writes.
  func bytes(
    _ recipe: String = ToyTraining.recipe(), threads: Int = 2,
    embeddings: any SentenceEmbeddings = NoEmbeddings()
  ) throws -> Data {
    try trainer(recipe, threads: threads, embeddings: embeddings).train(to: output)
    return try Data(contentsOf: URL(fileURLWithPath: output))
  }
}
