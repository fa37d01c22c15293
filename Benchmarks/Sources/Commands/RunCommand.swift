import ArgumentParser
import Files
import Foundation
import Plots
import TGNAS

/// The parts that can be measured separately.
enum Part: String, CaseIterable, ExpressibleByArgument {
  case network
  case encoder
  case languageModel = "language-model"
  case closedForms = "closed-forms"
  case proxies
  case training
  case processes
  case growth
}

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Measure everything and write the results to a folder.")

  @Option(
    help: "Python with the packages of Benchmarks/peers/requirements.txt; without it no peers.")
  var python: String?

  @Option(
    help: "Folder of benchmark tables, for training (default: that named by TGNAS_BENCHMARKS).")
  var tables: String?

  @Option(help: "The tgnas program (default: beside this one).")
  var program: String?

  @Option(name: .shortAndLong, help: "Folder for results.json and growth.svg.")
  var output: String?

  @Option(help: "Threads (default: one for each processor).")
  var threads: Int?

  @Option(help: "A GGUF file of Llama's family; without it no language model is measured.")
  var languageModel: String?

  @Flag(help: "Measure little, in seconds, to see that everything works.")
  var quick = false

  @Option(
    parsing: .upToNextOption,
    help: "Measure only some of \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
  var only: [Part] = []

  @Option(help: "Cells that measured proxies are compared on.")
  var cells: Int?

  @Flag(help: "Grow to ten million cells, which takes minutes.")
  var large = false

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tgnas-benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let settings = try settings(exportingTo: folder.path)
    let machine = Machine()
    try Output.write(machine.description + "\n")
    var sections: [Section] = []
    func measure(_ part: Part, _ contest: () throws -> Section) throws {
      Output.note("measuring: \(part.rawValue)")
      sections.append(try contest())
      let peaks = SgemmPeak.rates(sections.flatMap(\.timings))
      try Output.write(sections[sections.count - 1].text(peaks: peaks) + "\n")
    }
    if measures(.network) { try measure(.network, try NetworkContest(settings).run) }
    if measures(.encoder) { try measure(.encoder, EncoderContest(settings: settings).run) }
    if let languageModel, measures(.languageModel) {
      try measure(
        .languageModel, LanguageModelContest(settings: settings, path: languageModel).run)
    }
    if measures(.closedForms) {
      try measure(.closedForms, ClosedFormContest(settings: settings).run)
    }
    if measures(.proxies) { try measure(.proxies, ProxyContest(settings: settings).run) }
    if measures(.training) {
      if let tables = tables ?? ProcessInfo.processInfo.environment["TGNAS_BENCHMARKS"] {
        try measure(.training, try TrainingContest(settings, tables: tables).run)
      } else {
        Output.note("training is left out: no folder of tables was given with --tables")
      }
    }
    if measures(.processes) { try measure(.processes, ProcessContest(settings: settings).run) }
    let growth = Growth(settings: settings)
    var plot: LinePlot?
    if measures(.growth) {
      try measure(.growth, growth.run)
      plot = sections.last.map(growth.plot)
    }
    let results = Results(machine: machine, sections: sections)
    if !quick { try Output.write(results.targetsText(threads: settings.threads)) }
    if let output { try write(results, plot, to: output) }
  }

  /// Whether a part is measured. By default quick runs leave out whole processes and training.
  private func measures(_ part: Part) -> Bool {
    only.isEmpty
      ? !quick || [.network, .encoder, .closedForms, .proxies, .growth].contains(part)
      : only.contains(part)
  }

  private func settings(exportingTo folder: String) throws -> Settings {
    guard let own = Installation.executable else {
      throw BenchmarkError("the system does not tell where this program lies")
    }
    var scale = quick ? Settings.Scale.quick : .full
    if let cells { scale.measuredCells = max(1, cells) }
    if large { scale.cells.append(10_000_000) }
    let beside = URL(fileURLWithPath: own).deletingLastPathComponent()
    return Settings(
      installation: try Installation.locate(), scale: scale,
      threads: max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount),
      program: program ?? beside.appendingPathComponent("tgnas").path, ownProgram: own,
      python: python, folder: folder)
  }

  private func write(_ results: Results, _ plot: LinePlot?, to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(try encoder.encode(results), to: folder + "/results.json")
    if let plot { try AtomicFile.write(Data(plot.svg.utf8), to: folder + "/growth.svg") }
    Output.note("wrote \(folder)/results.json\(plot == nil ? "" : " and growth.svg")")
  }
}
