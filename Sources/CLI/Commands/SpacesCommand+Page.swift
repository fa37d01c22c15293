import ArgumentParser
import Files
import TGNAS

extension SpacesCommand {
  struct Page: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "page", abstract: "Writes a page about a search space, with a picture.",
      usage: "tgnas spaces page [<spaces> ...] --output <folder>",
      discussion: """
        Writes NAME.md and NAME.svg for each space: operators and their readings, layers, \
        notations, networks, and the costs of an example. Without spaces it writes the pages of \
        all shipped ones, and README.md with links to them.

          tgnas spaces page nasbench201 -o .
        """)

    @Argument(
      help: "Search spaces: names such as nasbench201, or paths of .yaml files.")
    var spaces: [String] = []
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("The folder to write to; it must exist.", valueName: "folder"),
      completion: .directory)
    var output: String

    func run() throws {
      let opened = OpenInstallation(try .locate())
      let listed = try spaces.isEmpty ? opened.spaces() : spaces.map { try opened.space($0) }
      let pages = try listed.map { try SpacePage(of: $0, reader: opened.reader()) }
      for page in pages {
        try AtomicFile.write(page.markdown(), to: "\(output)/\(page.space.name).md")
        try AtomicFile.write(page.picture, to: "\(output)/\(page.pictureName)")
      }
      if spaces.isEmpty {
        try AtomicFile.write(
          SpaceIndex.markdown(of: pages), to: "\(output)/\(SpaceIndex.fileName)")
      }
    }
  }
}
