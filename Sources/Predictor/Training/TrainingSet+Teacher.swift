import Operators
import Proxies
import Randomness
import Spaces
import Statistics
import Wording

extension TrainingSet {
  /// The seed of the random architectures that a teacher ranks.
  private static let seed: UInt64 = 0
  /// How many draws are made for each architecture that is asked for. Small spaces give fewer.
  private static let drawsPerArchitecture = 20

  /// Random graphs of a space, with the rank quantiles of a closed form as targets.
  ///
  /// - Throws: ``UserError`` when the space or the proxy cannot teach, and any error of making the
  ///   proxy.
  static func taught(
    by teacher: Recipe.Teacher, of space: SearchSpace, _ features: OperatorFeatures,
    threads: Int
  ) throws -> TrainingSet {
    let proxy = try ProxyRegistry.named(teacher.proxy)
    guard !proxy.kind.isMeasured else {
      throw UserError(
        "\(proxy.name) is measured on images and teaches nothing; expected a closed form such as "
          + "\(UsableSize.name)")
    }
    let attributes = features.readings.map(\.attributes)
    let context = ProxyContext(space, for: try space.dataSet(), threads: threads) { attributes }
    let drawn = distinctGraphs(of: space, count: teacher.architectures)
    let found = try ProxyScorer(proxy, by: ProxyEvaluator(in: context))
      .scores(of: drawn.map(\.architecture))
    let known = drawn.indices.filter { found.values[$0].isFinite }
    let scores = known.map { found.values[$0] }
    guard let first = scores.first, scores.contains(where: { $0 != first }) else {
      throw UserError(
        "\(space.name): \(proxy.name) is the same for all of \(known.count) random architectures "
          + "and teaches nothing")
    }
    return TrainingSet(
      graphs: known.map { drawn[$0].graph },
      targets: try RankCorrelation.averageRanks(scores).map { Float($0 / Double(scores.count)) },
      operators: features.inputs, descriptions: space.operators.map(\.description),
      repetitions: teacher.repetitions)
  }

  /// Random architectures that compute something, each graph once.
  private static func distinctGraphs(
    of space: SearchSpace, count: Int
  ) -> [(architecture: Architecture, graph: OperatorGraph)] {
    var random = SplitMix64(seed: seed)
    var seen: Set<OperatorGraph.CanonicalForm> = []
    var found: [(architecture: Architecture, graph: OperatorGraph)] = []
    for _ in 0..<count * drawsPerArchitecture where found.count < count {
      let architecture = space.sample(using: &random)
      guard let graph = space.operatorGraph(of: architecture),
        seen.insert(graph.canonicalForm).inserted
      else { continue }
      found.append((architecture, graph))
    }
    return found
  }
}
