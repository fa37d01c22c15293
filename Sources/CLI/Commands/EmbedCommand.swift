import ArgumentParser
import TGNAS
import Tensors
import Terminal

/// For maintainers: keeps `weights/operator-embeddings.h5` in step with the shipped descriptions.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Writes the ready-made embeddings of all shipped descriptions.",
    usage: "tgnas embed",
    discussion: """
      Run it after a description in spaces/ has changed. Ranking a shipped space then does not \
      have to load the encoder.
      """,
    shouldDisplay: false)

  func run() throws {
    let installation = try Installation.locate()
    let encoder = try SentenceEncoder(path: installation.encoder)
    let sentences = try installation.shippedDescriptions()
    try OperatorEmbeddings.writeShippedFile(
      of: sentences, encoder: encoder, to: installation.operatorEmbeddings,
      threads: Parallel.processorCount)
    StandardStreams.note(
      "wrote \(sentences.count) embeddings to \(installation.operatorEmbeddings)")
  }
}
