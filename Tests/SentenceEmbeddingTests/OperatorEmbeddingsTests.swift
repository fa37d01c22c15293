import Files
import Foundation
import SentenceEmbedding
import Synchronization
import Tensors
import TestSupport
import Testing
import Wording

/// A toy encoder, embeddings made with it, and a cache, all in a folder of their own.
private struct Place {
  let encoder: String
  let shipped: String
  let cache: String
  let model: SentenceEncoder

  static let nowhere = "/no/such/encoder.h5"

  init(_ folder: URL, identity: String = "toy", shipping sentences: [String] = []) throws {
    encoder = folder.appendingPathComponent("encoder.h5").path
    shipped = folder.appendingPathComponent("shipped.h5").path
    cache = folder.appendingPathComponent("deep/cache").path
    var toy = ToyEncoder()
    toy.identity = identity
    try toy.write(to: encoder)
    model = try SentenceEncoder(path: encoder)
    try OperatorEmbeddings.writeShippedFile(of: sentences, encoder: model, to: shipped)
  }

  func cacheFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache).map { cache + "/" + $0 }.sorted()
  }
}

/// Sentences that a closure may collect from any thread.
private final class Reports: Sendable {
  private let list = Mutex<[String]>([])
  var all: [String] { list.withLock { $0 } }
  func add(_ report: String) { list.withLock { $0.append(report) } }
}

@Suite struct OperatorEmbeddingsTests {
  static let sentences = ["conv", "pooling, a conv", ""]

