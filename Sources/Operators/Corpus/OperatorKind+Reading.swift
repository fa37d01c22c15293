import Documents
import Spaces
import Wording

extension OperatorKind {
  /// The kinds of one file of the corpus.
  ///
  /// - Parameter known: the names of kinds of other files
  /// - Throws: `DocumentError` with everything that is wrong with the file.
  package static func all(
    yaml: String, path: String, known: [String] = []
  ) throws -> [OperatorKind] {
    try DocumentReader.read(
      yaml, path: path, expected: "a list of kinds of operators", required: ["format", "kinds"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil,
        let elements = file["kinds"]?.someElements()
      else { return nil }
      var kinds: [OperatorKind] = []
      for element in elements {
        guard let kind = OperatorKind(reading: element) else { continue }
        if known.contains(kind.name) || kinds.contains(where: { $0.name == kind.name }) {
          element.report("two kinds have the name \"\(kind.name)\"; remove or rename one")
        }
        kinds.append(kind)
      }
      return kinds
    }
  }

  init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        required: ["name", "traits", "phrasings"],
        optional: ["role", "numbers", "cost", "expanded-cost", "smoothing"]),
      let name = section["name"]?.name(),
      let traits = section["traits"]?.choices(of: OperatorTrait.self),
      let phrasings = section["phrasings"].flatMap(Phrasing.all(reading:))
    else { return nil }
    let role = section["role"].map { $0.choice(of: Operator.Role.self) } ?? .operation
    let numbers = section["numbers"].map(OperatorKind.numbers(reading:)) ?? [:]
    let cost = section["cost"].map(OperatorCost.terms(reading:)) ?? [:]
    let expanded = section["expanded-cost"].map(OperatorCost.terms(reading:)) ?? [:]
    let smoothing = section["smoothing"].map { $0.number() } ?? 0
    guard let role, let numbers, let cost, let expanded, let smoothing else { return nil }
    let missing = Set(phrasings.flatMap(\.numbers)).subtracting(numbers.keys)
    if let missing = missing.min() {
      value.report(
        "kind \"\(name)\" has phrasings with <\(missing.rawValue)> but no values for it; add "
          + "\"\(missing.rawValue): [...]\" to its \"numbers\"")
      return nil
    }
    self.init(
      name: name, role: role, traits: traits, numbers: numbers,
      cost: OperatorCost(cost, expanded: expanded), smoothing: smoothing, phrasings: phrasings)
  }

  private static func numbers(reading value: DocumentValue) -> [OperatorNumber: [Int]]? {
    guard let entries = value.entries(of: OperatorNumber.self) else { return nil }
    var numbers: [OperatorNumber: [Int]] = [:]
    for (number, value) in entries {
      guard let elements = value.someElements() else { return nil }
      let values = elements.map { $0.integer(in: 1...1024) }
      guard !values.contains(nil) else { return nil }
      numbers[number] = values.compactMap { $0 }
    }
    return numbers
  }
}

extension OperatorCost {
  fileprivate static func terms(reading value: DocumentValue) -> [Term: Float]? {
    guard let entries = value.entries(of: Term.self) else { return nil }
    let terms = entries.map { (key: $0.key, share: $0.value.number()) }
    guard !terms.contains(where: { $0.share == nil }) else { return nil }
    return Dictionary(uniqueKeysWithValues: terms.map { ($0.key, $0.share ?? 0) })
  }
}

extension OperatorKind.Phrasing {
  fileprivate static func all(reading value: DocumentValue) -> [OperatorKind.Phrasing]? {
    guard let entries = value.entries(of: OperatorKind.Style.self) else { return nil }
    var phrasings: [OperatorKind.Phrasing] = []
    for (style, list) in entries {
      guard let elements = list.someElements() else { return nil }
      for element in elements {
        guard let text = element.text() else { return nil }
        let phrasing = OperatorKind.Phrasing(style: style, template: text)
        if let unknown = phrasing.unknownPlaces.first {
          element.report(
            "\"\(text)\" has the place <\(unknown)>, which stands for nothing; expected one of "
              + OperatorKind.Phrasing.places.map { "<\($0)>" }.joined(separator: ", "))
          return nil
        }
        phrasings.append(phrasing)
      }
    }
    if phrasings.isEmpty {
      value.report("\(value.subject) is empty; expected at least one phrasing")
      return nil
    }
    return phrasings
  }

  /// The names that can stand between < and >.
  static let places = OperatorNumber.allCases.map(\.rawValue) + ["window", "size", "kernel-word"]

  private var usedPlaces: [String] {
    template.split(separator: "<").dropFirst(template.hasPrefix("<") ? 0 : 1).compactMap {
      $0.contains(">") ? String($0.prefix { $0 != ">" }) : nil
    }
  }

  fileprivate var unknownPlaces: [String] {
    usedPlaces.filter { !Self.places.contains($0) }
  }

  /// The numbers that the template names.
  var numbers: [OperatorNumber] {
    usedPlaces.map { OperatorNumber(rawValue: $0) ?? .kernel }
  }
}

extension DocumentValue {
  /// A mapping whose keys are the cases of `type`, each at most once.
  fileprivate func entries<T: RawRepresentable & CaseIterable>(
    of type: T.Type
  ) -> [(key: T, value: DocumentValue)]? where T.RawValue == String {
    let keys = T.allCases.map(\.rawValue)
    guard let section = section(required: [], optional: keys) else { return nil }
    return T.allCases.compactMap { key in section[key.rawValue].map { (key, $0) } }
  }

  /// A list of cases of `type`, each at most once.
  fileprivate func choices<T: RawRepresentable & CaseIterable & Hashable>(
    of type: T.Type
  ) -> Set<T>? where T.RawValue == String {
    guard let elements = someElements() else { return nil }
    let choices = elements.map { $0.choice(of: T.self) }
    guard !choices.contains(nil) else { return nil }
    return Set(choices.compactMap { $0 })
  }
}
