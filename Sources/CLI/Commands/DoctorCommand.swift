import ArgumentParser
import Files
import TGNAS
import TensorFiles
import Tensors
import Terminal

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks libraries, weights and spaces.",
    usage: "tgnas doctor",
    discussion: "Prints one line for each check: fine, or what to do. Exits with 1 if any fails.")

  func run() throws {
    var isHealthy = true
    func check(_ subject: String, _ body: () throws -> String) throws {
      do {
        try StandardStreams.writeForPeople("fine   \(subject): \(try body())\n")
      } catch {
        isHealthy = false
        try StandardStreams.writeForPeople("wrong  \(subject): \(error)\n")
      }
    }
    func names(_ subject: String, _ body: () throws -> [String]) throws -> [String] {
      var names: [String] = []
      try check(subject) {
        names = try body()
        return names.isEmpty ? "there are none" : names.joined(separator: ", ")
      }
      return names
    }
    try check("tgnas") { "version \(Installation.version), \(RowKernel.instructions) kernels" }
    try check("OpenBLAS") {
      "\(BLAS.configuration), core \(BLAS.coreName), \(Parallel.processorCount) processors"
    }
    try check("HDF5") { "version \(TensorFile.libraryVersion)" }
    var installation: Installation?
    try check("installation") {
      let found = try Installation.locate()
      installation = found
      return found.root
    }
    if let installation {
      try check("encoder") {
        let identity = try SentenceEncoder(path: installation.encoder).identity
        return "content \(identity.prefix(12)), " + (try digest(installation.encoder))
      }
      try check("reader") {
        let kinds = try OperatorHead(contentsOf: installation.operatorReader).kinds.count
        return "\(kinds) kinds, " + (try digest(installation.operatorReader))
      }
      try check("embeddings") {
        let descriptions = try installation.shippedDescriptions()
        _ = try installation.makeEmbeddings().embeddings(of: descriptions)
        return "of \(descriptions.count) descriptions, "
          + (try digest(installation.operatorEmbeddings))
      }
      for name in try names("weights", { try installation.predictorNames() }) {
        try check("weights \(name)") {
          let path = try installation.path(ofWeights: name)
          let weights = try PredictorWeights(contentsOf: path)
          return "\(weights.memberCount) members, trained on labels of "
            + weights.provenance.labelsSeen.joined(separator: ", ")
            + ", " + (try digest(path))
        }
      }
      try check("manifest") { try checkManifest(of: installation.weights) }
      for name in try names("spaces", { try SearchSpace.names(in: installation) }) {
        try check("space \(name)") {
          let space = try SearchSpace.named(name, in: installation)
          return "\(space.operators.count) operators, "
            + "\(space.size) architectures"
        }
      }
    }
    if !isHealthy { throw ExitCode.failure }
  }

  /// The digest of a file, and whether the file states one itself, by which damage is noticed
  /// whenever it is read.
  private func digest(_ path: String) throws -> String {
    let file = "file \(try Digest.sha256(InputFile.raw(at: path)).prefix(12))"
    switch try FileDigest.state(ofFile: path) {
    case .right: return file
    case .absent: return file + ", no digest: damage would not be noticed"
    case .wrong: throw FileError(path: path, problem: "does not have the digest that it states")
    }
  }

  private func checkManifest(of folder: String) throws -> String {
    guard let manifest = try Manifest(of: folder) else { return "there is none" }
    for entry in manifest.entries { try manifest.check(entry) }
    return "\(manifest.entries.count) files are those of the release"
  }
}
