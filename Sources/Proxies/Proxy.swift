import Networks
import Scoring
import Spaces
import Tensors
import Wording

/// A number of an untrained network, under one name for scores, columns, objectives and Python.
///
/// To add one, write one file with a conforming type and add it to ``ProxyRegistry/registered``.
public protocol Proxy: Sendable {
  /// What users call it.
  static var name: String { get }
  /// A few words that say what it is, with its unit and its paper where it has one.
  static var summary: String { get }
  static var kind: ProxyKind { get }
  /// Spaces whose labels had been looked at when the proxy was designed: its figures on them are not blind.
  static var labelsSeen: [String] { get }

  /// - Throws: `NetworkError` when the networks of the space do not have the number.
  init(in context: ProxyContext) throws

  /// As a score, higher is better; a cost is what it is, and no sign is turned.
  func value(of subject: ProxySubject) throws(NetworkError) -> Double

  /// What a user should know of the numbers in this space; nil for nothing.
  var note: Sentence? { get }
}

extension Proxy {
  public static var labelsSeen: [String] { [] }
  public var note: Sentence? { nil }
}

/// How a proxy is made.
public enum ProxyKind: Sendable, Equatable {
  /// Counted exactly from the layers; as the objective of a search, less is better.
  case cost(Quantity)
  /// A formula of the layers that needs no data and runs nothing; as the objective of a search, more is better.
  case closedForm

  /// What tables call it.
  public var name: String {
    switch self {
    case .cost: "cost"
    case .closedForm: "closed form"
    }
  }

  /// How the numbers are written.
  public var quantity: Quantity {
    switch self {
    case .cost(let quantity): quantity
    case .closedForm: .score
    }
  }

  /// Whether a search that improves the number makes it larger.
  public var isHigherBetter: Bool { self == .closedForm }
}

/// What proxies of a space are made from.
public struct ProxyContext: Sendable {
  public let space: SearchSpace
  public let dataSet: MacroSkeleton.DataSet
  /// They change the time, never a number.
  public let threads: Int
  /// What the operators of the space do, [O]. Only some proxies ask, as reading descriptions takes time.
  public let attributes: @Sendable () throws -> [OperatorAttributes]

  public init(
    _ space: SearchSpace, for dataSet: MacroSkeleton.DataSet,
    threads: Int = Parallel.processorCount,
    attributes: @escaping @Sendable () throws -> [OperatorAttributes]
  ) {
    (self.space, self.dataSet, self.threads) = (space, dataSet, threads)
    self.attributes = attributes
  }
}
