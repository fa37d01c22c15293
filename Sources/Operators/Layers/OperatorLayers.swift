import Documents
import Files
import Spaces
import Wording

/// The layers that kinds of operators stand for where a space file does not state any: a block for
/// each kind, with the numbers of a description in it.
public struct OperatorLayers: Sendable {
  /// The texts that stand for numbers, such as `<kernel>`.
  private static let places = OperatorNumber.allCases.map { (number: $0, text: "<\($0.rawValue)>") }

  private let path: String
  private let text: String
  /// The kinds in the file.
  package let names: Set<String>

  /// The layers in `spaces/operators/layers/` of an installation.
  ///
  /// - Throws: `FileError` when the file cannot be read, `DocumentError` when it is wrong.
  public init(in installation: Installation) throws {
    let path = "\(installation.spaces)/operators/layers/layers.yaml"
    try self.init(yaml: InputFile.text(at: path), path: path)
  }

  init(yaml: String, path: String) throws {
    (self.text, self.path) = (yaml, path)
    names = try OperatorLayers.read(yaml, path) { elements in
      Set(elements.compactMap { $0.peek(at: "name") })
    }
  }

  /// Why a description gives an operator no layers.
  public struct NoLayers: Error, Hashable, Sendable {
    /// A few words.
    public let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// The layers of an operator as it was read.
  ///
  /// - Throws: ``NoLayers`` where the kind has none, the reading is doubtful, or a number is beyond
  ///   its limit.
  public func layers(of reading: OperatorReading) throws(NoLayers) -> Operator.Lowering {
    guard let kind = reading.kind, !reading.isDoubtful else {
      throw NoLayers("it is like that of no known kind")
    }
    if let outOfReach = reading.outOfReach { throw NoLayers("where \(outOfReach)") }
    return try layers(
      ofKind: kind, reading.numbers, OperatorDescription(reading.operator.description)
    ).repeated(reading.repetitions)
  }

  /// The layers of a kind with these numbers.
  ///
  /// - Throws: ``NoLayers``
  package func layers(
    ofKind kind: String, _ numbers: [OperatorNumber: Int], _ description: OperatorDescription
  ) throws(NoLayers) -> Operator.Lowering {
    var numbers = numbers
    guard (numbers[.kernel] ?? 1) % 2 == 1 else {
      throw NoLayers(
        "a window of \(numbers[.kernel] ?? 0) has no middle, and changes the resolution")
    }
    let special = numbers[.expansion].map { "\(kind) of expansion \($0)" }
    guard let name = [special, kind].compactMap({ $0 }).first(where: names.contains) else {
      throw NoLayers("no layers are known of the kind \"\(kind)\"")
    }
    numbers[.stride] = nil
    var values = OperatorLayers.places.compactMap { place in
      numbers[place.number].map { (name: place.text, text: "\($0)") }
    }
    values.append((name: "<padding>", text: "\((numbers[.kernel] ?? 1) / 2)"))
    let lowering: Operator.Lowering?
    do {
      lowering = try OperatorLayers.lowering(ofKind: name, values, text, path)
    } catch {
      throw NoLayers(error.problems[0].sentence)
    }
    guard let lowering else { throw NoLayers("no layers are known of the kind \"\(kind)\"") }
    return Operator.Lowering(
      same: lowering.same.without(description), changing: lowering.changing.without(description))
  }

  /// The layers of a kind in the file with numbers in their places.
  private static func lowering(
    ofKind name: String, _ values: [(name: String, text: String)], _ text: String, _ path: String
  ) throws(DocumentError) -> Operator.Lowering? {
    try OperatorLayers.read(text, path) { elements -> Operator.Lowering? in
      guard
        let element = elements.first(where: { $0.peek(at: "name") == name })?
          .replacing(values, leavingOut: ""),
        let section = element.section(
          required: ["name", "lowering"], optional: ["lowering-where-shape-changes"]),
        let same = section["lowering"].flatMap({ Block(reading: $0) })
      else { return nil }
      let changing = section["lowering-where-shape-changes"].flatMap { Block(reading: $0) }
      return Operator.Lowering(same: same, changing: changing ?? same)
    }
  }

  private static func read<T>(
    _ yaml: String, _ path: String, _ body: ([DocumentValue]) -> T
  ) throws(DocumentError) -> T {
    try DocumentReader.read(
      yaml, path: path, expected: "the layers of kinds of operators", required: ["format", "kinds"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil,
        let elements = file["kinds"]?.someElements()
      else { return nil }
      return body(elements)
    }
  }
}

extension Block {
  /// The block without the normalisations and activations that a description denies.
  fileprivate func without(_ description: OperatorDescription) -> Block {
    Block(
      layers.compactMap { layer in
        switch layer {
        case .batchNorm where description.deniesNormalisation: nil
        case .activation where description.deniesActivation: nil
        case .residual(let block): .residual(block.without(description))
        default: layer
        }
      })
  }
}
