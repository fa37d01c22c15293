import Randomness
import SentenceEmbedding
import Synchronization
import Tensors

/// Embeddings for training the reader: thousands of phrases, each encoded once. They must not fill
/// a user's cache.
public final class TrainingEmbeddings: SentenceEmbeddings {
  private let encoder: SentenceEncoder
  private let threads: Int
  private let known = Mutex<[String: [Float]]>([:])

  /// - Throws: when the encoder's file is missing or damaged.
  public init(encoder path: String, threads: Int = Parallel.processorCount) throws {
    encoder = try SentenceEncoder(path: path)
    self.threads = threads
  }

  /// The identity of the encoder.
  public var identity: String { encoder.identity }

  public func embeddings(of sentences: [String]) throws -> Matrix {
    known.withLock { known in
      var missing: [String] = []
      var seen: Set<String> = []
      for sentence in sentences where known[sentence] == nil && seen.insert(sentence).inserted {
        missing.append(sentence)
      }
      let encoded = encoder.encode(missing, threads: threads)
      for (row, sentence) in missing.enumerated() { known[sentence] = Array(encoded.row(row)) }
      let width = encoder.configuration.width
      var result = Matrix(rows: sentences.count, columns: width)
      for (row, sentence) in sentences.enumerated() {
        guard let embedding = known[sentence] else { continue }
        result.elements.replaceSubrange(row * width..<(row + 1) * width, with: embedding)
      }
      return result
    }
  }
}

extension OperatorHead {
  /// Trains a head on all descriptions that the corpus makes.
  ///
  /// - Throws: what embedding throws.
  public static func trained(
    on corpus: OperatorCorpus, embeddings: any SentenceEmbeddings,
    progress: (Double) -> Void = { _ in }
  ) throws -> OperatorHead {
    var random = SplitMix64(seed: 1)
    let examples = corpus.examples(using: &random) + corpus.sentences(using: &random)
    return trained(
      on: examples, of: corpus,
      encoded: try embeddings.embeddings(of: examples.map(\.description.phrase)),
      progress: progress)
  }
}
