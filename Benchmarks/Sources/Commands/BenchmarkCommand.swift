import ArgumentParser
import TGNAS
import Tensors

@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tgnas-benchmarks",
    abstract: "Measures tgnas side by side with others, on the same weights and inputs.",
    subcommands: [RunCommand.self, GrowCommand.self, LaunchCommand.self],
    defaultSubcommand: RunCommand.self)

  static func main() {
    // This program starts the programs that it measures, and must not compete with them.
    BLAS.endThreads()
    main(nil)
  }
}
