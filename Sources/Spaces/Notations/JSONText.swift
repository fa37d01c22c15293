import Foundation
import Wording

/// A text that is meant to be a JSON object of lists.
struct JSONText {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The list at the only key.
  ///
  /// - Throws: ``ArchitectureError`` when the text is not JSON or has other keys.
  func list(at key: String) throws(ArchitectureError) -> [Any] {
    try lists(at: [key])[0]
  }

  /// The lists at the keys, which are all there are.
  ///
  /// - Throws: ``ArchitectureError`` when the text is not JSON or has other keys.
  func lists(at keys: [String]) throws(ArchitectureError) -> [[Any]] {
    let expected = "{\(keys.map { "\"\($0)\": [...]" }.joined(separator: ", "))}"
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    } catch {
      throw ArchitectureError(text, "is not JSON; expected \(expected)")
    }
    guard let entries = object as? [String: Any] else {
      throw ArchitectureError(text, "is no JSON object; expected \(expected)")
    }
    if let other = entries.keys.filter({ !keys.contains($0) }).min() {
      throw ArchitectureError(
        text,
        "unknown key \"\(other)\", expected \(Wording.list(keys))"
          + NearestName.hint(for: other, among: keys))
    }
    var lists: [[Any]] = []
    for key in keys {
      guard let elements = entries[key] as? [Any] else {
        throw ArchitectureError(text, "expected \"\(key)\" to be a list")
      }
      lists.append(elements)
    }
    return lists
  }
}
