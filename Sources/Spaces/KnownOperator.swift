import Documents
import Files

/// An operator whose meaning is known, with ways to describe it.
public struct KnownOperator: Hashable, Sendable {
  public let name: String
  public let attributes: OperatorAttributes
  /// At least one.
  public let descriptions: [String]

  public init(name: String, attributes: OperatorAttributes, descriptions: [String]) {
    self.name = name
    self.attributes = attributes
    self.descriptions = descriptions
  }

  /// The operators of `spaces/operators/known.yaml` of the installation, in the order of the file.
  ///
  /// - Throws: `FileError` when the file cannot be read, ``DocumentError`` with everything that is
  ///   wrong with it.
  public static func all(in installation: Installation) throws -> [KnownOperator] {
    let path = "\(installation.spaces)/operators/known.yaml"
    return try all(yaml: InputFile.text(at: path), path: path)
  }

  package static func all(yaml: String, path: String) throws -> [KnownOperator] {
    try DocumentReader.read(
      yaml, path: path, expected: "a list of known operators",
      required: ["format", "operators"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil,
        let elements = file["operators"]?.someElements()
      else { return nil }
      var known: [KnownOperator] = []
      for element in elements {
        guard
          let section = element.section(required: ["name", "attributes", "descriptions"]),
          let name = section["name"]?.name(),
          let attributes = section["attributes"].flatMap({ OperatorAttributes(reading: $0) }),
          let descriptions = section["descriptions"]?.someElements()?.map({ $0.text() })
        else { continue }
        if known.contains(where: { $0.name == name }) {
          element.report("two operators have the name \"\(name)\"; remove or rename one")
        }
        known.append(
          KnownOperator(
            name: name, attributes: attributes, descriptions: descriptions.compactMap { $0 }))
      }
      return known
    }
  }
}
