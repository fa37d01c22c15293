import ArgumentParser
import TGNAS
import Tables

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Shows how a plain-English description of an operator is understood.",
    usage: "tgnas read <description> [<options>]",
    discussion: """
      Says how the description is read, then prints the known kinds of operators with the nearest \
      descriptions and the cosine of the two sentence embeddings; with --vector the embedding \
      itself, 384 numbers.

        tgnas read "depth-wise separable convolution 3x3"
        tgnas read "3x3 average pooling" --vector --format json
      """,
    aliases: ["encode"])

  @Argument(help: "The description.") var description: String
  @Option(help: ArgumentHelp("How many known kinds to print.", valueName: "n"))
  var neighbours = 5
  @Flag(help: "Print the embedding instead of the nearest known kinds.") var vector = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if neighbours < 1 {
      throw ValidationError("--neighbours is \(neighbours); expected 1 or more.")
    }
    if description.allSatisfy(\.isWhitespace) {
      throw ValidationError("the description is empty; describe an operator in a few words.")
    }
  }

  func run() throws {
    let opened = try output.open()
    if vector { return try writeVector(opened.embeddings) }
    let reader = try opened.reader()
    let found = try reader.nearest(to: [description], count: neighbours)[0]
    let reading = try reader.readings(of: [description])[0]
    output.note(
      reading.isDoubtful
        ? "warning: \"\(description)\" resembles no operator that is known; its scores would be a "
          + "guess: \(reading.words) (\(reading.evidence))"
        : "read as: \(reading.words) (\(reading.evidence))")
    if let outOfReach = reading.outOfReach {
      output.note("warning: a number is too large and is not read: \(outOfReach)")
    }
    var table = ResultTable(
      columns: ["kind", "cosine", "description"] + OperatorAttributes.names)
    for neighbour in found {
      table.append(
        [
          .text(neighbour.kind.name), .number(Double(neighbour.cosine), decimals: 3),
          .text(neighbour.description),
        ] + neighbour.kind.attributes().values.map { .number(Double($0), decimals: 2) })
    }
    try output.write(table)
  }

  private func writeVector(_ embeddings: OperatorEmbeddings) throws {
    let numbers = try embeddings.embeddings(of: [description]).elements
    switch output.format {
    case .json: try output.write("[\(numbers.map { "\($0)" }.joined(separator: ", "))]\n")
    case .csv, .table: try output.write(numbers.map { "\($0)\n" }.joined())
    }
  }
}
