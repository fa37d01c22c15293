import Operators
import Tables

extension ResultTable {
  /// Operators and their readings, one operator a row.
  public init(readings: [OperatorReading]) {
    self.init(columns: ["operator", "role", "description", "read as", "because of"])
    for reading in readings {
      append([
        .text(reading.operator.name), .text(reading.operator.role.rawValue),
        .text(reading.operator.description), .text(reading.words), .text(reading.evidence),
      ])
    }
  }
}
