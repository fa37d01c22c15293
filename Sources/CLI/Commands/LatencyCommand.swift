import ArgumentParser
import TGNAS
import Tables
import Terminal
import Wording

struct LatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Estimates the latencies of operators on a device.",
    subcommands: [Fit.self])
}

extension LatencyCommand {
  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fit",
      abstract: "Fits latencies of operators to those of measured networks.",
      usage: "tgnas latency fit <space> --table <file> --column <name> ... [-o <file>]",
      discussion: """
        The latency of a network is modelled as a base plus a sum over its operators; all terms \
        are 0 or more. The error on held-out networks decides whether an operator's term may \
        depend on its place. Prints model (kind or place) and the error on held-out networks: mape \
        (mean absolute error as a share of the measured latency, in per cent), rmse (in the unit \
        of the measurements), spearman, and mape and rmse of predicting the mean. Networks that \
        compute nothing, and those without a latency above 0, are left out, and a note counts them.

        With --output it writes a latency table for --latency. Such a table can be written by \
        hand, too.

          tgnas latency fit nasbench201 --column raspi4_latency -o raspi4.yaml \\
            --table nasbench201-hardware-cifar10.csv
        """)

    @OptionGroup var space: SpaceArgument
    @Option(
      help: ArgumentHelp(
        "Measured networks, a CSV file with the architectures in the key columns of the space's "
          + "benchmark (else in the column arch).", valueName: "file"),
      completion: .file(extensions: ["csv"]))
    var table: String
    @Option(
      help: ArgumentHelp(
        "The column of latencies; may be repeated to compare devices.", valueName: "name"))
    var column: [String]
    @Option(
      help: ArgumentHelp(
        "The name of the device; by default the column's without _latency.", valueName: "name"))
    var device: String?
    @Option(help: "The unit of the latencies: ns, us, ms or s.")
    var unit: LatencyUnit = .milliseconds
    @Option(
      help: ArgumentHelp("The seed of the split into \(LatencyFit.folds) folds.", valueName: "n"))
    var seed: UInt64 = 0
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("Write the latency table to this file.", valueName: "file"),
      completion: .file(extensions: ["yaml"]))
    var output: String?
    @Option(help: "How to print: table for people, csv or json for programs.")
    var format: ResultTable.Format = .table

    func validate() throws {
      if output?.isEmpty == true {
        throw ValidationError("--output is empty; expected the path of a file.")
      }
      if column.isEmpty { throw ValidationError("--column is missing; expected a name.") }
      if column.count > 1, output != nil || device != nil {
        throw ValidationError(
          "--column is given \(column.count) times; a table is of one device, "
            + "so leave out --output and --device, or all columns but one.")
      }
      if let device, let sign = LatencyTable.misplacedSign(inDevice: device) {
        throw ValidationError(
          "--device is \"\(device)\"; expected a name without \"\(sign)\".")
      }
    }

    func run() throws {
      let space = try space.load()
      let labelled = try LabelledTable(of: space, at: table)
      let (networks, architectures) = (labelled.table, try labelled.architectures())
      let computing = architectures.map { space.operatorGraph(of: $0) != nil }
      var results = ResultTable(
        columns: [
          "device", "networks", "model", "mape", "rmse", "spearman", "mape_of_mean", "rmse_of_mean",
        ])
      for column in column {
        let latencies = try networks.numbers(column)
        let used = latencies.indices.filter { computing[$0] && latencies[$0] > 0 }
        note(latencies, computing, column)
        let fit = try LatencyFit(
          used.map { architectures[$0] }, of: space, latencies: used.map { latencies[$0] },
          device: try device ?? name(of: column), unit: unit, seed: seed)
        if let output { try fit.table.write(to: output) }
        results.append(row(of: fit))
      }
      try StandardStreams.write(results.text(format))
    }

    private func note(_ latencies: [Double], _ computing: [Bool], _ column: String) {
      let idle = computing.count { !$0 }
      let wrong = latencies.indices.count { computing[$0] && latencies[$0] <= 0 }
      if idle > 0 {
        StandardStreams.note("note: \(column): left out \(idle) networks that compute nothing")
      }
      if wrong > 0 {
        StandardStreams.note(
          "warning: \(column): left out \(wrong) networks whose latency is not above 0")
      }
    }

    private func name(of column: String) throws -> String {
      let name = column.hasSuffix("_latency") ? String(column.dropLast("_latency".count)) : column
      guard !name.isEmpty, LatencyTable.misplacedSign(inDevice: name) == nil else {
        throw ValidationError(
          "the column \"\(column)\" gives no name to call the device by; add --device.")
      }
      return name
    }

    private func row(of fit: LatencyFit) -> [ResultTable.Cell] {
      guard let error = fit.errors[fit.detail] else {
        preconditionFailure("a chosen model is measured")
      }
      return [
        .text(fit.table.device), .integer(fit.count), .text(fit.detail.rawValue),
        .number(error.meanAbsolutePercentage, decimals: 2),
        .number(error.rootMeanSquare, decimals: 4),
        error.spearman.map { .number($0, decimals: 4) } ?? .missing,
        .number(fit.errorOfMean.meanAbsolutePercentage, decimals: 2),
        .number(fit.errorOfMean.rootMeanSquare, decimals: 4),
      ]
    }
  }
}

extension LatencyUnit: ExpressibleByArgument {}
