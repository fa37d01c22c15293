import SentenceEmbedding

/// The tokenizer of a model, and what it puts around each text.
struct TextTokenizer: Sendable {
  enum Kind: Sendable {
    case bytePairs(BytePairTokenizer)
    case wordPieces(WordPieceTokenizer)
  }

  let kind: Kind
  /// The tokens before and after every text.
  let prefix: [Int32]
  let suffix: [Int32]

  /// The number of tokens that there are.
  var count: Int {
    switch kind {
    case .bytePairs(let tokenizer): tokenizer.count
    case .wordPieces(let tokenizer): tokenizer.vocabularySize
    }
  }

  /// The tokens of a text without those around it.
  func tokens(of text: String) -> [Int32] {
    switch kind {
    case .bytePairs(let tokenizer): return tokenizer.tokens(of: text)
    case .wordPieces(let tokenizer):
      // This tokenizer puts its own markers around a text.
      return Array(tokenizer.tokens(of: text).dropFirst().dropLast())
    }
  }
}
