import TGNAS
import Tensors

/// The peak rate of this machine: the rate of OpenBLAS on large square matrices.
enum SgemmPeak {
  private static let size = 1536
  private static let who = "OpenBLAS"

  /// Contestants that multiply one pair of large matrices on each of 1 and of `threads` threads.
  static func contestants(threads: Int) -> [Contestant] {
    Set([1, threads]).sorted().map { count in
      let matrices = (0..<count).map { _ in
        (0..<3).map { _ in Buffer<Float>(count: size * size) }
      }
      for matrix in matrices.joined() { matrix.fill(with: 0.5) }
      return Contestant(
        who, "sgemm \(size) x \(size), one on each thread", threads: count,
        operations: 2 * Double(count * size * size * size)
      ) {
        Parallel.forEach(count, threads: count) { index, _ in
          let of = matrices[index]
          BLAS.multiply(
            rows: size, columns: size, inner: size, of[0].pointer, of[1].pointer,
            into: of[2].pointer)
        }
      }
    }
  }

  /// The median rate in operations a second for each number of threads, from a contest with these
  /// contestants.
  static func rates(_ timings: [Timing]) -> [Int: Double] {
    let ours = timings.filter { $0.who == who }
    return Dictionary(
      uniqueKeysWithValues: ours.map { ($0.threads, ($0.operations ?? 0) / $0.median) })
  }
}
