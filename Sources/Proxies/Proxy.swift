import Networks
import Scoring
import Spaces
import Tensors
import Wording

/// A zero-cost proxy: a number of an untrained network. Scores, columns, objectives and Python know
/// it by the same name.
///
/// To add one, write one file with a conforming type and add it to ``ProxyRegistry/registered``;
/// see ``MeasuredProxy`` and ``RankAggregate`` for other kinds.
public protocol Proxy: Sendable {
  /// The name by which users choose the proxy.
  static var name: String { get }
  /// A few words of description, with the unit, and with the paper if there is one.
  static var summary: String { get }
  /// Whether the proxy is a cost or a closed form.
  static var kind: ProxyKind { get }
  /// Spaces whose labels had been looked at when the proxy was designed. Figures on them are not
  /// blind.
  static var labelsSeen: [String] { get }

  /// The measured proxies whose values it is made of.
  static var measuredParts: [any MeasuredProxy.Type] { get }

  /// - Throws: `NetworkError` when the networks of the space do not have the number.
  init(in context: ProxyContext) throws

  /// The value of an architecture. As a score, higher is better. The sign of a cost is not turned.
  ///
  /// - Throws: `NetworkError` when the number cannot be computed for this network.
  func value(of subject: ProxySubject) throws(NetworkError) -> Double

  /// A note for the user on the values in this space; nil for none.
  var note: Sentence? { get }
}

extension Proxy {
  /// None.
  public static var labelsSeen: [String] { [] }
  /// None.
  public static var measuredParts: [any MeasuredProxy.Type] { [] }
  /// No note.
  public var note: Sentence? { nil }
}

/// The kind of a proxy, by how it is computed.
public enum ProxyKind: Sendable, Equatable {
  /// Counted exactly from the layers. As the objective of a search, lower is better.
  case cost(Quantity)
  /// A formula of the layers that needs no data and runs nothing. As the objective of a search,
  /// higher is better.
  case closedForm
  /// The network is built with random weights and run on a batch of images. As the objective of a
  /// search, higher is better.
  case measured(gradients: Bool)

  /// The name of the kind in tables.
  public var name: String {
    switch self {
    case .cost: "cost"
    case .closedForm: "closed form"
    case .measured(gradients: false): "measured forward"
    case .measured(gradients: true): "measured with gradients"
    }
  }

  /// How values are written, and in which unit.
  public var quantity: Quantity {
    switch self {
    case .cost(let quantity): quantity
    case .closedForm, .measured: .score
    }
  }

  /// Whether higher is better when the proxy is the objective of a search.
  public var isHigherBetter: Bool {
    switch self {
    case .cost: false
    case .closedForm, .measured: true
    }
  }

  /// Whether networks are run, which takes a thousand times as long as a formula.
  public var isMeasured: Bool {
    switch self {
    case .cost, .closedForm: false
    case .measured: true
    }
  }
}

/// What proxies of a space are made from.
public struct ProxyContext: Sendable {
  /// The space of all architectures.
  public let space: SearchSpace
  /// The data set whose images and classes the networks are built for.
  public let dataSet: MacroSkeleton.DataSet
  /// Threads change the time, never a number.
  public let threads: Int
  /// On what measured proxies are measured.
  public let measurement: ProxyMeasurement
  /// Values that were measured before; it receives new ones.
  public let measured: MeasuredValues
  /// Reads the attributes of the space's operators, [O]. Only some proxies call it, because reading
  /// descriptions takes time.
  public let attributes: @Sendable () throws -> [OperatorAttributes]
  /// Receives how many random architectures are measured, of how many, while a proxy is made.
  public var progress: (@Sendable (_ done: Int, _ of: Int) -> Void)?

  /// - Parameters:
  ///   - measured: values that were measured before
  ///   - attributes: reads the attributes of the space's operators, [O]
  public init(
    _ space: SearchSpace, for dataSet: MacroSkeleton.DataSet,
    threads: Int = Parallel.processorCount,
    measuredOn measurement: ProxyMeasurement = ProxyMeasurement(),
    knowing measured: MeasuredValues = MeasuredValues(),
    attributes: @escaping @Sendable () throws -> [OperatorAttributes]
  ) {
    (self.space, self.dataSet, self.threads) = (space, dataSet, threads)
    (self.measurement, self.measured) = (measurement, measured)
    self.attributes = attributes
  }
}
