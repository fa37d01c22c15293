import Foundation
import Networks
import Randomness
import Spaces
import Synchronization
import Tensors
import Wording

/// A sum of logarithms of ranks of several proxies, some of them measured.
///
/// The papers rank an architecture among whatever is scored beside it. Here it is ranked among
/// random architectures of the space, so that a score does not depend on its neighbours.
///
/// To add one, write one file with a conforming type and add it to ``ProxyRegistry/aggregates``.
public protocol RankAggregate: Proxy {
  /// The proxies whose ranks are summed up.
  static var parts: [any Proxy.Type] { get }
  /// The numbers of an architecture that are ranked, from the values of the parts, in order.
  static func ranked(_ values: [Double]) -> [Double]
  /// The random architectures that it ranks among.
  var population: RankPopulation { get }

  init(_ population: RankPopulation)
}

extension RankAggregate {
  public static var kind: ProxyKind { .measured(gradients: true) }
  public static var measuredParts: [any MeasuredProxy.Type] { parts.flatMap { $0.measuredParts } }

  /// Measures random architectures.
  ///
  /// - Throws: `NetworkError` when none of them has all parts.
  public init(in context: ProxyContext) throws(NetworkError) {
    self.init(try RankPopulation(of: Self.self, in: context))
  }

  /// Among what it is ranked, and on what that is measured.
  public var note: Sentence? { population.note }

  /// 0 at most: the best in all.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    population.sumOfLogRanks(of: Self.ranked(try population.values(of: subject)))
  }
}

/// Random architectures of a space, measured, for ranks among them.
public struct RankPopulation: Sendable {
  /// How many random architectures there are.
  public static let size = 100

  private let parts: [any Proxy]
  private let measurement: ProxyMeasurement
  /// By number, in rising order.
  private let sorted: [[Double]]

  init<Aggregate: RankAggregate>(
    of aggregate: Aggregate.Type, in context: ProxyContext
  ) throws(NetworkError) {
    let (space, dataSet, measurement) = (context.space, context.dataSet, context.measurement)
    self.measurement = measurement
    var made: [any Proxy] = []
    for part in aggregate.parts {
      do {
        made.append(try part.init(in: context))
      } catch let error as NetworkError {
        throw error
      } catch {
        throw NetworkError("\(part.name): \(error)")
      }
    }
    let parts = made
    self.parts = parts
    var random = SplitMix64(seed: measurement.seed).stream(100)
    let sample = (0..<RankPopulation.size).map { _ in space.sample(using: &random) }
    let measured = aggregate.measuredParts
    let memory = BufferPool()
    let done = Mutex(0)
    let rows = Parallel.map(sample.count, threads: context.threads) { index, _ in
      defer {
        done.withLock { done in
          done += 1
          context.progress?(done, sample.count)
        }
      }
      return Result { () throws(NetworkError) in
        let subject = try ProxySubject(
          sample[index], in: space, for: dataSet, measuredOn: measurement, asking: measured,
          known: context.measured, memory: memory)
        return aggregate.ranked(try RankPopulation.values(of: subject, parts))
      }
    }
    let known = rows.compactMap { try? $0.get() }
    guard let first = known.first else {
      for case .failure(let error) in rows { throw error }
      throw NetworkError("none of \(RankPopulation.size) random architectures has a network")
    }
    sorted = first.indices.map { column in known.map { $0[column] }.sorted() }
  }

  /// What users have to know of a rank.
  var note: Sentence {
    measurement.note + ", and ranked among \(RankPopulation.size) random architectures"
  }

  /// The values of the parts of an architecture.
  func values(of subject: ProxySubject) throws(NetworkError) -> [Double] {
    try RankPopulation.values(of: subject, parts)
  }

  private static func values(
    of subject: ProxySubject, _ parts: [any Proxy]
  ) throws(NetworkError) -> [Double] {
    var values: [Double] = []
    for part in parts { values.append(try subject.value(of: part)) }
    return values
  }

  /// The sum of the logarithms of ranks as shares, 0 where all are the best.
  func sumOfLogRanks(of numbers: [Double]) -> Double {
    zip(numbers, sorted).reduce(0) { $0 + log(RankPopulation.rank(of: $1.0, among: $1.1)) }
  }

  /// The share of numbers that are smaller, between 0 and 1, growing between two of them, too.
  ///
  /// Before the first and behind the last one it goes on in steps of the distance that half of the
  /// numbers lie within, so that the best have ranks of their own.
  package static func rank(of number: Double, among sorted: [Double]) -> Double {
    let finite = sorted.filter(\.isFinite)
    guard let first = finite.first, let last = finite.last, number > -.infinity else {
      return 0.5 / Double(sorted.count + 1)
    }
    let (below, steps) = (sorted.count - finite.count, Double(sorted.count + 1))
    let middle = finite[finite.count * 3 / 4] - finite[finite.count / 4]
    let unit = middle > 0 ? middle : max(last - first, .leastNormalMagnitude)
    if number < first {
      return (Double(below) + 0.5 + 0.5 * exp((number - first) / unit)) / steps
    }
    if number >= last { return 1 - 0.5 / steps * (1 + exp((last - number) / unit)) }
    let above = finite.firstIndex { $0 > number } ?? finite.count - 1
    let share = (number - finite[above - 1]) / (finite[above] - finite[above - 1])
    return (Double(below + above) + share) / steps
  }
}
