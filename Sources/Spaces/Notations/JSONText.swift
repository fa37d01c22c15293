import Files
import Foundation

/// A text that is meant to be a JSON object with one key.
struct JSONText {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The list at the only key.
  ///
  /// - Throws: ``ArchitectureError`` when the text is not JSON or has other keys.
  func list(at key: String) throws(ArchitectureError) -> [Any] {
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    } catch {
      throw ArchitectureError(text, "is not JSON; expected {\"\(key)\": [...]}")
    }
    guard let entries = object as? [String: Any] else {
      throw ArchitectureError(text, "is no JSON object; expected {\"\(key)\": [...]}")
    }
    if let other = entries.keys.filter({ $0 != key }).min() {
      throw ArchitectureError(
        text,
        "unknown key \"\(other)\", expected \(key)" + NearestName.hint(for: other, among: [key]))
    }
    guard let elements = entries[key] as? [Any] else {
      throw ArchitectureError(text, "expected \"\(key)\" to be a list")
    }
    return elements
  }
}
