import Foundation
import TestSupport

/// Results of scipy and numpy, written by `Scripts/goldens/evaluation.py`.
///
/// They prove the coefficients and the ranking figures against an independent implementation; they
/// say nothing of NaN, constant lists and errors, which have tests of their own.
enum Goldens {
  struct Correlation: Decodable, Sendable {
    let name: String
    let x: [Number]
    let y: [Number]
    let spearman: Double?
    let kendall: Double?
  }

  struct Metrics: Decodable, Sendable {
    let name: String
    let scores: [Number]
    let accuracies: [Number]
    let topOne: Double
    let bestOfTopTen: Double
    let meanOfTopHundred: Double
    let regretOfTopOne: Double
    let discountedGain: Double
  }

  /// A number that may be written "-inf", which JSON cannot.
  struct Number: Decodable, Sendable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else if try container.decode(String.self) == "-inf" {
        value = -.infinity
      } else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number")
      }
    }
  }

  static func read<T: Decodable>(_ name: String, as type: T.Type) throws -> [T] {
    let file = Locations.goldens.appendingPathComponent("evaluation/\(name)")
    return try JSONDecoder().decode([T].self, from: Data(contentsOf: file))
  }
}
