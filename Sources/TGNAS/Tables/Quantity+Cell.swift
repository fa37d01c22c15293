import Search
import Tables

extension Quantity {
  /// A number as a cell: a whole number for counts, seconds for times.
  public func cell(_ value: Double) -> ResultTable.Cell {
    switch self {
    case .score: return .number(value, decimals: 4)
    case .number, .count, .bytes:
      return Int(exactly: value).map { .integer($0) } ?? .missing
    case .time: return .magnitude("\(value)", text: text(of: value))
    }
  }
}
