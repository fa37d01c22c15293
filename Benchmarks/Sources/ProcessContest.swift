import Files
import Foundation
import TGNAS

/// Whole runs of the program, from the start of the process to its end.
struct ProcessContest {
  let settings: Settings

  func run() throws -> Section {
    let program = settings.program
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw FileError(path: program, problem: "is not there; build it with: swift build -c release")
    }
    let contestants = [
      ["rank", "nasbench201", "--top", "10"], ["rank", "nasbench101", "--top", "3"],
    ].map { arguments in
      Contestant(
        "tgnas", "tgnas " + arguments.joined(separator: " "), threads: settings.threads,
        costing: {
          let child = try ChildProcess.run(
            program, arguments + ["--threads", "\(settings.threads)"],
            launcher: settings.ownProgram)
          return Cost(seconds: child.seconds, peakMegabytes: child.peakMegabytes)
        })
    }
    return Section(
      title: "Whole processes",
      timings: try Contest.run(contestants, repetitions: settings.fewRepetitions),
      notes: ["MB is the most memory that the process held at once."])
  }
}
