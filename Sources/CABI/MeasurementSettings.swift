import Foundation
import TGNAS
import Wording

/// On what measured proxies are measured, as a caller in C says it in JSON.
struct MeasurementSettings: Decodable {
  let images: String?
  let batch: Int?
  let seed: UInt64?
  let repeats: Int?
  let initialisation: String?

  init(images: String?, batch: Int?, repeats: Int?, initialisation: String?) {
    (self.images, self.batch, self.repeats, seed) = (images, batch, repeats, nil)
    self.initialisation = initialisation
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
    let known = ProxyMeasurement.initialisations
    let name = initialisation ?? known[0].rawValue
    guard let drawn = known.first(where: { $0.rawValue == name }) else {
      throw UnknownNameError(kind: "initialisation", name: name, known: known.map(\.rawValue))
    }
    return ProxyMeasurement(
      on: try images.map { try LabelledImages(path: $0) },
      batch: batch ?? ProxyMeasurement.standardBatch, seed: seed ?? 0, repeats: repeats ?? 1,
      initialisation: drawn)
  }
}
