import Wording

// Numbers that stand beside a word or a sign that explains them.

extension DescriptionParser {
  private static let kernelNouns: Set<String> = [
    "kernel", "k", "ksize", "window", "filter", "patch", "size", "length", "width", "side",
  ]
  private static let counted: Set<String> = ["channels", "filtered", "channel", "features"]
  private static let windowNouns: Set<String> = ["kernel", "kernels", "window", "windows"]

  /// `3x3`, `3 by 3`, `three by three`, `3x3x3`, `(3, 3)`, `1x7`.
  mutating func claimWindows() {
    var index = 0
    while index < tokens.count {
      guard let (sides, end) = window(at: index) else {
        index += 1
        continue
      }
      let (first, second) = (sides[0], sides[1])
      if sides.count == 2, first != second, min(first, second) == 1 {
        lines += 1
        restate(.kernel, max(numbers[.kernel] ?? 0, max(first, second)))
        replace(index..<end, by: [first == 1 ? "1x3" : "3x1"])
        index += 1
      } else if first == 1, second == 1 {
        state(.kernel, 1)
        if numbers[.kernel] == nil { restate(.kernel, 1) }
        replace(index..<end, by: ["1x1"])
        stripAround(&index, isWindow: true)
      } else {
        restate(.kernel, max(numbers[.kernel] ?? 0, max(first, second)))
        replace(index..<end, by: sides.count == 3 ? ["3d"] : [])
        if sides.count == 3 { index += 1 } else { stripAround(&index, isWindow: false) }
      }
    }
  }

  private func window(at index: Int) -> (sides: [Int], end: Int)? {
    // `(3, 3)` behind `kernel_size=`.
    if isSign(index, ["("]), let first = value(index + 1, orWord: false),
      isSign(index + 2, [","]), let second = value(index + 3, orWord: false),
      isSign(index + 4, [")"]), (1...31).contains(first), (1...31).contains(second),
      isSign(index - 1, [","])
        || isSign(index - 1, ["="]) && word(index - 2).map(Self.kernelNouns.contains) == true
    {
      return ([first, second], index + 5)
    }
    guard let first = value(index), first > 0 else { return nil }
    func separated(_ place: Int) -> Bool {
      word(place) == "x" || word(place) == "by" || isSign(place, ["*"])
    }
    guard separated(index + 1), let second = value(index + 2), second > 0,
      // Channels that are filtered one by one have no window of one pixel.
      !(word(index) == "one" && word(index - 1).map(Self.counted.contains) == true)
    else { return nil }
    if separated(index + 3), let third = value(index + 4), third > 0 {
      return ([first, second, third], index + 5)
    }
    return ([first, second], index + 3)
  }

  /// Removes the words that only lead to a window: "with a kernel of ... ", "... window".
  ///
  /// - Parameter index: where the window stood, or still stands; becomes the place behind it
  private mutating func stripAround(_ index: inout Int, isWindow: Bool) {
    let end = index + (isWindow ? 1 : 0)
    if let after = word(end), Self.windowNouns.contains(after) { replace(end..<end + 1) }
    var start = index
    while isSign(start - 1, ["=", "(", ",", ":"]) { start -= 1 }
    if let before = word(start - 1), ["of", "size"].contains(before) { start -= 1 }
    if word(start - 1) == "size" { start -= 1 }
    if let before = word(start - 1), ["kernel", "window", "pooling"].contains(before),
      start < index || before != "pooling"
    {
      start -= before == "pooling" ? 0 : 1
    }
    while let before = word(start - 1), ["a", "an", "with", "of", "using", "over"].contains(before)
    {
      start -= 1
    }
    replace(start..<index)
    index = start + (isWindow ? 1 : 0)
  }

  /// "eight groups", "4 heads", "two pixels apart", "six times as wide".
  mutating func claimCountedNumbers() {
    var index = 0
    while index < tokens.count {
      guard let value = value(index), value > 0,
        let (number, length) = counted(after: index) ?? expanding(at: index)
      else {
        index += 1
        continue
      }
      state(number, value)
      let noun = number == .groups ? ["grouped"] : number == .heads ? ["heads"] : []
      replace(index..<index + 1 + length, by: number == .dilation ? ["apart"] : noun)
    }
  }

  /// "expands the channels by 6"
  private func expanding(at index: Int) -> (OperatorNumber, Int)? {
    word(index - 1) == "by" && holdsWord(["expands", "expand", "widens", "widen"])
      ? (.expansion, 0) : nil
  }

  private func counted(after index: Int) -> (OperatorNumber, Int)? {
    guard let next = word(index + 1) else { return nil }
    let afterNext = word(index + 2)
    switch next {
    case "groups", "grouped", "paths": return (.groups, 1)
    case "channel" where afterNext == "groups": return (.groups, 2)
    case "heads", "head": return (.heads, 1)
    case "pixels" where afterNext == "apart": return (.dilation, 2)
    case "times" where ["as", "wider"].contains(afterNext): return (.expansion, 1)
    case "times" where holdsWord(["dilated", "dilation"]): return (.dilation, 1)
    case "times"
    where holdsWord(["expands", "expand", "expanded", "widens", "widen", "widened", "expansion"]):
      return (.expansion, 1)
    case "long", "taps", "tap": return (.kernel, 1)
    case "weights" where word(index - 1) == "of": return (.kernel, 0)
    case "hidden" where holdsWord(["width"]) && word(index) != nil: return (.expansion, 0)
    default: return nil
    }
  }

