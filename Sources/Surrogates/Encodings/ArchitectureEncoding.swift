import Spaces
import Wording

/// Numbers that a surrogate reads of an architecture, without any score.
///
/// To add an encoding, write one file with a conforming type and add it to
/// ``ArchitectureEncodings/registered``.
public protocol ArchitectureEncoding: Sendable {
  /// The name by which users choose the encoding.
  static var name: String { get }
  /// One line of description.
  static var summary: String { get }
  /// How many random architectures tell the scale of the numbers; few where each takes long.
  static var sampleSize: Int { get }
  /// A share of a number that is rounding: columns that vary by less are constant.
  static var rounding: Double { get }
  /// What each number is, [d].
  var columns: [String] { get }

  /// - Throws: `UserError` when the space has architectures of another kind, or something to read
  ///   is missing.
  init(_ sources: SurrogateSources) throws

  /// The numbers of an architecture of the space, [d]; nil when there are none of this one.
  func numbers(of architecture: Architecture) -> [Double]?
}

extension ArchitectureEncoding {
  public static var sampleSize: Int { AdaptationFeatures.sampleSize }
  public static var rounding: Double { 1e-9 }
}

/// An encoding that reads nothing but the space, and has numbers of every architecture.
public protocol SpaceEncoding: ArchitectureEncoding {
  /// - Throws: `UserError` when the space has architectures of another kind.
  init(_ space: SearchSpace) throws

  /// The numbers of an architecture of the space, [d].
  func row(of architecture: Architecture) -> [Double]
}

extension SpaceEncoding {
  public init(_ sources: SurrogateSources) throws { try self.init(sources.space) }

  public func numbers(of architecture: Architecture) -> [Double]? { row(of: architecture) }
}

/// The registry of encodings.
public enum ArchitectureEncodings {
  /// All encodings.
  public static var registered: [any ArchitectureEncoding.Type] {
    [
      GRAF.self, OneHotEncoding.self, PathEncoding.self, TruncatedPathEncoding.self,
      OperatorCounts.self, CodeEncoding.self, GivenEmbeddings.self, MisreadPathEncoding.self,
    ]
  }

  /// The encoding of that name.
  ///
  /// - Throws: `UnknownNameError`
  public static func named(_ name: String) throws -> any ArchitectureEncoding.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: "encoding", name: name, known: registered.map { $0.name })
    }
    return found
  }
}
