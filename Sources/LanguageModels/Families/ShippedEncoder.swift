import SentenceEmbedding

/// The sentence encoder that reads operator descriptions, all-MiniLM-L6-v2, as a language model.
struct ShippedEncoder: TrainableFamily {
  static let name = "BERT"

  let tokenizer: TextTokenizer
  private let encoder: SentenceEncoder

  init(_ encoder: SentenceEncoder) {
    self.encoder = encoder
    // The tokenizer puts its markers around the empty text, too.
    let around = encoder.tokenizer.tokens(of: "")
    tokenizer = TextTokenizer(
      kind: .wordPieces(encoder.tokenizer), prefix: [around[0]], suffix: [around[1]])
  }

  var width: Int { encoder.configuration.width }
  var layers: Int { encoder.configuration.layers }
  var window: Int { encoder.configuration.maximumTokens }

  var innerWidth: Int { encoder.configuration.innerWidth }
  var heads: Int { encoder.configuration.heads }
  var epsilon: Double { encoder.configuration.layerNormEpsilon }

  func run(_ tokens: [Int32], _ observe: (Int, UnsafePointer<Float>) -> Void) {
    encoder.run(tokens, observe)
  }

  func run(_ tokens: [Int32], upTo limit: Int, _ observe: (Int, UnsafePointer<Float>) -> Void) {
    encoder.run(tokens, upTo: limit, observe)
  }

  func parameters(ofLayer layer: Int) -> [String: [Float]] {
    encoder.parameters(ofLayer: layer)
  }
}
