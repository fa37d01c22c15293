import Networks
import Spaces
import Wording

/// The input of an exporter.
public struct ExportedNetwork: Sendable {
  /// The network to export.
  public let network: Network
  /// The space's title.
  public let title: String
  /// In the space's own notation.
  public let architecture: String
  /// The data set that the network is built for.
  public let dataSet: MacroSkeleton.DataSet
  /// Decides initial weights where a format holds any.
  public let seed: UInt64
  /// Whether a format that is a program should train the network.
  public let withTraining: Bool
  /// How the format for language models writes it.
  public let codeStyle: CodeStyle
  let space: SearchSpace
  let source: Architecture

  /// - Throws: ``NetworkError`` when the network cannot be built.
  public init(
    of architecture: Architecture, in space: SearchSpace, for dataSet: MacroSkeleton.DataSet,
    seed: UInt64 = 0, withTraining: Bool = false, codeStyle: CodeStyle = CodeStyle()
  ) throws(NetworkError) {
    network = try space.network(of: architecture, for: dataSet)
    title = space.title
    self.architecture = space.notation(of: architecture)
    self.dataSet = dataSet
    self.seed = seed
    self.withTraining = withTraining
    (self.codeStyle, self.space, source) = (codeStyle, space, architecture)
  }
}

/// A file format that networks can be written in.
///
/// To add one, write one file with a conforming type and add it to ``NetworkExporters/registered``.
public protocol NetworkExporter {
  /// The name on the command line.
  static var name: String { get }
  /// A description of one line.
  static var summary: String { get }

  /// The bytes of the file.
  ///
  /// - Throws: ``NetworkError`` when the format cannot hold the network.
  static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8]
}

/// The formats there are.
public enum NetworkExporters {
  /// All exporters, in the order in which they are listed.
  public static var registered: [any NetworkExporter.Type] {
    [PyTorchModule.self, ONNXModel.self, LayerList.self, CodeText.self, ONNXText.self]
  }

  /// - Throws: `UnknownNameError` listing the formats there are.
  public static func named(_ name: String) throws -> any NetworkExporter.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "export format", name: name, known: registered.map { $0.name })
    }
    return found
  }
}
