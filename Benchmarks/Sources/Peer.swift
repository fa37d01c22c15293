import Files
import Foundation

/// A peer in a process of its own, which runs its contestants on demand (Benchmarks/peers/peer.py).
final class Peer {
  /// How the peer introduces itself.
  struct Introduction: Decodable {
    /// Why it cannot take part.
    let absent: String?
    let version: String?
    let contestants: [String]?
    /// The largest difference between its results and ours.
    let difference: Double?
    /// The fastest way to compute that it found, by contestant.
    let chosen: [String: String]?
  }

  private struct Answer: Decodable {
    let seconds: Double
  }

  let name: String
  let introduction: Introduction
  private let process = Process()
  private let orders = Pipe()
  private let answers = Pipe()

  /// - Parameter folder: holds the files that were exported for the peer
  /// - Throws: `FileError` when the peer cannot be started, or computes something else than we do.
  init(_ name: String, python: String, folder: String, threads: Int) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("peers/peer.py").path
    self.name = name
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      script, name.replacingOccurrences(of: "-", with: "_"), folder, "\(threads)",
    ]
    process.standardInput = orders
    process.standardOutput = answers
    do {
      try process.run()
    } catch {
      throw FileError(path: python, problem: "cannot be started as Python: \(error)")
    }
    introduction = try Peer.answer(from: answers, of: name)
  }

  deinit {
    try? orders.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  var version: String { introduction.version ?? name }

  /// The contestant that the peer calls `key`.
  ///
  /// - Parameter what: the work, printed beside the peer's version
  func contestant(_ key: String, _ what: String, threads: Int) -> Contestant {
    Contestant(
      version, what, threads: threads,
      costing: { [self] in
        try orders.fileHandleForWriting.write(contentsOf: Data("\(key)\n".utf8))
        let answer: Answer = try Peer.answer(from: answers, of: name)
        return Cost(seconds: answer.seconds)
      })
  }

  private static func answer<T: Decodable>(from pipe: Pipe, of name: String) throws -> T {
    var line = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
      if byte[byte.startIndex] == 0x0A { break }
      line += byte
    }
    do {
      return try JSONDecoder().decode(T.self, from: line)
    } catch {
      throw FileError(
        path: "Benchmarks/peers/\(name)",
        problem: "the peer ended or gave no answer; its message is above")
    }
  }
}
