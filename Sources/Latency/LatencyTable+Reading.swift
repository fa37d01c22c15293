import Documents
import Files

extension LatencyTable {
  /// Reads a table of latencies.
  ///
  /// - Throws: `FileError` when the file cannot be read, `DocumentError` with every mistake in its
  ///   contents.
  public init(contentsOf path: String) throws {
    try self.init(yaml: InputFile.text(at: path), path: path)
  }

  /// Reads a table from YAML text; errors name the text by `path`.
  public init(yaml: String, path: String) throws(DocumentError) {
    self = try DocumentReader.read(
      yaml, path: path, expected: "a table of latencies", required: ["format", "device", "unit"],
      optional: ["base", "operators", "regions"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil else { return nil }
      let device = file["device"]?.name()
      if let device, device.contains("=") {
        file["device"]?.report("\"device\" of the file is \"\(device)\"; expected no \"=\"")
        return nil
      }
      let unit = file["unit"]?.choice(of: LatencyUnit.self)
      let base = file["base"].map { $0.latency() } ?? 0
      let operators = file["operators"].map { $0.latencies() } ?? [:]
      let regions = file["regions"].map { LatencyTable.regions(reading: $0) } ?? [:]
      if file["operators"] == nil, file["regions"] == nil {
        file.report(
          "the file has neither \"operators\" nor \"regions\"; add how long each operator takes")
        return nil
      }
      guard let device, let unit, let base, let operators, let regions else { return nil }
      return LatencyTable(
        device: device, unit: unit, base: base, operators: operators, regions: regions)
    }
  }

  private static func regions(reading value: DocumentValue) -> [String: Latencies]? {
    guard let entries = value.someEntries() else { return nil }
    var regions: [String: Latencies] = [:]
    for entry in entries { regions[entry.key] = entry.value.latencies() }
    return regions.count == entries.count ? regions : nil
  }
}

extension DocumentValue {
  fileprivate func latency() -> Double? {
    guard let text = scalarText() else { return nil }
    guard let value = Double(text), value.isFinite, value >= 0 else {
      report("\(subject) is \"\(text)\"; expected a number of 0 or more")
      return nil
    }
    return value
  }

  /// Names of operators and their latencies.
  fileprivate func latencies() -> LatencyTable.Latencies? {
    guard let entries = someEntries() else { return nil }
    var latencies: LatencyTable.Latencies = [:]
    for entry in entries { latencies[entry.key] = entry.value.latency() }
    return latencies.count == entries.count ? latencies : nil
  }
}

extension LatencyTable {
  /// The first sign that the name of a device cannot have; nil when there is none.
  public static func misplacedSign(inDevice name: String) -> Character? {
    DocumentValue.misplacedSign(inName: name) ?? name.first { $0 == "=" }
  }
}
