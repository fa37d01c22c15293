import Latency
import Proxies
import Search
import Spaces

extension ObjectiveSources {
  /// Of a space whose operators nobody has to read.
  public init(of space: SearchSpace, latencies: [LatencyModel] = [], threads: Int) {
    self.init(latencies: latencies) {
      let context = ProxyContext(space, for: try space.dataSet(), threads: threads) { [] }
      return ProxyEvaluator(in: context)
    }
  }
}
