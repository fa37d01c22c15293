import Documents
import Randomness
import Wording

/// Wordings that all operators have in common: windows, sentence frames, suffixes. Readers are
/// trained on all of them.
public struct OperatorWordings: Hashable, Sendable {
  /// For `<window>`.
  public let windows: [String]
  /// For `<size>`.
  public let sizes: [String]
  /// Sentences around a noun phrase, `<phrase>`.
  public let frames: [String]
  /// Suffixes that add a normalisation and an activation.
  public let normalised: [String]
  /// Suffixes that add a stride.
  public let strided: [String]
  /// Descriptions of kinds by their names, with alternatives in angle brackets:
  /// `<no|without a> connection`.
  public let sentences: [String: [String]]

  /// One way for each.
  public static let plain = OperatorWordings(
    windows: ["<kernel>x<kernel>"], sizes: ["with kernel size <kernel>"], frames: ["<phrase>"],
    normalised: [", batch norm, ReLU"], strided: [", stride <stride>"])

  public init(
    windows: [String], sizes: [String], frames: [String], normalised: [String],
    strided: [String], sentences: [String: [String]] = [:]
  ) {
    (self.windows, self.sizes, self.frames) = (windows, sizes, frames)
    (self.normalised, self.strided, self.sentences) = (normalised, strided, sentences)
  }

  /// - Parameter kinds: the names of the kinds that there are
  /// - Throws: `DocumentError` with everything that is wrong with the file.
  package init(yaml: String, path: String, kinds: [String]) throws {
    self = try DocumentReader.read(
      yaml, path: path, expected: "wordings of operators",
      required: ["format", "window", "size", "frames", "normalised", "strided", "sentences"]
    ) { file in
      func texts(_ value: DocumentValue?, with place: String?) -> [String]? {
        guard let elements = value?.someElements() else { return nil }
        return elements.compactMap { element in
          guard let text = element.text() else { return nil }
          if let place, !text.contains(place) {
            element.report("\"\(text)\" has no place \(place)")
            return nil
          }
          return text
        }
      }
      guard file["format"]?.integer(in: 1...1) != nil,
        let windows = texts(file["window"], with: "<kernel"),
        let sizes = texts(file["size"], with: "<kernel"),
        let frames = texts(file["frames"], with: "<phrase>"),
        let normalised = texts(file["normalised"], with: nil),
        let strided = texts(file["strided"], with: "<stride>"),
        let entries = file["sentences"]?.someEntries()
      else { return nil }
      var sentences: [String: [String]] = [:]
      for (kind, value) in entries {
        guard let templates = texts(value, with: nil) else { return nil }
        if !kinds.contains(kind) {
          value.report(
            "there are sentences for \"\(kind)\", which is no kind of operator"
              + NearestName.hint(for: kind, among: kinds))
        }
        for template in templates where !Alternatives.areWellFormed(in: template) {
          value.report(
            "\"\(template)\" has brackets that do not match; expected <one|another> without others "
              + "inside"
          )
        }
        sentences[kind] = templates
      }
      return OperatorWordings(
        windows: windows, sizes: sizes, frames: frames, normalised: normalised, strided: strided,
        sentences: sentences)
    }
  }

  private static let numberWords = [
    1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 7: "seven", 9: "nine", 16: "sixteen",
  ]

  /// A template with numbers in its places.
  ///
  /// - Parameter choice: picks one of so many ways to write something
  func filled(
    _ template: String, with numbers: [OperatorNumber: Int], choosing choice: (Int) -> Int
  ) -> String {
    var text = template
    for (place, ways) in [("<window>", windows), ("<size>", sizes)] where text.contains(place) {
      text = text.replacing(place, with: ways[choice(ways.count)])
    }
    for number in OperatorNumber.allCases {
      guard let value = numbers[number] else { continue }
      text = text.replacing("<\(number.rawValue)>", with: "\(value)")
    }
    let kernel = numbers[.kernel] ?? 3
    return text.replacing("<kernel-word>", with: Self.numberWords[kernel] ?? "\(kernel)")
  }
}
