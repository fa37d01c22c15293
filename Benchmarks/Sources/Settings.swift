import Files
import Foundation

/// What a run of the benchmark measures, and with which programs.
struct Settings {
  /// How much is measured.
  struct Scale {
    /// The numbers of cells at the points of growth.
    var cells: [Int]
    /// The nodes of a cell at the other points of growth, and the nodes of all cells of a point
    /// together.
    var nodes: [Int]
    var nodesInAll: Int
    var repetitions: Int
    /// Of work that takes seconds.
    var fewRepetitions: Int
    /// The cells that measured proxies are compared on.
    var measuredCells: Int
    /// Of growth, whose largest points take longest.
    var growthRepetitions: Int

    static let full = Scale(
      cells: [1_000, 10_000, 100_000, 1_000_000], nodes: [8, 20, 50, 100, 200],
      nodesInAll: 400_000, repetitions: 15, fewRepetitions: 5,
      measuredCells: 8, growthRepetitions: 3)
    static let quick = Scale(
      cells: [100, 1_000], nodes: [8, 200], nodesInAll: 4_000, repetitions: 1, fewRepetitions: 1,
      measuredCells: 1, growthRepetitions: 1)
  }

  let installation: Installation
  let scale: Scale
  let threads: Int
  /// The path of the measured program.
  let program: String
  /// The path of this program.
  let ownProgram: String
  /// The Python that has the peers; nil for no peers.
  let python: String?
  /// The folder with the files that peers need.
  let folder: String

  var repetitions: Int { scale.repetitions }
  var fewRepetitions: Int { scale.fewRepetitions }
  /// One thread, and all threads.
  var threadCounts: [Int] { Set([1, threads]).sorted() }

  /// Starts peers.
  ///
  /// - Parameter export: writes the files that they need to a folder
  /// - Returns: the peers that could be started, and notes for people on each
  /// - Throws: any error of `export`; `FileError` when a peer computes something else than we do.
  func peers(
    _ names: [String], export: (_ folder: String) throws -> Void
  ) throws -> (present: [Peer], notes: [String]) {
    guard let python else {
      return ([], ["Peers are left out: no Python was given with --python."])
    }
    guard FileManager.default.isExecutableFile(atPath: python) else {
      return ([], ["Peers are left out: there is no Python at \(python)."])
    }
    try export(folder)
    var (present, notes): ([Peer], [String]) = ([], [])
    for name in names {
      let peer = try Peer(name, python: python, folder: folder, threads: threads)
      notes += peer.notes
      if peer.introduction.absent == nil { present.append(peer) }
    }
    return (present, notes)
  }
}

extension Peer {
  /// What people should know of the peer.
  fileprivate var notes: [String] {
    if let absent = introduction.absent { return [absent + "."] }
    let difference = String(format: "%.1e", introduction.difference ?? .nan)
    let chosen = (introduction.chosen ?? [:]).sorted { $0.key < $1.key }.map {
      "\($0.key): \($0.value)"
    }
    return [
      "\(version): results differ from ours by at most \(difference)"
        + (chosen.isEmpty
          ? "." : "; of the ways tried the fastest was (\(chosen.joined(separator: "; "))).")
    ]
  }
}

/// A reason why nothing can be measured, in one sentence.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
