import Documents
import Wording

extension BlockLinear {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section("the linear layer", required: ["features"], optional: ["bias"]),
      let features = section["features"]
    else { return nil }
    let bias = section["bias"].map { $0.boolean() } ?? true
    if features.scalarText() == "classes" {
      guard let bias else { return nil }
      self.init(features: .classes, hasBias: bias)
    } else {
      guard let channels = Channels(reading: features), let bias else { return nil }
      self.init(features: .channels(channels), hasBias: bias)
    }
  }
}

extension BlockSqueezeExcite {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the squeeze-excite layer", required: ["channels"], optional: ["activation", "gate"])
    else { return nil }
    let channels = section["channels"].flatMap { Channels(reading: $0) }
    let activation =
      section["activation"].map { $0.choice(of: BlockLayer.Activation.self) } ?? .relu
    let gate = section["gate"].map { $0.choice(of: BlockLayer.Activation.self) } ?? .sigmoid
    guard let channels, let activation, let gate else { return nil }
    self.init(channels: channels, activation: activation, gate: gate)
  }
}

extension BlockAttention {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the attention", required: ["heads"],
        optional: ["head-channels", "bias", "relative-positions"])
    else { return nil }
    func number(_ key: String, in range: ClosedRange<Int>) -> Int?? {
      guard let value = section[key] else { return .some(nil) }
      return value.integer(in: range).map { .some($0) }
    }
    let bias = section["bias"].map { $0.boolean() } ?? true
    guard let heads = section["heads"]?.integer(.heads),
      let headChannels = number("head-channels", in: NumberLimit.channels.range),
      let relative = number("relative-positions", in: 1...1_024), let bias
    else { return nil }
    self.init(
      heads: heads, headChannels: headChannels, hasBias: bias, relativePositions: relative)
  }
}
