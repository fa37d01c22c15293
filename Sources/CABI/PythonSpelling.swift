import Wording

extension Spelling {
  /// Spells settings as arguments of the Python package: `strategy="local"`,
  /// `allow_seen_labels=True`.
  static let python = Spelling(
    subject: { pythonName($0) },
    assignment: { setting, value in
      switch value {
      case nil: "\(pythonName(setting))="
      case "true"?: "\(pythonName(setting))=True"
      case "false"?: "\(pythonName(setting))=False"
      case let value?: "\(pythonName(setting))=\(literal(value))"
      }
    })

  private static func pythonName(_ setting: Setting) -> String {
    // `from` is a word of the language.
    setting == .from ? "notation" : setting.name.replacing("-", with: "_")
  }
}
