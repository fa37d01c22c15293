import Documents

/// The benchmark of a space as its file describes it: a table of trained networks. The table itself
/// is the user's: it is never part of the project.
public struct Benchmark: Sendable, Equatable {
  /// A cost that a score has to beat as a predictor of accuracy.
  public struct Baseline: Sendable, Equatable {
    /// The name of the column in output: "params", "flops".
    public let name: String
    /// The column of the table that holds the cost.
    public let column: String
  }

  /// The usual file name of the table.
  public let table: String
  /// The columns that together write an architecture in one of the space's notations, joined by a
  /// colon.
  public let keys: [String]
  /// The columns of accuracies; higher is better. The first is the one that searches are judged by.
  public let accuracies: [String]
  /// The costs that scores are compared with.
  public let baselines: [Baseline]
}

extension Benchmark {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the benchmark", required: ["table", "keys", "accuracies"],
        optional: ["baselines"])
    else { return nil }
    let table = section["table"]?.text()
    let keys = section["keys"]?.names()
    let accuracies = section["accuracies"]?.names()
    var baselines: [Baseline] = []
    let names = ["params", "flops"]
    if let value = section["baselines"] {
      guard let costs = value.section("the baselines", required: [], optional: names) else {
        return nil
      }
      for name in names {
        guard let value = costs[name] else { continue }
        guard let column = value.name() else { return nil }
        baselines.append(Baseline(name: name, column: column))
      }
    }
    guard let table, let keys, let accuracies else { return nil }
    self.init(table: table, keys: keys, accuracies: accuracies, baselines: baselines)
  }
}
