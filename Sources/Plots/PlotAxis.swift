import Foundation
import Wording

/// One axis of a plot: its quantity, its range, and its marks.
struct PlotAxis {
  let label: String
  let range: ClosedRange<Double>
  let isLogarithmic: Bool
  let ticks: [Double]
  /// The digits after the point that tell the ticks apart.
  private let decimals: Int

  /// An axis that holds all finite values, with a little room at its ends.
  ///
  /// - Parameter isLogarithmic: for values above 0
  init(_ label: String, holding values: some Sequence<Double>, isLogarithmic: Bool = false) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    if isLogarithmic {
      range = low < high ? low...high : low...(low * 10)
      ticks = PlotAxis.logarithmicTicks(in: range)
      decimals = 0
      return
    }
    let room = low < high ? (high - low) * 0.03 : max(abs(low) * 0.05, 0.5)
    let held = (low - room)...(high + room)
    let step = PlotAxis.step(of: held)
    let first = (held.lowerBound / step).rounded(.up)
    range = held
    ticks = (0...10).map { (first + Double($0)) * step }.filter { $0 <= held.upperBound }
    decimals = max(0, min(9, wholeNumber((-log10(step)).rounded(.up))))
  }

  /// 1, 2 or 5 times a power of ten, so that three to six ticks fit.
  private static func step(of range: ClosedRange<Double>) -> Double {
    let rough = (range.upperBound - range.lowerBound) / 6
    let power = pow(10, log10(rough).rounded(.down))
    return (power * ([1, 2, 5].first { $0 * power >= rough } ?? 10))
  }

  private static func logarithmicTicks(in range: ClosedRange<Double>) -> [Double] {
    let powers = (-12...18).map { pow(10, Double($0)) }
    let decades = log10(range.upperBound / range.lowerBound)
    let within = decades > 3 ? [1.0] : decades > 1 ? [1, 3] : [1, 2, 5]
    return powers.flatMap { power in within.map { $0 * power } }.filter(range.contains)
  }

  /// Where a value lies, from 0 to 1; the ends for values beyond them.
  func share(of value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let share =
      isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
    return min(max(share, 0), 1)
  }

  func text(of tick: Double) -> String {
    if tick.magnitude >= 1e6 { return "\(PlotAxis.short(tick / 1e6))M" }
    if tick.magnitude >= 1e4 { return "\(PlotAxis.short(tick / 1e3))k" }
    return isLogarithmic ? PlotAxis.short(tick) : fixed(tick, decimals)
  }

  /// With as many digits as it takes, up to three after the point.
  private static func short(_ value: Double) -> String {
    let digits = (0...3).first { abs(Double(fixed(value, $0)).map { $0 - value } ?? 0) < 1e-9 } ?? 3
    return fixed(value, digits)
  }
}
