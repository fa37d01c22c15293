/// The strings in which EfficientNet codes write a stage: `ir_r2_k5_s2_e6_c40_se0.25` is an
/// inverted residual, twice, with kernel 5, stride 2, expansion 6, 40 channels, and
/// squeeze-and-excitation.
///
/// Source: the block strings of the TensorFlow code of MnasNet and EfficientNet, which timm reads.
struct BlockString {
  /// What the block is, in words; the channels are those of the place.
  let phrase: String

  init?(_ text: String) {
    let parts = text.lowercased().split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.count <= 10, let kind = parts.first else { return nil }
    var values: [Substring: Substring] = [:]
    for part in parts.dropFirst() {
      let name = part.prefix(while: \.isLetter)
      let value = part.dropFirst(name.count)
      // Flags such as `noskip`, and activations such as `nre`, have no value.
      if value.isEmpty { continue }
      guard value.allSatisfy({ $0.isNumber || $0 == "." }), values[name] == nil else { return nil }
      values[name] = value
    }
    // The number of blocks and of channels tell such a string from other names.
    guard let repeats = values["r"].flatMap({ Int($0) }), values["c"] != nil,
      let kernel = values["k"].flatMap({ Int($0) })
    else { return nil }
    let expansion = values["e"].flatMap { Int($0) } ?? 1
    let gate = values["se"] == nil ? "" : " with squeeze-and-excitation"
    let block: String
    switch kind {
    case "ir":
      block = "\(kernel)x\(kernel) mobile inverted bottleneck\(gate) with expansion \(expansion)"
    case "er":
      block = "\(kernel)x\(kernel) fused mobile inverted bottleneck with expansion \(expansion)"
    case "ds", "dsa":
      block =
        gate.isEmpty
        ? "\(kernel)x\(kernel) depthwise separable convolution"
        : "\(kernel)x\(kernel) mobile inverted bottleneck\(gate) with expansion 1"
    case "cn": block = "\(kernel)x\(kernel) convolution"
    default: return nil
    }
    let stride = values["s"].flatMap { Int($0) } ?? 1
    phrase =
      block + (stride > 1 ? " with stride \(stride)" : "")
      + (repeats > 1 ? ", repeated \(repeats) times" : "")
  }
}
