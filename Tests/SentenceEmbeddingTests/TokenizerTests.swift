import Files
import Foundation
import TestSupport
import Testing

/// The goldens prove that the tokenizer gives the numbers of the `tokenizers` library (its version
/// is in manifest.json) for over 2,000 strings and for every Unicode scalar in four surroundings,
/// with no exception. They do not prove it for all sequences of scalars; the rules that depend on
/// neighbours (reordering of marks, markers, cutting of words) are met by the random strings.
@Suite struct TokenizerTests {
  @Test func tokensEqualThoseOfTheReferenceForAllGoldenStrings() throws {
    let tokenizer = try Shipped.encoder.get().tokenizer
    let data = try InputFile.bytes(at: Shipped.goldens.appendingPathComponent("tokens.json").path)
    let rows = try JSONDecoder().decode([[String]].self, from: data)
    #expect(rows.count >= 2_000)
    for row in rows {
      let numbers = tokenizer.tokens(of: row[0], limit: 256)
      let text = numbers.map(String.init).joined(separator: " ")
      #expect(text == row[1], "\(row[0].unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }

  @Test func everyUnicodeScalarGivesTheTokensOfTheReference() throws {
    let tokenizer = try Shipped.encoder.get().tokenizer
    let data = try InputFile.bytes(at: Shipped.goldens.appendingPathComponent("sweep.json").path)
    let digests = try JSONDecoder().decode([String].self, from: data)
    #expect(digests.count == 0x110000 / 4096)
    for (block, expected) in digests.enumerated() {
      var lines = ""
      for code in UInt32(block * 4096)..<UInt32((block + 1) * 4096) {
        guard let scalar = Unicode.Scalar(code) else { continue }
        let text = "\(scalar) a\(scalar) re\(scalar)o\u{1b44}\(scalar)"
        let numbers = tokenizer.tokens(of: text, limit: 256)
        lines += numbers.map(String.init).joined(separator: " ") + "\n"
      }
      let digest = Digest.sha256(Array(lines.utf8)).prefix(16)
      #expect(digest == expected, "scalars from \(String(block * 4096, radix: 16)) on")
    }
  }

  @Test(arguments: [
    ("", []), ("a", [1037]), ("Á", [1037]), ("[SEP]x", [102, 1060]),
    (String(repeating: "a", count: 101), [100]),
  ])
  func tokensStandBetweenTheMarkers(sentence: String, pieces: [Int32]) throws {
    let tokens = try Shipped.encoder.get().tokenizer.tokens(of: sentence)
    #expect(tokens.first == 101)
    #expect(tokens.last == 102)
    #expect(tokens.dropFirst().dropLast().elementsEqual(pieces))
  }

  @Test func aLimitCutsTheEndAndKeepsBothMarkers() throws {
    let tokenizer = try Shipped.encoder.get().tokenizer
    let all = tokenizer.tokens(of: "one two three [SEP] unaffable")
    for limit in 2..<all.count + 2 {
      let expected = all.count <= limit ? all : all.prefix(limit - 1) + [102]
      #expect(tokenizer.tokens(of: "one two three [SEP] unaffable", limit: limit) == expected)
    }
  }

  @Test func aStringBridgedFromFoundationGivesTheSameTokens() throws {
    let tokenizer = try Shipped.encoder.get().tokenizer
    let text = "naïve 3×3 convolution – 漢字 👩‍👩‍👧"
    let bridged = NSMutableString(string: text) as String
    #expect(tokenizer.tokens(of: bridged) == tokenizer.tokens(of: text))
  }

  @Test func theGoldenFilesAreThoseOfTheManifest() throws {
    struct Manifest: Decodable { let sha256: [String: String] }
    let data = try InputFile.bytes(at: Shipped.goldens.appendingPathComponent("manifest.json").path)
    let manifest = try JSONDecoder().decode(Manifest.self, from: data)
    #expect(manifest.sha256.count == 3)
    for (name, digest) in manifest.sha256 {
      let path = Shipped.goldens.appendingPathComponent(name).path
      #expect(try Digest.sha256(ofFile: path) == digest)
    }
  }
}
