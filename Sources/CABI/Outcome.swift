import Foundation
import TGNAS
import Wording

typealias TextPointer = UnsafePointer<CChar>
/// The place where a function writes the text that it returns.
typealias GivenText = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
/// The place where a function writes the handle that it returns.
typealias GivenHandle = UnsafeMutablePointer<UnsafeMutableRawPointer?>

/// How a call ended; `tgnas.h` explains the numbers.
private enum Status: Int32 {
  case success = 0
  case failure
  case badInput
  case stopped
}

/// A caller's function asked to stop.
struct Stop: Error, CustomStringConvertible {
  var description: String { "stopped before the end" }
}

/// Calls `body`. An error becomes a status and a sentence.
func outcome(_ error: GivenText, _ body: () throws -> Void) -> Int32 {
  let problem: any Error
  do {
    try body()
    return Status.success.rawValue
  } catch {
    problem = error
  }
  give((problem as? any SentenceError)?.sentence ?? Sentence("\(problem)"), to: error)
  return status(of: problem).rawValue
}

private func status(of error: any Error) -> Status {
  switch error {
  case is Stop: .stopped
  case let error as any SentenceError: error.isInput ? .badInput : .failure
  default: .failure
  }
}

/// Copies a sentence for the caller; settings are spelled as Python arguments.
func give(_ sentence: Sentence, to place: GivenText?) {
  give(forTerminal(sentence.text(in: .python)), to: place)
}

/// Copies a text for the caller, who frees it with `tgnas_free`.
func give(_ text: String, to place: GivenText?) {
  guard let place else { return }
  // In C a zero byte ends a text.
  let whole = text.utf8.contains(0) ? text.replacing("\0", with: "\\0") : text
  guard let copy = strdup(whole) else { preconditionFailure("no memory for a text") }
  place.pointee = copy
}

/// Copies bytes for the caller, who frees them with `tgnas_free`.
func give(_ bytes: [UInt8], to place: GivenText, length: UnsafeMutablePointer<Int64>) {
  guard let copy = malloc(max(bytes.count, 1)) else { preconditionFailure("no memory for a file") }
  bytes.withUnsafeBytes { bytes in
    if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
  }
  place.pointee = copy.assumingMemoryBound(to: CChar.self)
  length.pointee = Int64(bytes.count)
}

/// Copies notes as lines; NULL when there are none.
func give(_ notes: [Sentence], to place: GivenText) {
  if notes.isEmpty {
    place.pointee = nil
  } else {
    give(notes.map { onOneLine($0.text(in: .python)) }.joined(separator: "\n"), to: place)
  }
}

@_cdecl("tgnas_free")
public func free(text: UnsafeMutablePointer<CChar>?) {
  Foundation.free(text)
}

// It is written once, before the first read.
nonisolated(unsafe) private let versionText: UnsafePointer<CChar> = {
  guard let copy = strdup(Installation.version) else { preconditionFailure("no memory for a text") }
  return UnsafePointer(copy)
}()

@_cdecl("tgnas_version")
public func version() -> UnsafePointer<CChar> { versionText }

@_cdecl("tgnas_interface")
public func interface() -> Int32 { 2 }
