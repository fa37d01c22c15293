import Proxies
import Scoring
import Spaces

extension Workbench {
  /// The proxies in use that run networks on images.
  public var measuredProxies: [any Proxy.Type] { knownProxies?.measured ?? [] }

  /// Runs the networks of architectures for the measured proxies in use, so that their values are
  /// there when they are asked for.
  ///
  /// - Parameter progress: receives how many are done, of how many
  public func measure(
    _ architectures: [Architecture], progress: (_ done: Int, _ of: Int) -> Void
  ) {
    guard let evaluator = knownProxies, !evaluator.measured.isEmpty else { return }
    // Networks differ in time, so that threads wait for the last one of each part.
    let size = 4 * settings.threads
    for start in stride(from: 0, to: architectures.count, by: size) {
      let end = min(architectures.count, start + size)
      evaluator.evaluate(Array(architectures[start..<end]))
      progress(end, architectures.count)
    }
    opened.measured.save()
  }

  /// The architectures that percentiles of the scores refer to.
  ///
  /// - Parameter seed: of the sample
  public func percentileReference(seed: UInt64 = 0) -> [Architecture] {
    PercentileReference.architectures(for: scorer, seed: seed, sample: percentileSample)
  }
}
