import Tensors

/// The variances that a Gaussian process still has at some candidates once it has been observed at
/// other inputs (Rasmussen and Williams, 2006, equation 2.26). What was observed there does not
/// matter, so that candidates can be chosen whose observations are still to come.
///
/// The noise of an observation is left out.
package struct PosteriorVariances: Sendable {
  /// How many candidates are solved for at a time. It bounds the memory, and as threads share these
  /// blocks, their number changes no bit.
  private static let block = 256

  /// One variance for each candidate.
  package private(set) var values: [Double]
  private let kernel: GaussianProcess.Kernel
  private let noise: Double
  private let candidates: [[Double]]
  /// The inputs of the first observations, and the factor of their covariance with noise.
  private let observed: PackedInputs
  private let factor: CholeskyFactor?
  /// For each candidate that was observed since: its covariances with all candidates, given what
  /// was observed before it, over the root of its own variance with noise.
  private var observations: [[Double]] = []
  private let threads: Int

  /// - Parameters:
  ///   - noise: the variance of the noise of an observation
  ///   - observed: inputs, [n][d]
  ///   - candidates: inputs, [m][d]
  ///   - threads: change the time, never a number
  /// - Complexity: O(n^3 + n^2 m + n m d)
  package init(
    _ kernel: GaussianProcess.Kernel, noise: Double, observed: [[Double]],
    candidates: [[Double]], threads: Int
  ) {
    (self.kernel, self.noise, self.threads) = (kernel, noise, threads)
    let packed = PackedInputs(observed)
    (self.observed, self.candidates) = (packed, candidates)
    let prior = candidates.map { kernel.covariance($0, $0) }
    guard !observed.isEmpty else {
      (factor, values) = (nil, prior)
      return
    }
    var covariance: [Double] = []
    covariance.reserveCapacity(observed.count * observed.count)
    for (place, first) in observed.enumerated() {
      covariance += packed.covariances(with: first, kernel)
      covariance[place * observed.count + place] += noise
    }
    guard let factor = CholeskyFactor(covariance, order: observed.count) else {
      preconditionFailure("a covariance with noise is positive definite")
    }
    self.factor = factor
    let size = PosteriorVariances.block
    values = Parallel.map((candidates.count + size - 1) / size, threads: threads) { block, _ in
      let places = block * size..<min(candidates.count, (block + 1) * size)
      let solutions = factor.halfSolving(
        places.flatMap { packed.covariances(with: candidates[$0], kernel) },
        count: places.count)
      return places.map { place in
        let start = (place - places.lowerBound) * observed.count
        let known = solutions[start..<start + observed.count].reduce(0) { $0 + $1 * $1 }
        return max(0, prior[place] - known)
      }
    }.flatMap { $0 }
  }

  /// Takes account of an observation at one of the candidates.
  ///
  /// - Complexity: O(n^2 + n m d)
  package mutating func observe(_ chosen: Int) {
    let (kernel, observed, earlier) = (self.kernel, self.observed, observations)
    let (input, candidates) = (self.candidates[chosen], self.candidates)
    let weights = factor?.solving(observed.covariances(with: input, kernel)) ?? []
    let scale = (values[chosen] + noise).squareRoot()
    let covariances = Parallel.map(candidates.count, threads: threads) { place, _ in
      var covariance = kernel.covariance(candidates[place], input)
      let covariances = observed.covariances(with: candidates[place], kernel)
      for (known, weight) in zip(covariances, weights) { covariance -= weight * known }
      for observation in earlier { covariance -= observation[place] * observation[chosen] }
      return covariance / scale
    }
    observations.append(covariances)
    for place in values.indices {
      values[place] = max(0, values[place] - covariances[place] * covariances[place])
    }
  }
}
