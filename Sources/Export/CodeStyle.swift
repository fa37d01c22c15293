import Wording

/// How an architecture is written as code for language models.
///
/// Source: COLE, arXiv 2605.15649, which compares these.
public struct CodeStyle: Hashable, Sendable {
  /// How layers that follow each other are written.
  public enum Form: String, CaseIterable, Sendable {
    /// In full, as `nn.Sequential`.
    case inline
    /// As a call of a class that stands before: `ReLU_Conv2d_BatchNorm(16, 16, 3, padding=1)`.
    case helper
    /// The same without the class, which is all that a reader needs where names speak.
    case excludeHelper = "exclude-helper"
  }

  /// What stands around the cells.
  public enum Context: String, CaseIterable, Sendable {
    case none
    /// The whole network, and its training.
    case network
    /// A comment on task, skeleton and training.
    case comment
  }

  /// How layers that follow each other are written.
  public var form: Form
  /// What stands around the cells.
  public var context: Context

  public init(_ form: Form = .excludeHelper, _ context: Context = .none) {
    (self.form, self.context) = (form, context)
  }

  /// The style of a name of one or two words, such as `inline` or `helper-network`.
  ///
  /// - Throws: `UnknownNameError`
  public init(named name: String) throws {
    for form in Form.allCases {
      for context in Context.allCases where CodeStyle(form, context).name == name {
        self.init(form, context)
        return
      }
    }
    throw UnknownNameError(kind: "form of code", name: name, known: CodeStyle.names)
  }

  /// Its form, and its context where there is one: `inline-network`.
  public var name: String {
    form.rawValue + (context == .none ? "" : "-\(context.rawValue)")
  }

  /// The names of all styles.
  public static var names: [String] {
    Form.allCases.flatMap { form in Context.allCases.map { CodeStyle(form, $0).name } }
  }
}
