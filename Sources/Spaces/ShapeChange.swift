/// The change of shape by a part of a network: its channels become `channels / channelsDivisor`
/// times as many, its height and width one `stride`-th.
public struct ShapeChange: Hashable, Sendable {
  public let channels: Int
  public let channelsDivisor: Int
  public let stride: Int

  /// The change of an operator that keeps the shape.
  public static let none = ShapeChange(channels: 1, by: 1, stride: 1)

  /// Reduces the fraction.
  ///
  /// - Precondition: all are positive.
  init(channels: Int, by divisor: Int, stride: Int) {
    precondition(channels > 0 && divisor > 0 && stride > 0, "a shape change is not positive")
    var (larger, smaller) = (channels, divisor)
    while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
    self.channels = channels / larger
    channelsDivisor = divisor / larger
    self.stride = stride
  }

  /// One after the other; nil beyond any network.
  func followed(by next: ShapeChange) -> ShapeChange? {
    let (channels, first) = channels.multipliedReportingOverflow(by: next.channels)
    let (divisor, second) = channelsDivisor.multipliedReportingOverflow(by: next.channelsDivisor)
    let (stride, third) = stride.multipliedReportingOverflow(by: next.stride)
    return first || second || third
      ? nil : ShapeChange(channels: channels, by: divisor, stride: stride)
  }

  /// Side by side; nil when the resolutions differ, or beyond any network.
  func concatenated(with other: ShapeChange) -> ShapeChange? {
    guard stride == other.stride else { return nil }
    let (left, first) = channels.multipliedReportingOverflow(by: other.channelsDivisor)
    let (right, second) = other.channels.multipliedReportingOverflow(by: channelsDivisor)
    let (divisor, third) = channelsDivisor.multipliedReportingOverflow(by: other.channelsDivisor)
    let (sum, fourth) = left.addingReportingOverflow(right)
    return first || second || third || fourth
      ? nil : ShapeChange(channels: sum, by: divisor, stride: stride)
  }
}

extension ShapeChange: CustomStringConvertible {
  /// `keeps the shape`, or `makes 2 times the channels and 1/2 of the resolution`.
  public var description: String {
    if self == .none { return "keeps the shape" }
    let fraction = channelsDivisor == 1 ? "\(channels)" : "\(channels)/\(channelsDivisor)"
    let parts =
      (channels == channelsDivisor ? [] : ["\(fraction) times the channels"])
      + (stride == 1 ? [] : ["1/\(stride) of the resolution"])
    return "makes " + parts.joined(separator: " and ")
  }
}
