import Latency
import Scoring
import Spaces
import Wording

/// The latency of the network on a device in seconds, predicted from a latency table.
public struct LatencyObjective: Objective {
  public static let name = "latency"
  public static let summary =
    "time on a device, by a table of latencies; latency:DEVICE where there are several"
  public static let quantity = Quantity.time

  private let model: LatencyModel

  /// The device, by the name that its table gives it.
  public var device: String { model.table.device }
  /// The column name in result tables, with the device.
  public var label: String { "latency_\(device)" }

  /// - Parameter device: the device whose table is used; nil where there is only one table
  /// - Throws: ``UserError`` when there is no table, no table of that device, or several tables and
  ///   no device.
  public init(from sources: ObjectiveSources, device: String?) throws {
    let models = sources.latencies
    guard !models.isEmpty else {
      throw UserError(
        "latencies need a table of them; add \(.latency, "FILE") (tgnas latency fit makes one)")
    }
    let names = models.map(\.table.device)
    if let device {
      guard let model = models.first(where: { $0.table.device == device }) else {
        throw UserError(
          "there is no table of latencies of the device \"\(device)\"; "
            + "\(.latency) has \(list(names))"
        )
      }
      self.model = model
    } else {
      guard models.count == 1 else {
        throw UserError(
          "latency could be that of \(list(names)); say \(Self.name):\(names[0]), for "
            + "instance")
      }
      model = models[0]
    }
  }

  /// Latencies in seconds, in order.
  public func values(of architectures: [Architecture], scores: [Double]) -> [Double] {
    architectures.map { model.latency(of: $0) * model.table.unit.seconds }
  }
}
