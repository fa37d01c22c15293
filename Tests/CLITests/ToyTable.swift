import Foundation
import Testing

/// A small benchmark table, made by the program's own draws, with accuracies that are made up.
struct ToyTable {
  static let size = 60

  let columns: [String]
  let rows: [[String]]

  var text: String {
    ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  func write(to name: String, in program: Program) throws {
    try program.write(text, to: name)
  }

  /// Random cells, each once, and the best scored one, with every column that the space's file
  /// speaks of.
  static func nasbench201(for program: Program) throws -> ToyTable {
    let best = try program.run("search", "nasbench201", "--format", "json").object()["arch"]
    let cells = try architectures(of: "nasbench201", for: program)
    let first = try #require(best as? String)
    return ToyTable(
      columns: [
        "arch", "cifar10_test", "cifar100_test", "imagenet16_120_test", "cifar10_params_M",
        "cifar10_flops_M",
      ],
      rows: ([first] + cells.filter { $0 != first }).prefix(size).enumerated().map { place, cell in
        [cell] + (1...5).map { accuracy(place, column: $0) }
      })
  }

  /// Random cells, each once, with the labels of one task.
  static func transnasbench101(for program: Program) throws -> ToyTable {
    ToyTable(
      columns: ["arch", "class_scene_val"],
      rows: try architectures(of: "transnasbench101-micro", for: program).prefix(size).enumerated()
        .map { place, cell in [cell, accuracy(place, column: 1)] })
  }

  /// Random chains, each once, with made-up labels.
  static func naap440(for program: Program) throws -> ToyTable {
    ToyTable(
      columns: ["arch", "e90_accuracy"],
      rows: try architectures(of: "naap440", for: program).prefix(size).enumerated().map {
        place, chain in
        ["\"\(chain.replacing("\"", with: "\"\""))\"", accuracy(place, column: 1)]
      })
  }

  /// Numbers without a pattern that a network could learn, each different within a column.
  private static func accuracy(_ place: Int, column: Int) -> String {
    String(Double(place * (16 + column) % 61 + 30) + 0.25)
  }

  private static func architectures(of space: String, for program: Program) throws -> [String] {
    let run = try program.run("spaces", "sample", space, "-n", "100", "--seed", "1")
    var seen: Set<String> = []
    let distinct = run.lines.filter { seen.insert($0).inserted }
    #expect(distinct.count > size)
    return distinct
  }
}
