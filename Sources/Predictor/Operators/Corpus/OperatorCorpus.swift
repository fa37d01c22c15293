import Documents
import Files
import Foundation
import Spaces

/// All kinds of operators that descriptions are read by, and ways to word what they have in common.
public struct OperatorCorpus: Sendable {
  public let kinds: [OperatorKind]
  public let wordings: OperatorWordings
  /// SHA-256 of the files, so that a reader trained on them is known to be; empty for a corpus that is not
  /// whole.
  package let digest: String

  public init(kinds: [OperatorKind], wordings: OperatorWordings = .plain, digest: String = "") {
    (self.kinds, self.wordings, self.digest) = (kinds, wordings, digest)
  }

  static let wordingsFile = "wordings.yaml"

  /// The corpus in `spaces/operators/` of an installation: every YAML file there holds kinds, in
  /// alphabetical order of the files, but for `wordings.yaml`.
  ///
  /// - Throws: `FileError` when the folder or a file cannot be read, `DocumentError` with everything
  ///   that is wrong with a file.
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
    var kinds: [OperatorKind] = []
    var texts: [String] = []
    for name in names where name != OperatorCorpus.wordingsFile {
      let text = try InputFile.text(at: "\(folder)/\(name)")
      texts.append(text)
      kinds += try OperatorKind.all(
        yaml: text, path: "\(folder)/\(name)", known: kinds.map(\.name))
    }
    let path = "\(folder)/\(OperatorCorpus.wordingsFile)"
    let text = try InputFile.text(at: path)
    texts.append(text)
    self.init(
      kinds: kinds, wordings: try OperatorWordings(yaml: text, path: path),
      digest: Digest.sha256(Data(texts.joined(separator: "\n").utf8)))
  }

  /// Without some kinds.
  package func without(_ names: Set<String>) -> OperatorCorpus {
    OperatorCorpus(
      kinds: kinds.filter { !names.contains($0.name) }, wordings: wordings)
  }
}
