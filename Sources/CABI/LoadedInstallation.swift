import Foundation
import Synchronization
import TGNAS
import Tables
import Wording

/// An installation that is opened once for all its spaces.
final class LoadedInstallation: Sendable {
  let opened: OpenInstallation
  private let cacheProblems: Notes

  init(root: String?) throws {
    let installation =
      try root.map { try Installation(checking: $0) } ?? Installation.locate()
    let problems = Notes()
    cacheProblems = problems
    opened = OpenInstallation(installation) { problems.add("note: \($0)") }
  }

  /// The notes on the user's cache since the last call.
  func takeNotes() -> [Sentence] { cacheProblems.take() }
}

/// Collects sentences for the user from any thread.
final class Notes: Sendable {
  private let sentences = Mutex<[Sentence]>([])

  func add(_ sentence: Sentence) {
    sentences.withLock { $0.append(sentence) }
  }

  func take() -> [Sentence] {
    sentences.withLock { sentences in
      defer { sentences = [] }
      return sentences
    }
  }
}

@_cdecl("tgnas_installation_open")
public func openInstallation(
  root: UnsafePointer<CChar>?, handle: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    Handle.give(try LoadedInstallation(root: root.map { String(cString: $0) }), to: handle)
  }
}

@_cdecl("tgnas_installation_close")
public func closeInstallation(handle: UnsafeRawPointer) {
  Handle.close(handle, LoadedInstallation.self)
}

@_cdecl("tgnas_spaces")
public func spaces(
  handle: UnsafeRawPointer, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let opened = Handle.object(handle, LoadedInstallation.self).opened
    give(ResultTable(catalogueOf: try opened.spaces()).text(.csv), to: table)
  }
}

@_cdecl("tgnas_proxies")
public func proxies(
  table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) { give(ResultTable.proxies.text(.csv), to: table) }
}

@_cdecl("tgnas_embedding_width")
public func embeddingWidth(
  handle: UnsafeRawPointer, width: UnsafeMutablePointer<Int64>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedInstallation.self)
    width.pointee = Int64(try loaded.opened.embeddings.embeddings(of: []).columns)
  }
}

@_cdecl("tgnas_encode")
public func encode(
  handle: UnsafeRawPointer, texts: UnsafePointer<CChar>, length: Int64, count: Int64,
  embeddings: UnsafeMutablePointer<Float>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedInstallation.self)
    let texts = try TextList(texts, length: length, count: count).texts
    if let place = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw UserError(
        "the description at index \(place) is empty; describe an operator in a few words")
    }
    let encoded = try loaded.opened.embeddings.embeddings(of: texts)
    encoded.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      embeddings.update(from: start, count: numbers.count)
    }
    give(loaded.takeNotes(), to: notes)
  }
}
