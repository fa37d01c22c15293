import Foundation
import Tables
import Wording

/// The quality of a ranking by score, measured with the accuracies of the trained networks.
///
/// Scores and accuracies are both "higher is better". Equal scores are ranked in the order in which
/// they are given, which makes the figures reproducible: callers pass the architectures in the
/// canonical order of their space. Figures of the "top k" use all architectures where there are
/// fewer than k.
public struct RankingMetrics: Equatable, Sendable {
  /// The number of architectures, n.
  public let count: Int
  /// Spearman's rho of scores and accuracies; nil where one of them is constant.
  public let spearman: Double?
  /// Kendall's tau-b of scores and accuracies; nil where one of them is constant.
  public let kendall: Double?
  /// The accuracy of the architecture with the highest score.
  public let topOne: Double
  /// The highest accuracy among the ten highest scores.
  public let bestOfTopTen: Double
  /// The mean accuracy of the hundred highest scores.
  public let meanOfTopHundred: Double
  /// The highest accuracy of all, minus ``topOne``.
  public let regretOfTopOne: Double
  /// nDCG at 100 with the gain 2^(5q) - 1, where q is an accuracy's average rank divided by n; 1
  /// for a perfect top hundred (Järvelin and Kekäläinen, ACM TOIS 20, 2002).
  public let discountedGain: Double

  /// - Precondition: as many accuracies as scores.
  /// - Throws: ``TableError`` when there are none, for a score that is NaN and for an accuracy
  ///   that is not finite; a score may be infinite.
  /// - Complexity: O(n log n)
  public init(scores: [Double], accuracies: [Double]) throws {
    precondition(
      scores.count == accuracies.count, "\(scores.count) scores, \(accuracies.count) accuracies")
    guard let best = accuracies.max() else {
      throw TableError("there are no architectures to evaluate")
    }
    if let position = accuracies.firstIndex(where: { !$0.isFinite }) {
      throw TableError(
        "the accuracy at position \(position) (counted from 0) is \(accuracies[position]), "
          + "expected a finite number")
    }
    if let position = scores.firstIndex(where: \.isNaN) {
      throw TableError("the score at position \(position) (counted from 0) is NaN")
    }
    let ranked = RankingMetrics.order(by: scores)
    count = scores.count
    spearman = try RankCorrelation.spearman(scores, accuracies)
    kendall = try RankCorrelation.kendall(scores, accuracies)
    topOne = accuracies[ranked[0]]
    bestOfTopTen = ranked.prefix(10).map { accuracies[$0] }.max() ?? topOne
    let topHundred = ranked.prefix(100).map { accuracies[$0] }
    meanOfTopHundred = topHundred.reduce(0, +) / Double(topHundred.count)
    regretOfTopOne = best - topOne
    discountedGain = try RankingMetrics.discountedGain(ranked: ranked, accuracies: accuracies)
  }

  /// The positions of the scores, highest first; equal scores keep their order.
  ///
  /// - Precondition: no score is NaN.
  /// - Complexity: O(n log n)
  public static func order(by scores: [Double]) -> [Int] {
    scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
  }

  /// The true rank of an architecture: one more than the number of higher accuracies.
  ///
  /// - Complexity: O(n)
  public static func rank(of accuracy: Double, among accuracies: [Double]) -> Int {
    1 + accuracies.count { $0 > accuracy }
  }

  private static func discountedGain(ranked: [Int], accuracies: [Double]) throws -> Double {
    let gains = try RankCorrelation.averageRanks(accuracies).map {
      exp2(5 * $0 / Double(accuracies.count)) - 1
    }
    func discounted(_ gains: some Sequence<Double>) -> Double {
      gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }
    let found = discounted(ranked.prefix(100).map { gains[$0] })
    return found / discounted(gains.sorted(by: >).prefix(100))
  }
}
