/// The range within which a number that users give means something, and the one reader of such
/// numbers. A text outside of the range is no number of its kind, however many digits it has.
package struct NumberLimit: Sendable, Equatable {
  /// What the number is, in a sentence: "a kernel".
  package let subject: String
  package let range: ClosedRange<Int>

  package init(_ subject: String, _ range: ClosedRange<Int>) {
    (self.subject, self.range) = (subject, range)
  }

  /// The number in decimal digits; nil for every other text, and outside of the range.
  package func read(_ text: some StringProtocol) -> Int? {
    Int(text).flatMap { range.contains($0) ? $0 : nil }
  }

  /// The range in words: `1 to 65,536`.
  package var words: String { "\(grouped(range.lowerBound)) to \(grouped(range.upperBound))" }

  // MARK: Measured proxies

  /// Images of a batch.
  package static let batch = NumberLimit("a batch", 1...65_536)
  package static let repeats = NumberLimit("a number of repeats", 1...1_024)

  // MARK: Layers, as space files state them

  /// The side of a window.
  package static let kernel = NumberLimit("a kernel", 1...31)
  package static let dilation = NumberLimit("a dilation", 1...16)
  package static let stride = NumberLimit("a stride", 1...8)
  package static let padding = NumberLimit("a padding", 0...15)
  package static let channels = NumberLimit("a number of channels", 1...65_536)
  package static let groups = NumberLimit("a number of groups", 1...65_536)
  package static let heads = NumberLimit("a number of heads", 1...1_024)
  /// Either number of a fraction.
  package static let ratio = NumberLimit("a ratio", 1...65_536)
  /// The side of an image.
  package static let resolution = NumberLimit("a resolution", 1...65_536)
  package static let classes = NumberLimit("a number of classes", 1...1_000_000)
  /// Cells of a stage.
  package static let cells = NumberLimit("a number of cells", 1...1_000)

  // MARK: Operators, as sentences state them

  /// Sequences have longer windows than images.
  package static let spokenKernel = NumberLimit("a kernel", 1...255)
  package static let spokenDilation = NumberLimit("a dilation", 1...1_024)
  package static let spokenStride = NumberLimit("a stride", 1...255)
  package static let expansion = NumberLimit("an expansion", 1...1_024)

  // MARK: Options

  /// Architectures that are held in memory at once, such as the trials of a search.
  package static let held = NumberLimit("a number", 1...100_000_000)
  package static let threads = NumberLimit("a number of threads", 1...1_024)
  /// Repetitions of a measurement.
  package static let repetitions = NumberLimit("a number", 1...1_000_000)
}

/// The whole number nearest to `value`, or the nearest that there is: infinities become the ends of
/// the range, and what is no number becomes 0.
package func wholeNumber(_ value: Double) -> Int {
  if value.isNaN { return 0 }
  let rounded = value.rounded()
  return Int(exactly: rounded) ?? (rounded < 0 ? .min : .max)
}

extension Int {
  /// The sum, or the end of the range that it lies beyond.
  package func addingClamped(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  /// The product, or the end of the range that it lies beyond.
  package func multipliedClamped(by other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
