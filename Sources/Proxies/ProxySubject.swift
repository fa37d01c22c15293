import Networks
import Signals
import Spaces

/// An architecture with its network, graph, costs and signals. Each part is computed when a proxy
/// first asks for it, and only once.
public final class ProxySubject {
  /// The architecture itself.
  public let architecture: Architecture
  /// Its space.
  public let space: SearchSpace
  /// The data set that the network is built for.
  public let dataSet: MacroSkeleton.DataSet
  /// The whole network, layer by layer.
  public let network: Network

  /// The operator graph; nil when the input does not reach the output.
  public private(set) lazy var graph = space.operatorGraph(of: architecture)
  /// The costs of the network, counted exactly.
  public private(set) lazy var cost = NetworkCost(of: network)
  /// The signals of the network at initialisation.
  public private(set) lazy var signals = NetworkSignals(of: network)

  /// - Throws: `NetworkError` when the network cannot be built.
  public init(
    _ architecture: Architecture, in space: SearchSpace, for dataSet: MacroSkeleton.DataSet
  ) throws(NetworkError) {
    network = try space.network(of: architecture, for: dataSet)
    (self.architecture, self.space, self.dataSet) = (architecture, space, dataSet)
  }
}
