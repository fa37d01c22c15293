import Networks
import Randomness
import Spaces
import Statistics
import Tensors
import Wording

/// Numbers of networks on the scale of random networks of their space: mean 0, deviation 1.
struct SampledScale: Sendable {
  /// How many random networks set the scale.
  static let sampleSize = 512
  static let seed: UInt64 = 0

  private let scale: Standardisation

  /// - Parameter facts: the numbers of a network; nil where it computes nothing
  /// - Throws: `NetworkError` when none of the sampled architectures has a network that computes
  ///   something.
  init(
    in context: ProxyContext, facts: @Sendable (ProxySubject) -> [Double]?
  ) throws(NetworkError) {
    let (space, dataSet) = (context.space, context.dataSet)
    var random = SplitMix64(seed: SampledScale.seed)
    let sample = (0..<SampledScale.sampleSize).map { _ in space.sample(using: &random) }
    let rows = Parallel.map(sample.count, threads: context.threads) { index, _ -> [Double]? in
      do throws(NetworkError) {
        return facts(try ProxySubject(sample[index], in: space, for: dataSet))
      } catch {
        // Networks that are too small for their strides have no score and do not set the scale.
        return nil
      }
    }.compactMap { $0 }
    guard !rows.isEmpty else {
      throw NetworkError(
        "none of \(SampledScale.sampleSize) random architectures of \(space.name) has a network "
          + "that computes something")
    }
    scale = Standardisation(of: rows)
  }

  /// Whether a number varies among the random networks. One that does not need not be computed.
  func varies(_ place: Int) -> Bool { scale.varies(place) }

  /// The numbers on the scale; one that never varies becomes 0.
  func callAsFunction(_ facts: [Double]) -> [Double] { scale(facts) }
}
