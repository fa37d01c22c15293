import Networks
import Signals
import Spaces

/// An architecture with what proxies ask of it. Each part is made when it is asked for first, and once.
public final class ProxySubject {
  public let architecture: Architecture
  public let space: SearchSpace
  public let dataSet: MacroSkeleton.DataSet
  /// The whole network, layer by layer.
  public let network: Network

  /// What the architecture computes; nil where its input does not reach its output.
  public private(set) lazy var graph = space.operatorGraph(of: architecture)
  public private(set) lazy var cost = NetworkCost(of: network)
  public private(set) lazy var signals = NetworkSignals(of: network)

  /// - Throws: `NetworkError` when the network cannot be built.
  public init(
    _ architecture: Architecture, in space: SearchSpace, for dataSet: MacroSkeleton.DataSet
  ) throws(NetworkError) {
    network = try space.network(of: architecture, for: dataSet)
    (self.architecture, self.space, self.dataSet) = (architecture, space, dataSet)
  }
}
