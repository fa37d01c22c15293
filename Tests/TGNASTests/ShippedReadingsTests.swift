import Foundation
import TGNAS
import TestSupport
import Testing

/// How the operators of all shipped spaces are read. Predictors see nothing else of an operator, so
/// scores change with it. The readings of the training spaces must not change at all.
@Suite("Readings of shipped operators")
struct ShippedReadingsTests {
  private let installation = Installation(root: Locations.root.path)
  private let golden = Locations.goldens.appendingPathComponent("predictor/readings.tsv")

  /// One line for each operator, with the attributes to the last bit.
  private func readings(ignoringTypedAttributes: Bool) throws -> [String] {
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings(threads: 1))
    return try SearchSpace.names(in: installation).flatMap { name in
      let space = try SearchSpace.named(name, in: installation)
      return try reader.read(
        space.operators, ignoringTypedAttributes: ignoringTypedAttributes
      ).map { reading in
        let values = reading.attributes.values + [reading.attributes.smoothing]
        return ([name, reading.operator.name] + values.map { "\($0)" }).joined(separator: "\t")
      }
    }
  }

  @Test("Attributes are those on record, to the last bit")
  func attributes() throws {
    let text = try readings(ignoringTypedAttributes: false).joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RENEW_READINGS"] != nil {
      try text.write(to: golden, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    let lines = expected.split(separator: "\n")
    for (line, known) in zip(text.split(separator: "\n"), lines) {
      #expect(line == known, "if that is meant, renew it with RENEW_READINGS=1")
    }
    #expect(text == expected)
  }
}
