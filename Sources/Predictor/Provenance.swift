import TensorFiles

/// Where a predictor's weights come from.
public struct Provenance: Sendable, Equatable {
  /// One labelled table that was trained on.
  public struct Source: Sendable, Equatable {
    /// The name of the space.
    public let space: String
    /// The file name of the benchmark table.
    public let table: String
    /// The column of accuracies.
    public let column: String
    /// The architectures used.
    public let rows: Int
    public let sha256: String
    /// The fingerprints of the space and of those that it extends, by which they are recognised.
    /// Empty where the space is part of the project and can be looked up by its name.
    public let fingerprints: [SpaceFingerprint]

    var text: String {
      "space=\(space) table=\(table) column=\(column) rows=\(rows) sha256=\(sha256)"
        + (fingerprints.isEmpty
          ? "" : " fingerprints=" + fingerprints.map(\.text).joined(separator: ","))
    }
  }

  /// The version of the program that trained.
  public let version: String
  /// The name of the recipe.
  public let recipeName: String
  /// The recipe's full text.
  public let recipe: String
  /// The labelled tables that were trained on.
  public let sources: [Source]
  /// One for each member of the ensemble.
  public let seeds: [Int]
  /// The kernel family of OpenBLAS in training: equal bytes can be expected of the same family
  /// only.
  public let blasCore: String

  /// The spaces whose labels decided the weights, each once.
  public var labelsSeen: [String] {
    sources.map(\.space).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func store(in writer: inout TensorFileWriter) {
    writer.set("version", .string(version))
    writer.set("recipe_name", .string(recipeName))
    writer.set("recipe", .string(recipe))
    writer.set("sources", .strings(sources.map(\.text)))
    writer.set("labels_seen", .strings(labelsSeen))
    writer.set("seeds", .strings(seeds.map(String.init)))
    writer.set("blas_core", .string(blasCore))
  }
}

extension Provenance {
  /// - Throws: ``TensorFileError`` when an attribute is missing or malformed.
  init(_ file: TensorFile) throws {
    func malformed(_ name: String, _ text: String) -> TensorFileError {
      TensorFileError(
        path: file.path, "attribute \"\(name)\" holds \"\(text)\", which is malformed")
    }
    let sources = try file.strings("sources").map { text in
      var fields: [String: String] = [:]
      for part in text.split(separator: " ") {
        let pair = part.split(separator: "=", maxSplits: 1)
        if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
      }
      guard let space = fields["space"], let table = fields["table"],
        let column = fields["column"], let rows = fields["rows"].flatMap({ Int($0) }),
        let sha256 = fields["sha256"]
      else { throw malformed("sources", text) }
      let fingerprints = (fields["fingerprints"] ?? "").split(separator: ",").map {
        SpaceFingerprint(text: String($0))
      }
      guard !fingerprints.contains(nil) else { throw malformed("sources", text) }
      return Source(
        space: space, table: table, column: column, rows: rows, sha256: sha256,
        fingerprints: fingerprints.compactMap { $0 })
    }
    let seeds = try file.strings("seeds").map { text in
      guard let seed = Int(text) else { throw malformed("seeds", text) }
      return seed
    }
    self.init(
      version: try file.string("version"), recipeName: try file.string("recipe_name"),
      recipe: try file.string("recipe"), sources: sources, seeds: seeds,
      blasCore: try file.string("blas_core"))
    let declared = try file.strings("labels_seen")
    guard declared == labelsSeen else {
      throw malformed("labels_seen", declared.joined(separator: " "))
    }
  }
}
