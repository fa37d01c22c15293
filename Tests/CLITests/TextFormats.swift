import Foundation
import Testing

extension Run {
  /// The standard output as CSV, cell by cell. Nothing that the tests read this way needs quotes.
  var cells: [[String]] {
    #expect(!standardOutput.contains("\""))
    return lines.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// One column of the CSV on the standard output.
  func column(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let cells = cells
    let place = try #require(cells.first?.firstIndex(of: name), sourceLocation: sourceLocation)
    return cells.dropFirst().map { $0[place] }
  }

  /// The standard output as a JSON object.
  func object(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(standardOutput.utf8))
    return try #require(value as? [String: Any], sourceLocation: sourceLocation)
  }

  /// The standard output as a JSON list of objects.
  func objects(sourceLocation: SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
    let value = try JSONSerialization.jsonObject(with: Data(standardOutput.utf8))
    return try #require(value as? [[String: Any]], sourceLocation: sourceLocation)
  }
}
