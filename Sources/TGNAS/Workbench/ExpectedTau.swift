import Files
import Spaces
import Tables
import Wording

/// What Kendall's tau a ranking can be expected to have, from labelled spaces that were left out of
/// all that decides: training, formulas, and the choice of the score.
///
/// A new space that is like n others is as probably first, last or anywhere among them. So its tau
/// lies between the least and the largest of theirs with probability (n - 1) / (n + 1).
public struct ExpectedTau: Sendable {
  static let fileName = "expected-tau.csv"

  /// A labelled space, with the mean tau over its tasks.
  public struct Space: Sendable {
    public let name: String
    public let tau: Double
  }

  /// The spaces, in the order of the file.
  public let spaces: [Space]
  private let score: String

  /// - Parameter score: the name of the score that ranks by default
  /// - Throws: `FileError` and `TableError` where the installation's file is missing or damaged.
  public init(of score: String, in installation: Installation) throws {
    let path = "\(installation.weights)/\(ExpectedTau.fileName)"
    let table = try CommaSeparatedText(InputFile.text(at: path), path: path)
    guard table.header == ["space", "accuracy", "score", "kendall"] else {
      throw TableError(
        path: path, line: 1, "names other columns; expected space, accuracy, score and kendall")
    }
    var taus: [(name: String, values: [Double])] = []
    for row in table.lines.indices where table.text(row: row, column: 2) == score {
      guard let tau = Double(table.text(row: row, column: 3)), (-1...1).contains(tau) else {
        throw TableError(
          path: path, line: table.lines[row], "has no number from -1 to 1 for kendall")
      }
      let name = table.text(row: row, column: 0)
      if let place = taus.firstIndex(where: { $0.name == name }) {
        taus[place].values.append(tau)
      } else {
        taus.append((name, [tau]))
      }
    }
    self.score = score
    spaces = taus.map {
      Space(name: $0.name, tau: $0.values.reduce(0, +) / Double($0.values.count))
    }
  }

  /// What to expect on a space, or what is known; nil where fewer than three spaces tell.
  public func sentence(on space: SearchSpace) -> Sentence? {
    if let known = spaces.first(where: { $0.name == space.name }) {
      return "note: on the labels of \(space.name) \(score) has a tau of "
        + "\(fixed(known.tau, 2))"
    }
    let taus = spaces.map(\.tau).sorted()
    guard taus.count >= 3 else { return nil }
    return "note: expect a tau of \(fixed(taus[0], 2)) to "
      + "\(fixed(taus[taus.count - 1], 2)): \(score) has these on the \(taus.count) "
      + "labelled spaces that it ranks by default, and one more of their sort lies between in "
      + "\(taus.count - 1) of \(taus.count + 1) cases"
  }
}
