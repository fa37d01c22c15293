import TGNAS
import TensorFiles

/// The sentence encoder: one description, a batch of 64, and its load time.
struct EncoderContest {
  private static let batch = 64
  private static let length = 20
  let settings: Settings

  func run() throws -> Section {
    let path = settings.installation.encoder
    let encoder = try SentenceEncoder(path: path)
    let sentences = try sentences(encoder)
    let (one, all) = ("one description", "batch of \(sentences.count)")
    let counts = Set([1, settings.threads]).sorted()
    var contestants = counts.flatMap { threads in
      [
        Contestant("tgnas", one, threads: threads) {
          _ = encoder.encode([sentences[0]], threads: threads)
        },
        Contestant("tgnas", all, threads: threads) {
          _ = encoder.encode(sentences, threads: threads)
        },
      ]
    }
    contestants.append(
      Contestant("tgnas", "load", threads: 1) { _ = try SentenceEncoder(path: path) })
    let peers = try settings.peers(["onnxruntime-encoder"]) {
      try export(encoder, sentences, to: $0 + "/encoder.h5")
    }
    for peer in peers.present {
      contestants += counts.flatMap { threads in
        [
          peer.contestant("single, \(threads)", one, threads: threads),
          peer.contestant("batch, \(threads)", all, threads: threads),
        ]
      }
      contestants.append(peer.contestant("load", "load", threads: 1))
    }
    return Section(
      title: "Sentence encoder: all-MiniLM-L6-v2, descriptions of \(EncoderContest.length) tokens",
      timings: try Contest.run(contestants, repetitions: settings.repetitions),
      notes: peers.notes + ["Our times include cutting a description into its tokens."])
  }

  /// Different sentences of equal length, so that no peer computes padding.
  private func sentences(_ encoder: SentenceEncoder) throws -> [String] {
    let starts = ["max", "mean", "deep", "wide", "small", "large", "fast", "slow"]
    let middles = ["image", "channel", "feature", "map", "edge", "cell", "layer", "block"]
    let sentences = starts.flatMap { start in
      middles.map { middle in
        "a \(start) operation of three by three on each \(middle) of the input, and then batch norm"
      }
    }
    guard sentences.count == EncoderContest.batch,
      sentences.allSatisfy({ encoder.tokenizer.tokens(of: $0).count == EncoderContest.length })
    else {
      throw BenchmarkError(
        "the sentences have "
          + "\(Set(sentences.map { encoder.tokenizer.tokens(of: $0).count }).sorted()) "
          + "tokens, expected \(EncoderContest.length) each")
    }
    return sentences
  }

  private func export(_ encoder: SentenceEncoder, _ sentences: [String], to path: String) throws {
    var writer = TensorFileWriter()
    writer.set("encoder", .string(settings.installation.encoder))
    writer.add(
      "tokens",
      Tensor(
        shape: [sentences.count, EncoderContest.length],
        elements: .int32(sentences.flatMap { encoder.tokenizer.tokens(of: $0) })))
    let embeddings = encoder.encode(sentences)
    writer.add("embeddings", shape: [embeddings.rows, embeddings.columns], embeddings.elements)
    try writer.write(to: path)
  }
}
