/// A name that nothing has, with what could have been meant.
public struct UnknownNameError: SentenceError {
  /// What was to be named: "search space", "notation of nasbench201".
  public let kind: String
  public let name: String
  /// The names there are, as they are to be listed.
  public let known: [String]
  /// Other names that are understood but not listed.
  let aliases: [String]

  public init(kind: String, name: String, known: [String], aliases: [String] = []) {
    self.kind = kind
    self.name = name
    self.known = known
    self.aliases = aliases
  }

  /// The name that was probably meant.
  public var suggestion: String? {
    NearestName.suggestion(for: name, among: known + aliases)
  }

  public var sentence: Sentence {
    let all = known.isEmpty ? "there is none" : "known are \(list(known))"
    return
      "unknown \(kind) \"\(name)\"; \(all)\(NearestName.hint(for: name, among: known + aliases))"
  }
}
