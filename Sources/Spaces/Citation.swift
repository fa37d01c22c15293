/// The publication of a space, in brief: "Dong and Yang, ICLR 2020".
///
/// It is made from a citation of the form `A. Author and B. Author, "Title", Venue 2020`, which may
/// continue behind a full stop or a semicolon.
public struct Citation: Equatable, Sendable {
  /// The authors' surnames: up to two, else the first and "et al."
  public let authors: String
  /// Where and when: "ICLR 2020".
  public let venue: String

  /// Nil when the text has another form.
  public init?(_ text: String) {
    let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let names = parts[0].replacing(" and ", with: ", ").split(separator: ",").map { name in
      name.split(separator: " ").last.map(String.init) ?? ""
    }.filter { !$0.isEmpty }
    let venue = parts[2].drop { ", ".contains($0) }.prefix { !".;(".contains($0) }
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let first = names.first, let year = venue.split(separator: " ").last, year.count == 4,
      year.allSatisfy(\.isNumber), venue.count > year.count
    else { return nil }
    switch names.count {
    case 1: authors = first
    case 2: authors = "\(first) and \(names[1])"
    default: authors = "\(first) et al."
    }
    self.venue = venue
  }

  /// The authors and the venue: "Dong and Yang, ICLR 2020".
  public var text: String { "\(authors), \(venue)" }
}
