import TGNAS
import Tensors
import Wording

/// Texts as they come from C; each ends in a zero byte.
struct TextList {
  let texts: [String]

  /// - Throws: ``UserError`` when a text is not UTF-8, or there are more or fewer than `count`
  ///   texts.
  init(_ bytes: TextPointer, length: Int64, count: Int64) throws {
    let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(length))
    var parts = buffer.split(separator: 0, omittingEmptySubsequences: false)
    guard parts.popLast()?.isEmpty == true, parts.count == Int(count) else {
      throw UserError("\(count) texts were announced, and \(parts.count) came")
    }
    texts = try parts.enumerated().map { place, part in
      guard let text = String(validating: part, as: UTF8.self) else {
        throw UserError("the text at index \(place) is not UTF-8")
      }
      return text
    }
  }

  /// What users should know of how the first texts were read. Python shows warnings only.
  func notes(in space: SearchSpace) -> [Sentence] {
    space.notes(on: texts.prefix(8).map { $0 }, as: "warning")
  }

  /// The architectures that the texts denote, parsed on several threads.
  ///
  /// - Throws: ``UserError`` on the first text that is no architecture, with its index when there
  ///   are several texts.
  func architectures(in space: SearchSpace, threads: Int) throws -> [Architecture] {
    let size = 256
    let chunks = (texts.count + size - 1) / size
    let parsed = Parallel.map(chunks, threads: threads) { chunk, _ in
      Result { () throws(UserError) in
        let places = chunk * size..<min(texts.count, (chunk + 1) * size)
        var found: [Architecture] = []
        found.reserveCapacity(places.count)
        for place in places {
          do throws(ArchitectureError) {
            found.append(try space.architecture(parsing: texts[place]))
          } catch {
            throw UserError((texts.count > 1 ? "index \(place): " : "") + "\(error)")
          }
        }
        return found
      }
    }
    return try parsed.flatMap { try $0.get() }
  }
}
