import SentenceEmbedding
import Tensors

/// Whatever turns sentences into unit vectors.
public protocol SentenceEmbeddings: Sendable {
  /// One row for each sentence, [sentences, 384].
  func embeddings(of sentences: [String]) throws -> Matrix
}

extension OperatorEmbeddings: SentenceEmbeddings {}
