import ArgumentParser
import Foundation
import TGNAS
import Tables
import Wording

extension SpacesCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the shipped search spaces.",
      usage: "tgnas spaces list [<options>]",
      discussion: """
        The column ops counts the operators that an architecture can choose from. csv and json \
        also have titles, aliases and full citations.
        """)

    @OptionGroup var output: OutputOptions

    func run() throws {
      let spaces = try output.open().spaces()
      try output.write(
        output.format == .table ? overview(of: spaces) : ResultTable(catalogueOf: spaces))
    }

    /// A table that is short enough for a terminal.
    private func overview(of spaces: [SearchSpace]) -> ResultTable {
      var table = ResultTable(
        columns: ["space", "size", "kind", "ops", "data sets", "published"])
      for space in spaces {
        let sets = space.skeletons.flatMap(\.dataSets).map(\.name)
        table.append([
          .text(space.name), space.size.cell,
          .text(
            space.kind.replacing("operators-", with: "").replacing("-of-choices", with: "")
              .replacing("-", with: " ")),
          .integer(space.choices.count),
          sets.first.map { .text(sets.count > 1 ? "\($0) +\(sets.count - 1)" : $0) } ?? .missing,
          Citation(space.citation).map { .text($0.text) } ?? .missing,
        ])
      }
      return table
    }
  }
}
