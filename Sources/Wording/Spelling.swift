/// How a door spells the settings that sentences name.
public struct Spelling: Sendable {
  /// The setting as the subject of a sentence: "the budget is 0".
  let subject: @Sendable (Setting) -> String
  /// The setting as something to be given, with its value where the sentence knows one.
  let assignment: @Sendable (Setting, String?) -> String

  /// - Parameters:
  ///   - subject: the setting as the subject of a sentence: `--budget`
  ///   - assignment: the setting as something to be given: `--budget 5`, without a value `--budget`
  public init(
    subject: @escaping @Sendable (Setting) -> String,
    assignment: @escaping @Sendable (Setting, String?) -> String
  ) {
    (self.subject, self.assignment) = (subject, assignment)
  }

  /// As arguments of a Swift function: `labelColumn`, `strategy: "local-search"`.
  public static let swift = Spelling(
    subject: { camelCase($0) },
    assignment: { setting, value in
      value.map { "\(camelCase(setting)): \(literal($0))" } ?? camelCase(setting)
    })

  /// A value as source text: words in quotation marks, numbers and truth values as they are.
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
