import Latency
import Scoring
import Spaces
import Wording

/// How long the network takes on a device, by a table of latencies, in seconds.
public struct LatencyObjective: Objective {
  public static let name = "latency"
  public static let summary =
    "time on a device, by a table of latencies; latency:DEVICE where there are several"
  public static let quantity = Quantity.time

  private let model: LatencyModel

  public var device: String { model.table.device }
  public var label: String { "latency_\(device)" }

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
          "there is no table of latencies of the device \"\(device)\"; \(.latency) has \(list(names))"
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

  public func values(of architectures: [Architecture], scores: [Double]) -> [Double] {
    architectures.map { model.latency(of: $0) * model.table.unit.seconds }
  }
}
