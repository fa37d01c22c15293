/// Features of negations in a description, and of the alternatives that it states.
///
/// Embeddings hardly tell "nothing is passed on" from "nothing is changed", which are opposites:
/// the one cuts a connection, the other is an identity. So each negation is followed to the first
/// word that it negates.
struct NegationFeatures {
  private static let negations: Set<String> = [
    "no", "not", "nothing", "none", "never", "neither", "nor", "without", "cannot", "non",
  ]
  /// Words that end the reach of a denial.
  private static let turns: Set<String> = ["but", "except", "and"]
  private static let change = Stems([
    "chang", "alter", "modif", "transform", "process", "comput", "touch", "affect", "convol",
    "weight", "param", "pooling", "edit", "learn", "calculat", "treat", "does", "done", "manipul",
  ])
  private static let transmission = Stems([
    "pass", "flow", "transmi", "carr", "reach", "forward", "signal", "informat", "connect", "link",
    "path", "edge", "talk", "travel", "receiv", "arriv", "output", "fed", "feed", "send", "sent",
    "relay", "propagat", "contribut", "feature", "gets", "get", "got", "wire", "gradient",
    "deliver", "across", "through", "exist", "come", "tensor", "activation", "data", "travers",
    "communic", "exchang", "leaves", "input", "arrow", "route", "return", "produce", "give",
    "giving",
  ])
  private static let removal = Stems([
    "drop", "remov", "delet", "cut", "cuts", "discard", "stop", "block", "eras", "kill", "throw",
    "ignor", "suppress", "ablat", "prun", "prevent", "gap", "dead", "absen", "missing", "disabl",
    "disconnect", "unconnect", "sever", "mute", "silenc", "nullif", "zero", "null", "void", "empt",
    "unlinked", "unused", "off", "interrupt", "annul", "cancel", "switched", "isolat",
  ])
  private static let preservation = Stems([
    "unchang", "unalter", "unmodif", "untouch", "untransform", "unprocess", "same", "identi",
    "equal", "copy", "copies", "copied", "keep", "preserv", "retain", "lossless", "intact", "as",
    "skip", "shortcut", "bypass", "straight", "direct", "plain", "transparent", "leaves", "was",
    "residual", "jump", "noop", "simply", "only", "merely", "just", "still", "exactly", "unaffect",
  ])
  private static let forwarding = Stems([
    "pass", "forward", "flow", "relay", "hand", "send", "feed", "carr", "copy", "copies", "goes",
    "continue", "through", "runs", "along", "adds", "added", "move", "lets", "reach", "deliver",
    "transfer", "connect", "return", "reus", "taken", "convey", "proceed",
  ])

  static let count = 10

  /// The features of the words of a description, [``count``], each 0 or 1.
  static func values(of words: [String]) -> [Float] {
    var deniesChange = false
    var deniesTransmission = false
    var deniesOther = false
    var denied: Set<Int> = []
    for (place, word) in words.enumerated() where negations.contains(word) {
      switch target(of: place, in: words) {
      case (let target, true)?: (deniesChange, _) = (true, denied.insert(target))
      case (let target, false)?: (deniesTransmission, _) = (true, denied.insert(target))
      case nil: deniesOther = true
      }
    }
    let removes = words.contains(where: removal.match)
    let preserves = words.contains(where: preservation.match)
    let forwards = words.indices.contains {
      !denied.contains($0) && forwarding.match(words[$0])
    }
    let features = [
      deniesChange, deniesTransmission, deniesOther, removes, preserves, forwards,
      deniesChange && forwards, deniesTransmission && !preserves, removes && !preserves,
      preserves && !removes && !deniesTransmission,
    ]
    return features.map { $0 ? 1 : 0 }
  }

  /// The word that a negation at `place` is about, and whether the word is a change. Words behind
  /// the negation come before words in front of it, as in "changes nothing".
  private static func target(of place: Int, in words: [String]) -> (word: Int, isChange: Bool)? {
    let following = (place + 1..<min(words.count, place + 7)).prefix { !turns.contains(words[$0]) }
    let preceding = (max(0, place - 3)..<place).reversed()
    for candidate in Array(following) + preceding {
      if change.match(words[candidate]) { return (candidate, true) }
      if transmission.match(words[candidate]) { return (candidate, false) }
    }
    return nil
  }
}

/// Beginnings of words; those of at most three letters are whole words.
struct Stems: Sendable {
  private let stems: [String]

  init(_ stems: [String]) { self.stems = stems }

  func match(_ word: String) -> Bool {
    stems.contains { $0.utf8.count > 3 ? word.hasPrefix($0) : word == $0 }
  }
}
