import ArgumentParser
import Foundation
import TGNAS

/// What a shell offers where a name is expected. An installation that cannot be read offers none.
extension CompletionKind {
  /// The shipped spaces, and space files in the current folder.
  static var spaces: CompletionKind {
    .custom { _, _, _ in
      let names = (try? SearchSpace.names(in: .locate())) ?? []
      let files = (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? []
      return names + files.filter { $0.hasSuffix(".yaml") }.sorted()
    }
  }

  /// The notations of the space that the command line names, after other words that are offered
  /// for every space.
  static func notations(and others: [String] = []) -> CompletionKind {
    .custom { words, _, _ in
      guard let installation = try? Installation.locate() else { return others }
      let known = Set((try? SearchSpace.names(in: installation)) ?? [])
      let named = words.first { known.contains($0) || $0.hasSuffix(".yaml") }
      guard let named, let space = try? SearchSpace.atPathOrNamed(named, in: installation) else {
        return others
      }
      return others + space.notationNames
    }
  }

  /// The shipped weights.
  static var weights: CompletionKind {
    .custom { _, _, _ in (try? Installation.locate().predictorNames()) ?? [] }
  }
}
