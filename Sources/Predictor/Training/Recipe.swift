import Files
import Foundation
import Learning

/// All settings that determine the result of a training, as one file in `weights/recipes/`.
public struct Recipe: Sendable, Equatable {
  /// The shape of the network.
  public enum Network: Sendable, Equatable {
    /// ``DirectedGraphNetwork`` on operator attributes and canonical operator graphs, with or
    /// without the signals of ``SignalPropagation``.
    case directed(width: Int, layers: Int, signals: Bool)
    /// ``PublishedGraphNetwork`` on sentence embeddings and cells as they are drawn.
    case published(width: Int, layers: Int)

    /// The inputs that the network reads.
    package enum Kind: Sendable {
      case directed
      case published
    }

    package var kind: Kind {
      switch self {
      case .directed: .directed
      case .published: .published
      }
    }
  }

  /// Labelled architectures of one space on one task.
  public struct Source: Sendable, Equatable {
    /// The name of the space.
    public let space: String
    /// The file name of its benchmark table.
    public let table: String
    /// The column of accuracies.
    public let column: String
    /// How often an epoch passes over the source.
    public let repetitions: Int
    /// Names of operators. Rows that have one of them are left out.
    public let hidden: [String]
  }

  /// Architectures without labels that a closed form ranks, in place of accuracies. The network
  /// learns from them what operators do that no label tells of.
  public struct Teacher: Sendable, Equatable {
    /// The name of a file in `spaces/teachers/`, the name of a space, or the path of a space file.
    public let space: String
    /// The name of the proxy that ranks.
    public let proxy: String
    /// How many random architectures are drawn. Equal graphs are drawn once.
    public let architectures: Int
    /// How often an epoch passes over them.
    public let repetitions: Int
  }

  let text: String
  /// The name of the recipe.
  public let name: String
  /// The network of every ensemble member.
  public let network: Network
  /// The labelled architectures to train on.
  public private(set) var sources: [Source]
  /// What teaches beside the labels; empty for none.
  public let teachers: [Teacher]
  package let loss: Loss
  /// For the squared error: the factor of the accuracies.
  package let targetScale: Float
  package let rate: Float
  package let decay: Float
  package let schedule: Schedule
  /// The number of epochs.
  public let epochs: Int
  /// The number of architectures in a batch.
  public let batchSize: Int
  /// The deviation of the Gaussian noise that is added to the operator features in training.
  package let featureNoise: Float
  /// The share of training steps in which the network does without signals, so that it does not
  /// come to rely on them alone.
  package let signalDropout: Float
  /// The share of ``BagOfOperators`` in the score; 0 when the graph network scores alone.
  package let bagShare: Float
  /// One member of the ensemble for each seed.
  public let seeds: [Int]

  /// The recipe that leaves out rows with operators of its sources.
  ///
  /// - Parameter hidden: names of operators, by the names of the sources' spaces
  public func hiding(_ hidden: [String: [String]]) -> Recipe {
    var recipe = self
    recipe.sources = sources.map { source in
      Source(
        space: source.space, table: source.table, column: source.column,
        repetitions: source.repetitions, hidden: source.hidden + (hidden[source.space] ?? []))
    }
    return recipe
  }

  /// SHA-256 of the recipe's text.
  public var sha256: String { Digest.sha256(Data(text.utf8)) }
}
