import Spaces
import Tensors

/// One member of an ensemble, ready to score graphs of one space.
struct ScoringMember: Sendable {
  private enum Network: Sendable {
    /// One engine for each view of the operators.
    case directed([GraphScoringEngine])
    case published(PublishedGraphNetwork, parameters: [Float], operators: OperatorInputs)
  }

  private let network: Network
  private let standardisation: (mean: Float, deviation: Float)

  init(
    _ member: PredictorWeights.Member, configuration: PredictorConfiguration,
    operators: OperatorInputs
  ) {
    standardisation = member.standardisation
    switch configuration {
    case .directed(let configuration):
      let graphNetwork = DirectedGraphNetwork(configuration)
      network = .directed(
        graphNetwork.views(of: operators).map {
          GraphScoringEngine(graphNetwork, parameters: member.parameters, operators: $0)
        })
    case .published(let configuration):
      network = .published(
        PublishedGraphNetwork(configuration), parameters: member.parameters, operators: operators)
    }
  }

  private var engines: [GraphScoringEngine] {
    if case .directed(let engines) = network { return engines }
    return []
  }

  /// For each member one score for each graph, on the member's own scale.
  static func scores(
    of graphs: [OperatorGraph], by members: [ScoringMember], threads: Int
  ) -> [[Double]] {
    var views = GraphScoringEngine.scores(
      of: graphs, with: members.flatMap(\.engines), threads: threads)[...]
    return members.map { member in
      let answers: [[Float]]
      switch member.network {
      case .directed(let engines):
        answers = Array(views.prefix(engines.count))
        views = views.dropFirst(engines.count)
      case .published(let network, let parameters, let operators):
        answers = [network.scores(of: graphs, operators: operators, parameters: parameters)]
      }
      return graphs.indices.map { graph in
        let mean = answers.reduce(0) { $0 + $1[graph] } / Float(answers.count)
        return (Double(mean) - Double(member.standardisation.mean))
          / Double(member.standardisation.deviation)
      }
    }
  }
}