  @Test func shippedSentencesNeedNoEncoder() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: Self.sentences)
      let embeddings = OperatorEmbeddings(
        encoder: Place.nowhere, shipped: place.shipped, cache: place.cache)
      #expect(try embeddings.identity() == "toy")
      let found = try embeddings.embeddings(of: Self.sentences.reversed() + ["conv"])
      #expect(found == place.model.encode(Self.sentences.reversed() + ["conv"]))
      // Nothing was computed, so nothing is remembered.
      #expect(!FileManager.default.fileExists(atPath: place.cache))
    }
  }

  @Test func rememberedSentencesNeedNoEncoderAndAreTheSameToTheBit() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: ["conv"])
      let wanted = ["a", "conv", "a", "pooling"]
      let fresh = place.model.encode(wanted)
      let first = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: place.cache, threads: 2)
      #expect(try first.embeddings(of: wanted) == fresh)
      let second = OperatorEmbeddings(
        encoder: Place.nowhere, shipped: place.shipped, cache: place.cache)
      #expect(try second.embeddings(of: wanted) == fresh)
      #expect(
        sentence { _ = try second.embeddings(of: ["a", "unheard of"]) }
          == "\(Place.nowhere): no such file")
    }
  }

  @Test func withoutShippedFileOrCacheEverythingIsEncoded() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      for shipped in [nil, folder.appendingPathComponent("absent.h5").path] {
        let embeddings = OperatorEmbeddings(encoder: place.encoder, shipped: shipped, cache: nil)
        #expect(try embeddings.embeddings(of: Self.sentences) == place.model.encode(Self.sentences))
        #expect(try embeddings.embeddings(of: []).rows == 0)
      }
    }
  }

  @Test func sentencesThatOnlyLookTheSameAreDifferent() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: ["\u{E9}"])
      let embeddings = OperatorEmbeddings(
        encoder: Place.nowhere, shipped: place.shipped, cache: nil)
      #expect(sentence { _ = try embeddings.embeddings(of: ["e\u{301}"]) } != nil)
      #expect(sentence { _ = try embeddings.embeddings(of: ["\u{E9}"]) } == nil)
    }
  }

  enum Damage: String, CaseIterable {
    case text, truncated, flippedNumber, otherFormat
  }

  @Test(arguments: Damage.allCases)
  func aDamagedCacheIsReportedIgnoredAndMadeAnew(damage: Damage) throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      let fresh = place.model.encode(["a"])
      func run(encoder: String) throws -> [String] {
        let reports = Reports()
        let embeddings = OperatorEmbeddings(
          encoder: encoder, shipped: place.shipped, cache: place.cache,
          reportCacheProblem: { reports.add($0) })
        #expect(try embeddings.embeddings(of: ["a"]) == fresh)
        return reports.all
      }
      #expect(try run(encoder: place.encoder) == [])
      let file = try #require(try place.cacheFiles().first)
      var bytes = Array(try InputFile.bytes(at: file))
      switch damage {
      case .text: bytes = Array("not a cache".utf8)
      case .truncated: bytes.removeLast(100)
      case .otherFormat: bytes = Array(try InputFile.bytes(at: place.encoder))
      case .flippedNumber:
        let number = withUnsafeBytes(of: fresh.elements[3]) { Array($0) }
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: number) })
        bytes[start] ^= 1
      }
      try AtomicFile.write(bytes, to: file)
      let reports = try run(encoder: place.encoder)
      #expect(reports.count == 1)
      #expect(
        reports.first?.hasPrefix("the cache of embeddings is ignored and made anew: \(file): ")
          == true)
      #expect(try run(encoder: Place.nowhere) == [])
    }
  }

  @Test func aCacheThatCannotBeWrittenIsReportedOnly() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      // A file in the way of the folder stops even the superuser.
      let obstacle = folder.appendingPathComponent("obstacle").path
      try AtomicFile.write("", to: obstacle)
      let reports = Reports()
      let embeddings = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: obstacle + "/cache",
        reportCacheProblem: { reports.add($0) })
      #expect(try embeddings.embeddings(of: ["a"]) == place.model.encode(["a"]))
      #expect(try embeddings.embeddings(of: ["a"]) == place.model.encode(["a"]))
      #expect(reports.all.count == 1)
      #expect(
        reports.all.first?.hasPrefix("new embeddings are not remembered in the cache: ") == true)
    }
  }

  @Test func aReadOnlyFolderServesWhatItHoldsAndFailsNothing() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      let first = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: place.cache)
      _ = try first.embeddings(of: ["a"])
      let manager = FileManager.default
      try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: place.cache)
      defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.cache) }
      let known = OperatorEmbeddings(
        encoder: Place.nowhere, shipped: place.shipped, cache: place.cache)
      #expect(try known.embeddings(of: ["a"]) == place.model.encode(["a"]))
      let new = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: place.cache)
      #expect(try new.embeddings(of: ["conv"]) == place.model.encode(["conv"]))
    }
  }

  @Test func anotherEncodersEmbeddingsAreNeverMixedIn() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: ["conv"])
      let other = folder.appendingPathComponent("other.h5").path
      var toy = ToyEncoder()
      toy.identity = "another"
      try toy.write(to: other)
      let mixed = OperatorEmbeddings(encoder: other, shipped: place.shipped, cache: place.cache)
      #expect(
        sentence { _ = try mixed.embeddings(of: ["a"]) }
          == "\(other): is encoder another, but \(place.shipped) were made with encoder toy; "
          + "use the encoder that belongs to them")
      // Without the shipped embeddings, each encoder has a cache file of its own.
      for encoder in [other, place.encoder] {
        let alone = OperatorEmbeddings(encoder: encoder, shipped: nil, cache: place.cache)
        _ = try alone.embeddings(of: ["a"])
      }
      #expect(try place.cacheFiles().count == 2)
    }
  }

  @Test func aDamagedShippedFileIsAnError() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: ["conv"])
      var bytes = Array(try InputFile.bytes(at: place.shipped))
      let number = withUnsafeBytes(of: place.model.encode(["conv"]).elements[0]) { Array($0) }
      let start = try #require(bytes.indices.first { bytes[$0...].starts(with: number) })
      bytes[start] ^= 1
      try AtomicFile.write(bytes, to: place.shipped)
      let embeddings = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: nil)
      #expect(
        sentence { _ = try embeddings.embeddings(of: ["conv"]) }
          == "\(place.shipped): is damaged, or was changed: its bytes do not have the digest that "
          + "it states; fetch or train it again")
    }
  }

  @Test func theShippedFileHasTheSameBytesEachTime() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder, shipping: Self.sentences + ["conv"])
      let again = folder.appendingPathComponent("again.h5").path
      try OperatorEmbeddings.writeShippedFile(
        of: Self.sentences, encoder: place.model, to: again, threads: 2)
      #expect(try InputFile.bytes(at: again) == InputFile.bytes(at: place.shipped))
    }
  }

  @Test func concurrentWritersLeaveAUsableCache() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      let reports = Reports()
      let (encoder, cache) = (place.encoder, place.cache)
      Parallel.forEach(24, threads: 4) { index, _ in
        let embeddings = OperatorEmbeddings(
          encoder: encoder, shipped: nil, cache: cache, reportCacheProblem: { reports.add($0) })
        do {
          _ = try embeddings.embeddings(of: ["a \(index)"])
        } catch {
          reports.add("\(error)")
        }
      }
      #expect(reports.all == [])
      #expect(try place.cacheFiles().count == 1)
      // Within one process no addition is lost either.
      let wanted = (0..<24).map { "a \($0)" }
      let later = OperatorEmbeddings(
        encoder: Place.nowhere, shipped: place.shipped, cache: place.cache)
      #expect(try later.embeddings(of: wanted) == place.model.encode(wanted))
    }
  }

  /// The capacity is 4,096 embeddings.
  @Test func aFullCacheForgetsTheOldestEmbeddings() throws {
    try withTemporaryFolder { folder in
      let place = try Place(folder)
      let embeddings = OperatorEmbeddings(
        encoder: place.encoder, shipped: place.shipped, cache: place.cache)
      _ = try embeddings.embeddings(of: (0..<4_000).map { "a \($0)" })
      _ = try embeddings.embeddings(of: (4_000..<4_100).map { "a \($0)" })
      for (number, isKnown) in [(0, false), (3, false), (4, true), (4_099, true)] {
        let later = OperatorEmbeddings(
          encoder: Place.nowhere, shipped: place.shipped, cache: place.cache)
        let failure = sentence { _ = try later.embeddings(of: ["a \(number)"]) }
        #expect((failure == nil) == isKnown, "\(number)")
      }
    }
  }

  @Test(
    arguments: [
      (["TGNAS_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/c"),
      (["TGNAS_CACHE": "", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/tgnas"),
      (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/tgnas"),
      (["HOME": "/h"], "/h/.cache/tgnas"), (["HOME": ""], nil), ([:], nil),
    ] as [([String: String], String?)])
  func theEnvironmentNamesTheCacheFolder(environment: [String: String], expected: String?) {
    #expect(OperatorEmbeddings.defaultCacheFolder(environment: environment) == expected)
  }

  @Test func theFullEncoderGivesTheSameThroughTheCache() throws {
    try withTemporaryFolder { folder in
      let cache = folder.path
      let wanted = ["3x3 convolution", "max pooling"]
      let fresh = try Shipped.encoder.get().encode(wanted)
      for encoder in [Shipped.path, Shipped.path] {
        let embeddings = OperatorEmbeddings(encoder: encoder, shipped: nil, cache: cache)
        #expect(try embeddings.embeddings(of: wanted) == fresh)
      }
    }
  }
}
