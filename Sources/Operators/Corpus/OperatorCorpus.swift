import Documents
import Files
import Foundation
import Spaces
import Tensors
import Wording

/// All kinds of operators that descriptions are read by, and the wordings that they have in common.
public struct OperatorCorpus: Sendable {
  /// The kinds of operators, in the order of the files.
  public let kinds: [OperatorKind]
  /// The wordings that all kinds have in common.
  public let wordings: OperatorWordings
  /// SHA-256 of the files, by which a reader trained on them is recognised; empty for a corpus that
  /// is not whole.
  package let digest: String

  public init(kinds: [OperatorKind], wordings: OperatorWordings = .plain, digest: String = "") {
    (self.kinds, self.wordings, self.digest) = (kinds, wordings, digest)
  }

  static let wordingsFile = "wordings.yaml"

  /// The corpus in `spaces/operators/` of an installation. Every YAML file there except
  /// `wordings.yaml` holds kinds; the files are read in alphabetical order.
  ///
  /// - Throws: `FileError` when the folder or a file cannot be read, `DocumentError` with
  ///   everything that is wrong with a file.
  public init(in installation: Installation) throws {
    try self.init(folder: "\(installation.spaces)/operators")
  }

  package init(folder: String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        $0.hasSuffix(".yaml")
      }.sorted()
    } catch {
      throw FileError(path: folder, problem: "cannot list this folder of operators")
    }
    let files = try names.filter { $0 != OperatorCorpus.wordingsFile }.map {
      let path = "\(folder)/\($0)"
      return (path: path, text: try InputFile.text(at: path))
    }
    let path = "\(folder)/\(OperatorCorpus.wordingsFile)"
    let text = try InputFile.text(at: path)
    let kinds = try OperatorCorpus.kinds(of: files)
    self.init(
      kinds: kinds,
      wordings: try OperatorWordings(yaml: text, path: path, kinds: kinds.map(\.name)),
      digest: Digest.sha256(
        Data((files.map(\.text) + [text]).joined(separator: "\n").utf8)))
  }

  /// Reads the files on all threads: every program that reads an operator waits for them.
  private static func kinds(of files: [(path: String, text: String)]) throws -> [OperatorKind] {
    let read = Parallel.map(files.count, threads: Parallel.processorCount) { index, _ in
      Result { try OperatorKind.all(yaml: files[index].text, path: files[index].path) }
    }
    let kinds = try read.flatMap { try $0.get() }
    guard Set(kinds.map(\.name)).count < kinds.count else { return kinds }
    // Two files share a name: one after the other, the second of them is told where.
    var known: [String] = []
    for file in files {
      known += try OperatorKind.all(yaml: file.text, path: file.path, known: known).map(\.name)
    }
    return kinds
  }

  /// Without some kinds.
  package func without(_ names: Set<String>) -> OperatorCorpus {
    OperatorCorpus(
      kinds: kinds.filter { !names.contains($0.name) }, wordings: wordings)
  }
}
