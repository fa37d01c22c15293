import Foundation
import Spaces
import Tables

extension ResultTable {
  /// All facts about spaces, one space a row, for programs.
  public init(catalogueOf spaces: [SearchSpace]) {
    self.init(columns: [
      "space", "architectures", "kind", "operators", "data_sets", "published", "title", "aliases",
      "citation",
    ])
    for space in spaces {
      append([
        .text(space.name), space.size.cell, .text(space.kind), .integer(space.choices.count),
        .text(space.skeletons.flatMap(\.dataSets).map(\.name).joined(separator: ";")),
        Citation(space.citation).map { .text($0.text) } ?? .missing, .text(space.title),
        .text(space.aliases.joined(separator: ";")), .text(space.citation),
      ])
    }
  }
}

extension SpaceSize {
  /// The size in short form for people, with all known digits for files.
  public var cell: ResultTable.Cell {
    .magnitude(
      exact.map { "\($0)" } ?? "\(approximate)",
      text: description.replacing(" x 10^", with: "e"))
  }
}
