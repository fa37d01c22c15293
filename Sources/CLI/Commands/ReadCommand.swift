import ArgumentParser
import TGNAS
import Tables

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Shows how a plain-English description of an operator is understood.",
    usage: "tgnas read <description> ... [<options>]",
    discussion: """
      Says how each description is read, then prints the known kinds of operators with the nearest \
      descriptions and the cosine of the two sentence embeddings; with --vector the embedding \
      itself, 384 numbers. As csv and json the rows hold the reading, its probability and the \
      warning, too.

        tgnas read "depth-wise separable convolution 3x3"
        tgnas read "3x3 average pooling" --vector --format json
      """,
    aliases: ["encode"])

  @Argument(help: "The descriptions.") var descriptions: [String]
  @Option(help: ArgumentHelp("How many known kinds to print.", valueName: "n"))
  var neighbours = 5
  @Flag(help: "Print the embedding instead of the nearest known kinds.") var vector = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if neighbours < 1 {
      throw ValidationError("--neighbours is \(neighbours); expected 1 or more.")
    }
    if descriptions.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("the description is empty; describe an operator in a few words.")
    }
  }

  func run() throws {
    let opened = try output.open()
    if vector { return try writeVectors(opened.embeddings) }
    let reader = try opened.reader()
    let found = try reader.nearest(to: descriptions, count: neighbours)
    let readings = try reader.readings(of: descriptions)
    let isForPeople = output.format == .table
    var columns = ["kind", "cosine", "description"] + OperatorAttributes.names
    if isForPeople, descriptions.count > 1 { columns.insert("text", at: 0) }
    if !isForPeople { columns += ["text", "reading", "probability", "warning"] }
    var table = ResultTable(columns: columns)
    for (description, (reading, neighbours)) in zip(descriptions, zip(readings, found)) {
      let warning = reading.warning(on: description)
      output.note(
        warning.map { "warning: \($0)" } ?? "read as: \(reading.words) (\(reading.evidence))")
      if let outOfReach = reading.outOfReach {
        output.note("warning: a number is too large and is not read: \(outOfReach)")
      }
      for neighbour in neighbours {
        var row: [ResultTable.Cell] =
          [
            .text(neighbour.kind.name), .number(Double(neighbour.cosine), decimals: 3),
            .text(neighbour.description),
          ] + neighbour.kind.attributes().values.map { .number(Double($0), decimals: 2) }
        if isForPeople, descriptions.count > 1 { row.insert(.text(description), at: 0) }
        if !isForPeople {
          row += [
            .text(description), .text(reading.words),
            reading.probability.map { .number(Double($0), decimals: 3) } ?? .missing,
            warning.map { .text($0) } ?? .missing,
          ]
        }
        table.append(row)
      }
    }
    try output.write(table)
  }

  private func writeVectors(_ embeddings: OperatorEmbeddings) throws {
    let encoded = try embeddings.embeddings(of: descriptions)
    let rows = (0..<encoded.rows).map { row in encoded.row(row).map { "\($0)" } }
    switch output.format {
    case .json:
      let lists = rows.map { "[\($0.joined(separator: ", "))]" }
      try output.write(
        rows.count == 1 ? lists[0] + "\n" : "[\(lists.joined(separator: ",\n"))]\n")
    case .csv, .table:
      // A column for each description.
      let lines = rows[0].indices.map { place in
        rows.map { $0[place] }.joined(separator: ",") + "\n"
      }
      try output.write(lines.joined())
    }
  }
}

extension OperatorReading {
  /// What to know of a reading that is far from sure; nil for the others.
  fileprivate func warning(on description: String) -> String? {
    if isDoubtful {
      return
        "\"\(description)\" resembles no operator that is known; its scores would be a guess: "
        + "\(words) (\(evidence))"
    }
    return isUnsure ? "\"\(description)\" is far from sure: \(words) (\(evidence))" : nil
  }
}
