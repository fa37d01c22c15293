/// Columns on a scale of mean 0 and deviation 1.
package struct Standardisation: Sendable {
  private let means: [Double]
  private let deviations: [Double]
  private let rounding: Double

  /// - Parameter rounding: deviations within this share of the mean are none
  /// - Precondition: at least one row.
  package init(of rows: [[Double]], rounding: Double = 1e-9) {
    self.rounding = rounding
    let count = Double(rows.count)
    let columns = rows[0].indices
    let means = columns.map { column in rows.reduce(0) { $0 + $1[column] } / count }
    self.means = means
    deviations = columns.map { column in
      let squares = rows.reduce(0) { sum, row in
        let difference = row[column] - means[column]
        return sum + difference * difference
      }
      return (squares / count).squareRoot()
    }
  }

  /// Whether a column varies.
  package func varies(_ column: Int) -> Bool {
    // A deviation within the rounding of the mean is no deviation.
    deviations[column] > rounding * max(1, abs(means[column]))
  }

  /// A row on the scale; columns that never vary become 0.
  package func callAsFunction(_ row: [Double]) -> [Double] {
    row.indices.map { column in
      varies(column) ? (row[column] - means[column]) / deviations[column] : 0
    }
  }
}