  /// "kernel size 3", `k=3`, "dilation rate of 2", "stride 2", `groups=8`, "expansion ratio 6",
  /// `e6`.
  mutating func claimNamedNumbers() {
    claimDepthwiseGroups()
    claimDeniedExpansion()
    var index = 0
    while index < tokens.count {
      guard let name = word(index), let meaning = meaning(of: name, at: index),
        let (value, start, end) = valueBehind(index), value > 0
      else {
        index += 1
        continue
      }
      claim(meaning, name, value, from: start, to: end, &index)
    }
  }

  private func meaning(of name: String, at index: Int) -> OperatorNumber? {
    let gluedNumber = isGlued(index + 1) && value(index + 1, orWord: false) != nil
    switch name {
    case "dilation", "dilated": return .dilation
    case "rate":
      return holdsWord(["expansion", "expand"]) && !holdsWord(["dilated", "dilation"])
        ? .expansion : .dilation
    case "d", "dil": return gluedNumber ? .dilation : nil
    case "r" where holdsWord(["feed"]): return gluedNumber ? .expansion : nil
    case "r": return gluedNumber ? .dilation : nil
    case "factor": return holdsWord(["expansion", "expand"]) ? .expansion : nil
    case "stride", "strides", "strided": return .stride
    case "s": return gluedNumber ? .stride : nil
    case "groups", "cardinality": return .groups
    case "grouped": return .groups
    case "g": return gluedNumber ? .groups : nil
    case "ratio" where holdsWord(["reduction"]) || word(index - 1) == "excite": return nil
    case "expansion", "expand", "expanded", "ratio", "widens": return .expansion
    case "e", "t": return gluedNumber || isSign(index + 1, ["="]) ? .expansion : nil
    case "mbconv": return gluedNumber ? .expansion : nil
    case "heads", "nhead": return .heads
    case "h": return gluedNumber ? .heads : nil
    case "k": return gluedNumber || isSign(index + 1, ["="]) ? .kernel : nil
    default: return Self.kernelNouns.contains(name) ? .kernel : nil
    }
  }

  /// The number that a name introduces, and all tokens from the name to it.
  private func valueBehind(_ index: Int) -> (value: Int, start: Int, end: Int)? {
    let fillers: Set<String> = ["rate", "ratio", "factor", "of", "by", "size", "a", "is", "to"]
    var place = index + 1
    while isSign(place, ["=", ":", "("]) || word(place).map(fillers.contains) == true { place += 1 }
    guard let value = value(place) else { return nil }
    var end = place + 1
    while isSign(place - 1, ["("]) && isSign(end, [")"]) { end += 1 }
    return (value, index, end)
  }

  private mutating func claim(
    _ number: OperatorNumber, _ name: String, _ value: Int, from first: Int, to end: Int,
    _ index: inout Int
  ) {
    // Of several windows the widest counts: a 1x1 convolution beside it only mixes channels.
    if number == .kernel {
      restate(.kernel, max(numbers[.kernel] ?? 0, value))
    } else {
      state(number, value)
    }
    var kept: [String] = []
    switch number {
    case .dilation: kept = ["dilated"]
    case .groups: kept = ["grouped"]
    case .heads: kept = ["heads"]
    case .expansion: kept = name == "mbconv" ? ["mbconv"] : ["expansion"]
    case .kernel: kept = value == 1 ? ["1x1"] : []
    case .stride: break
    }
    var start = first
    if number == .kernel {
      if let before = word(start - 1), ["kernel", "window", "filter", "pooling"].contains(before),
        ["size", "width", "length"].contains(name)
      {
        start -= before == "pooling" ? 0 : 1
      }
    }
    if [.kernel, .stride].contains(number) {
      while let before = word(start - 1), ["a", "with", "of", "and", "using"].contains(before) {
        start -= 1
      }
      while isSign(start - 1, [",", "("]) { start -= 1 }
    }
    // Statements that repeat the kind are not counted again: "dilated convolution with dilation
    // rate 2".
    if number == .dilation || number == .groups || number == .expansion, let only = kept.first {
      let isSaid = tokens.indices.contains {
        !(start..<end).contains($0) && word($0) == only
      }
      if isSaid {
        kept = []
        while let before = word(start - 1), ["a", "with", "and", "of"].contains(before) {
          start -= 1
        }
      }
    }
    replace(start..<end, by: kept)
    index = start + kept.count
  }

  /// "without expansion" is an expansion of 1.
  private mutating func claimDeniedExpansion() {
    for index in tokens.indices.dropLast()
    where ["without", "no"].contains(word(index) ?? "") {
      let end = ["an", "any"].contains(word(index + 1) ?? "") ? index + 2 : index + 1
      guard ["expansion", "expanding"].contains(word(end) ?? "") else { continue }
      state(.expansion, 1)
      replace(index..<end + 1)
      return
    }
  }

  /// `groups=C` gives each channel a filter of its own.
  private mutating func claimDepthwiseGroups() {
    let channels: Set<String> = ["c", "dim", "in", "channels", "planes", "inp", "hidden"]
    var index = 0
    while index + 2 < tokens.count {
      if let name = word(index), ["groups", "grouped"].contains(name), isSign(index + 1, ["="]),
        let count = word(index + 2), channels.contains(count)
      {
        replace(index..<index + 3, by: ["depthwise"])
      }
      index += 1
    }
  }
}
