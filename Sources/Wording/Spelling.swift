/// How a door spells the settings that sentences name.
public struct Spelling: Sendable {
  /// The setting as the subject of a sentence: "the budget is 0".
  let subject: @Sendable (Setting) -> String
  /// The setting as something to give, with its value if the sentence has one.
  let assignment: @Sendable (Setting, String?) -> String

  /// - Parameters:
  ///   - subject: the setting as the subject of a sentence: `--budget`
  ///   - assignment: the setting as something to give: `--budget 5`, or `--budget` without a value
  public init(
    subject: @escaping @Sendable (Setting) -> String,
    assignment: @escaping @Sendable (Setting, String?) -> String
  ) {
    (self.subject, self.assignment) = (subject, assignment)
  }

  /// Spells settings as arguments of a Swift function: `labelColumn`, `strategy: "local-search"`.
  public static let swift = Spelling(
    subject: { camelCase($0) },
    assignment: { setting, value in
      value.map { "\(camelCase(setting)): \(literal($0))" } ?? camelCase(setting)
    })

  /// A value as source text. Words are quoted; numbers and truth values are not.
  public static func literal(_ value: String) -> String {
    value == "true" || value == "false" || Double(value) != nil ? value : "\"\(value)\""
  }

  private static func camelCase(_ setting: Setting) -> String {
    let words = setting.name.split(separator: "-")
    return words.dropFirst().reduce(String(words[0])) { name, word in
      name + word.prefix(1).uppercased() + word.dropFirst()
    }
  }
}
