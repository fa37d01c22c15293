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
  }

  let text: String
  /// The name of the recipe.
  public let name: String
  /// The network of every ensemble member.
  public let network: Network
  /// The labelled architectures to train on.
  public let sources: [Source]
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

  /// SHA-256 of the recipe's text.
  public var sha256: String { Digest.sha256(Data(text.utf8)) }
}
