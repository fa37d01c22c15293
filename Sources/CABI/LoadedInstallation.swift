import Foundation
import Reports
import Synchronization
import TGNAS

/// An installation with the embeddings of its descriptions, which are read once for all its spaces.
final class LoadedInstallation: Sendable {
  let installation: Installation
  let embeddings: OperatorEmbeddings
  private let cacheProblems: Notes

  init(root: String?) throws {
    installation = try root.map { try Installation(checking: $0) } ?? Installation.locate()
    let problems = Notes()
    cacheProblems = problems
    embeddings = installation.makeEmbeddings { problems.add("note: \($0)") }
  }

  /// What there is to tell about the user's cache since this was asked last.
  func takeNotes() -> [String] { cacheProblems.take() }

  func attributes(of operators: [Operator]) throws -> [OperatorAttributes] {
    try installation.makeReader(embeddings: embeddings).read(operators).map(\.attributes)
  }
}

/// Sentences for the user, from any thread.
final class Notes: Sendable {
  private let sentences = Mutex<[String]>([])

  func add(_ sentence: String) {
    sentences.withLock { $0.append(sentence) }
  }

  func take() -> [String] {
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
    let installation = Handle.object(handle, LoadedInstallation.self).installation
    let spaces = try SearchSpace.names(in: installation).map {
      try SearchSpace.named($0, in: installation)
    }
    give(ResultTable(catalogueOf: spaces).text(.csv), to: table)
  }
}

@_cdecl("tgnas_embedding_width")
public func embeddingWidth(
  handle: UnsafeRawPointer, width: UnsafeMutablePointer<Int64>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedInstallation.self)
    width.pointee = Int64(try loaded.embeddings.embeddings(of: []).columns)
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
      throw InputError(
        "the description at index \(place) is empty; describe an operator in a few words")
    }
    let encoded = try loaded.embeddings.embeddings(of: texts)
    encoded.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      embeddings.update(from: start, count: numbers.count)
    }
    give(loaded.takeNotes(), to: notes)
  }
}
