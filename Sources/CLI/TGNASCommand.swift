import ArgumentParser
import Foundation
import TGNAS
import Tensors
import Terminal
import Wording

/// The command line.
public struct TGNASCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "tgnas",
    abstract: "Ranks neural architectures that nobody has trained.",
    usage: "tgnas <subcommand>",
    discussion: """
      tgnas reads plain-English descriptions of a search space's operators and scores every \
      architecture of the space with a graph network that never saw one of its labels: no data \
      set, no GPU, no training. Higher scores are better.

      First steps:
        tgnas search nasbench201                      the best cell of NAS-Bench-201
        tgnas rank nasbench201 --top 10               the ten best
        tgnas rank nasbench201 --format csv           all 15,625, for pandas
        tgnas read "depth-wise separable convolution 3x3"
        tgnas doctor                                  is everything in place?

      Results go to the standard output, notes and progress to the standard error. Exit codes: 0 \
      success, 1 failure, 64 wrong usage, a name that nothing has among it.
      """,
    version: Installation.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Score and search",
        subcommands: [
          RankCommand.self, ScoreCommand.self, SearchCommand.self, ExplainCommand.self,
          ProxiesCommand.self,
        ]),
      CommandGroup(
        name: "Studies and reports",
        subcommands: [BestCommand.self, FrontCommand.self, ReportCommand.self]),
      CommandGroup(
        name: "Trained networks",
        subcommands: [
          AskCommand.self, TellCommand.self, StatusCommand.self, ReplayCommand.self,
          EvaluateCommand.self, AdaptCommand.self, FineTuneCommand.self, LatencyCommand.self,
          EvolveProxyCommand.self,
        ]),
      CommandGroup(
        name: "Spaces, operators and networks",
        subcommands: [
          SpacesCommand.self, ReadCommand.self, ConvertCommand.self, DrawCommand.self,
          CostCommand.self, ExportCommand.self,
        ]),
      CommandGroup(
        name: "Weights and installation",
        subcommands: [
          TrainCommand.self, TrainOperatorsCommand.self, DoctorCommand.self, EmbedCommand.self,
          CompareCommand.self, SealCommand.self, CompletionsCommand.self,
        ]),
    ])

  public init() {}

  /// Runs the command that the arguments name and ends the process: the program's whole life.
  ///
  /// - Parameter arguments: the command line without the program's name
  public static func run(arguments: [String]) -> Never {
    RunningCommand.begin(arguments)
    BLAS.endThreads()
    // A file at its largest size (ulimit -f) is then an error of writing, as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    if let mistake = unknownCommand(in: arguments) {
      end(with: CommandLineError.shown(mistake))
    }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      Foundation.exit(EXIT_SUCCESS)
    } catch {
      end(with: CommandLineError.shown(error))
    }
  }

  /// Ends the program. Nothing of a message steers the terminal, wherever its words come from.
  private static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code == .success || message.isEmpty { exit(withError: error) }
    StandardStreams.writeNote(message)
    Foundation.exit(code.rawValue)
  }

  /// The first word that should name a command and does not. Left to itself the parser reports it
  /// as an argument that nobody expected, and help on it as help on everything.
  static func unknownCommand(in arguments: [String]) -> UnknownNameError? {
    var (command, kind): (any ParsableCommand.Type, String) = (TGNASCommand.self, "command")
    for argument in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let commands = command.configuration.subcommands
      if commands.isEmpty || argument.hasPrefix("-") || argument == "help" { return nil }
      let named = commands.first { command in
        command.configuration.commandName == argument
          || command.configuration.aliases.contains(argument)
      }
      guard let next = named else {
        let known = commands.map { $0.configuration }.filter(\.shouldDisplay)
        return UnknownNameError(
          kind: kind, name: argument, known: known.compactMap(\.commandName))
      }
      (command, kind) = (next, "command of \(argument)")
    }
    return nil
  }
}
