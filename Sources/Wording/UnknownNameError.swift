/// An unknown name, with a suggestion if a known name is similar.
public struct UnknownNameError: SentenceError {
  /// The kind of thing that was named: "search space", "notation of nasbench201".
  public let kind: String
  /// The unknown name.
  public let name: String
  /// The known names, in the order in which they are listed.
  public let known: [String]
  /// Other names that are accepted but not listed.
  let aliases: [String]

  /// - Parameter aliases: other names that are accepted but not listed
  public init(kind: String, name: String, known: [String], aliases: [String] = []) {
    self.kind = kind
    self.name = name
    self.known = known
    self.aliases = aliases
  }

  /// More names than this tell nobody anything.
  private static let mostListed = 100
  private static let fewListed = 5

  /// The known name that was probably meant; nil when none is similar.
  public var suggestion: String? {
    NearestName.suggestion(for: name, among: known + aliases)
  }

  public var sentence: Sentence {
    let all =
      known.isEmpty
      ? "there is none"
      : known.count <= Self.mostListed
        ? "known are \(list(known))"
        : "\(grouped(known.count)) are known, such as "
          + list(NearestName.nearest(Self.fewListed, to: name, among: known))
    return
      "unknown \(kind) \"\(shortened(name))\"; \(all)"
      + "\(NearestName.hint(for: name, among: known + aliases))"
  }
}
