import TGNAS
import TensorFiles

/// A language model that reads the code of cells: one text, four texts, and its load time.
struct LanguageModelContest {
  let settings: Settings
  /// A GGUF file.
  let path: String

  func run() throws -> Section {
    let encoder = settings.installation.encoder
    func load() throws -> LanguageModel {
      try LanguageModel(path: path) { try SentenceEncoder(path: encoder) }
    }
    let model = try load()
    let texts = try texts()
    let tokens = texts.map { model.tokens(of: $0).count }
    let (one, all) = ("one text of \(tokens[0]) tokens", "\(texts.count) texts")
    var contestants = [
      Contestant("tgnas", one, threads: 1) { _ = model.embedding(of: texts[0]) },
      Contestant("tgnas", all, threads: settings.threads) {
        _ = model.embeddings(of: texts, threads: settings.threads)
      },
      Contestant("tgnas", "load the model", threads: 1) { _ = try load() },
    ]
    let peers = try settings.peers(["llama_cpp_decoder"]) {
      try export(model, texts, to: $0 + "/decoder.h5")
    }
    for peer in peers.present {
      contestants += [
        peer.contestant("one", one, threads: 1),
        peer.contestant("all", all, threads: settings.threads),
        peer.contestant("load", "load the model", threads: 1),
      ]
    }
    return Section(
      title: "Language model: \(model.familyName), \(model.layers) layers, width \(model.width)",
      timings: try Contest.run(contestants, repetitions: settings.fewRepetitions),
      notes: peers.notes + ["\(all): \(tokens.map(String.init).joined(separator: ", ")) tokens."])
  }

  private func texts() throws -> [String] {
    let space = try SearchSpace.named("nasbench201", in: settings.installation)
    var random = SplitMix64(seed: 1)
    return try (0..<4).map { _ in
      CodeText(
        of: try ExportedNetwork(
          of: space.sample(using: &random), in: space, for: space.dataSet(),
          codeStyle: CodeStyle(.inline))
      ).text
    }
  }

  private func export(_ model: LanguageModel, _ texts: [String], to path: String) throws {
    var writer = TensorFileWriter()
    writer.set("model", .string(self.path))
    writer.set("texts", .strings(texts))
    let embeddings = model.embeddings(of: texts, threads: settings.threads)
    writer.add("embeddings", shape: [embeddings.rows, embeddings.columns], embeddings.elements)
    try writer.write(to: path)
  }
}
