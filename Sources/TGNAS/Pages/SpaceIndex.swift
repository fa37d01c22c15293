import Spaces
import Wording

/// An index page with links to the pages of several spaces and with their pictures.
public enum SpaceIndex {
  /// The file name of the index page.
  public static let fileName = "README.md"

  /// The page as Markdown.
  ///
  /// - Parameter pages: in the order in which they are listed
  public static func markdown(of pages: [SpacePage]) -> String {
    let rows = pages.map { page in
      let space = page.space
      let published = Citation(space.citation).map { "<br>\(Markdown.text($0.text))" } ?? ""
      return [
        "<a href=\"\(space.name).md\"><img src=\"\(page.pictureName)\" height=\"160\" "
          + "alt=\"An architecture of \(escapedForXML(space.title))\"></a>",
        "[\(Markdown.text(space.title))](\(space.name).md)\(published)", Markdown.code(space.name),
        page.size, "\(space.choices.count)",
      ]
    }
    return """
      # The search spaces

      Each page is made from the file in [spaces/](../../spaces) alone; `make pages` renews them.

      \(Markdown.table(["", "space", "name", "architectures", "operators"], rows))
      """
  }
}
