import Spaces

extension OperatorReader {
  /// The joint reading of the operators of one space; nil where the trained reader does not decide
  /// it.
  ///
  /// - Parameter known: readings of the other operators of the space
  func verdicts(
    on unknown: [UnknownDescription], beside known: [OperatorReading], _ head: OperatorHead
  ) -> [UnknownDescription.Verdict?] {
    let parts = roles(of: head).map { JointReading.Part($0) }
    var names: [JointReading.Part: String] = [:]
    for reading in known {
      guard let part = JointReading.Part(reading.role), part != .other else { continue }
      names[part] = min(names[part] ?? reading.operator.name, reading.operator.name)
    }
    let groups = unknown.groups
    let joint = JointReading(
      groups.map { odds(unknown[$0[0]].guess, parts) }, taken: Set(names.keys))
    for (part, place) in joint.holders {
      names[part] = groups[place].map { unknown[$0].candidate.name }.min()
    }
    var verdicts = [UnknownDescription.Verdict?](repeating: nil, count: unknown.count)
    for (place, group) in groups.enumerated() {
      for index in group {
        guard let guess = unknown[index].guess, guess.isClear else {
          verdicts[index] = unknown[index].verdict
          continue
        }
        let weighted = zip(guess.probabilities, parts).map { probability, part in
          probability * (part.map { joint.weight(of: $0, for: place) } ?? 0)
        }
        let kind = weighted.indices.max { weighted[$0] < weighted[$1] } ?? guess.kind
        let probability = weighted[kind] / max(weighted.reduce(0, +), .leastNormalMagnitude)
        // The others were read on the understanding that this operator keeps its part.
        let isHolder = parts[kind].map { joint.holders[$0] == place } ?? false
        verdicts[index] = UnknownDescription.Verdict(
          kind: isHolder || probability >= OperatorReader.leastProbability ? kind : nil,
          probability: probability,
          jointDecision: kind == guess.kind
            ? nil
            : OperatorReading.JointDecision(
              instead: head.kinds[guess.kind], holder: parts[guess.kind].flatMap { names[$0] }))
      }
    }
    return verdicts
  }

  /// Descriptions that are not understood on their own take no part in the joint reading.
  private func odds(
    _ guess: OperatorHead.Guess?, _ parts: [JointReading.Part?]
  ) -> JointReading.Odds {
    guard let guess, guess.isClear else {
      return JointReading.Odds(zero: 0, identity: 0, other: 1)
    }
    func largest(_ part: JointReading.Part) -> Float {
      zip(guess.probabilities, parts).reduce(0) { $1.1 == part ? max($0, $1.0) : $0 }
    }
    return JointReading.Odds(
      zero: largest(.zero), identity: largest(.identity), other: largest(.other))
  }
}

extension JointReading.Part {
  /// The part of an operator with a role; nil for a cell's ends, which every space names itself.
  init?(_ role: Operator.Role) {
    switch role {
    case .zero: self = .zero
    case .identity: self = .identity
    case .operation, .projection: self = .other
    case .input, .output: return nil
    }
  }
}
