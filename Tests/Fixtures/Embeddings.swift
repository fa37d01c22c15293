import Operators
import Tensors

/// Embeddings for tests whose operators state their attributes: nobody may ask for one.
public struct NoEmbeddings: SentenceEmbeddings {
  public init() {}

  struct Asked: Error {}

  public func embeddings(of sentences: [String]) throws -> Matrix { throw Asked() }
}

/// Embeddings of sentences by their letters, which need no encoder.
public struct LetterEmbeddings: SentenceEmbeddings {
  public init() {}

  public func embeddings(of sentences: [String]) -> Matrix {
    var matrix = Matrix(rows: sentences.count, columns: 27)
    for (row, sentence) in sentences.enumerated() {
      for scalar in sentence.lowercased().unicodeScalars {
        let letter = Int(scalar.value) - Int(("a" as Unicode.Scalar).value)
        matrix[row, (0..<26).contains(letter) ? letter : 26] += 1
      }
      let norm = matrix.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
      for column in 0..<27 { matrix[row, column] /= max(norm, 1) }
    }
    return matrix
  }
}
