import Files
import Scoring
import Spaces
import Synchronization
import TestSupport
import Testing

/// The shipped space that most tests search.
public enum Shipped {
  public static let installation = Installation(root: Locations.root.path)

  public static func space(_ name: String = "nasbench201") throws -> SearchSpace {
    try SearchSpace.named(name, in: installation)
  }
}

/// A score that is known without a predictor: a sum over the operators of the cell's operator
/// graph, so that cells with the same graph score the same. Remembers the architectures that it was
/// asked for.
public final class ToyScorer: Scorer {
  /// A score with the best one there is, in NAS-Bench-201.
  public struct Goal: Sendable, CustomTestStringConvertible {
    public let name: String
    public let optimum: Double
    /// - Parameter count: how many nodes of an operator graph carry the operator of this name
    public let score: @Sendable (_ count: (String) -> Int) -> Double

    public var testDescription: String { name }

    /// One cell alone is best: 3x3 convolutions everywhere.
    public static let convolutions = Goal(
      name: "the more convolutions, the better", optimum: 6
    ) { count in
      Double(count("nor_conv_3x3")) + 0.5 * Double(count("nor_conv_1x1"))
        + 0.25 * Double(count("avg_pool_3x3"))
    }
    /// Many cells are best: those with these numbers of operators.
    public static let proportions = Goal(name: "a balance of operators", optimum: 0) { count in
      -Double(
        abs(count("nor_conv_3x3") - 3) + abs(count("nor_conv_1x1") - 2)
          + abs(count("avg_pool_3x3") - 1))
    }
    public static let all = [convolutions, proportions]
  }

  public let space: SearchSpace
  public let goal: Goal
  private let questions = Mutex<(architectures: [Architecture], graphs: Int)>(([], 0))

  public init(_ goal: Goal, of space: SearchSpace) {
    (self.goal, self.space) = (goal, space)
  }

  /// Every architecture that was asked for, in the order of the questions.
  public var architectures: [Architecture] { questions.withLock { $0.architectures } }
  public var numberOfQuestions: Int { questions.withLock { $0.architectures.count + $0.graphs } }

  public func scores(of architectures: [Architecture]) -> [Double] {
    questions.withLock { $0.architectures += architectures }
    return architectures.map { score(of: space.operatorGraph(of: $0)) }
  }

  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    questions.withLock { $0.graphs += graphs.count }
    return graphs.map(score(of:))
  }

  public func score(of graph: OperatorGraph?) -> Double {
    guard let graph else { return -.infinity }
    return goal.score { name in
      graph.nodes.count { space.operators[Int($0)].name == name }
    }
  }
}
