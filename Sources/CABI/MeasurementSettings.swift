import Foundation
import TGNAS
import Wording

/// On what measured proxies are measured, as a caller in C says it in JSON.
struct MeasurementSettings: Decodable {
  let images: String?
  let batch: Int?
  let seed: UInt64?
  let repeats: Int?

  init(images: String?, batch: Int?, repeats: Int?) {
    (self.images, self.batch, self.repeats, seed) = (images, batch, repeats, nil)
  }

  /// - Throws: `UserError` when it is no such object.
  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(MeasurementSettings.self, from: Data(json.utf8))
    } catch {
      throw UserError("the measurement is no JSON object as tgnas.h describes: \(error)")
    }
  }

  /// - Throws: `UserError` for counts out of range, `FileError` or `TensorFileError` when the
  ///   images cannot be read.
  func measurement() throws -> ProxyMeasurement {
    for (name, count, limit) in [
      ("batch", batch, NumberLimit.batch), ("repeats", repeats, NumberLimit.repeats),
    ] {
      guard let count, !limit.range.contains(count) else { continue }
      throw UserError("\(name) is \(count); expected \(limit.words)")
    }
    return ProxyMeasurement(
      on: try images.map { try LabelledImages(path: $0) },
      batch: batch ?? ProxyMeasurement.standardBatch, seed: seed ?? 0, repeats: repeats ?? 1)
  }
}
