import Foundation
import TestSupport
import Testing

/// The built program, run as its users run it: in a folder of its own, without their environment.
struct Program {
  /// The binary beside the test bundle.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    let places =
      [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()]
      + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
      + ["release", "debug"].map { Locations.root.appendingPathComponent(".build/\($0)") }
    let candidates =
      [environment["TGNAS_BINARY"]]
      + places.map { $0?.appendingPathComponent("tgnas").path }
    return candidates.compactMap { $0 }.first(where: FileManager.default.isExecutableFile(atPath:))
  }()

  /// The working folder.
  let folder: URL
  var environment: [String: String]

  init(in folder: URL) {
    self.folder = folder
    // The rest, such as the kernel family that OpenBLAS is told to use, belongs to the machine.
    environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TGNAS_") }
    environment["TGNAS_HOME"] = Locations.root.path
    environment["HOME"] = folder.path
    environment["XDG_CACHE_HOME"] = folder.appendingPathComponent("cache").path
    environment["COLUMNS"] = "80"
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: the text on the standard input
  ///   - standardOutput: the path that the standard output is redirected to, if any
  ///   - timeout: in seconds, after which the program is killed and the test fails
  func run(
    _ arguments: [String], input: String = "", standardOutput: String? = nil,
    timeout: Double = 240, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Run {
    try start(
      arguments, input: input, standardOutput: standardOutput, sourceLocation: sourceLocation
    ).wait(timeout: timeout)
  }

  func run(
    _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Run {
    try run(arguments, input: input, sourceLocation: sourceLocation)
  }

  /// Starts the program, or the one at `executable`.
  func start(
    _ arguments: [String], executable: String? = nil, input: String = "",
    standardOutput: String? = nil, standardError: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> RunningProgram {
    let executable = try #require(
      executable ?? Program.path, "the program is not built; run make test or swift build",
      sourceLocation: sourceLocation)
    return try RunningProgram(
      executable, arguments, input: input, standardOutput: standardOutput,
      standardError: standardError, in: self, sourceLocation: sourceLocation)
  }

  /// Calls `body` with a program whose working folder is fresh and removed afterwards.
  static func test<T>(_ body: (Program) throws -> T) throws -> T {
    try withTemporaryFolder { try body(Program(in: $0)) }
  }

  /// The path of a file in the working folder, which need not exist.
  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The trials of a study without the seconds, which no two runs share.
  func trials(_ study: String) throws -> [String] {
    try String(contentsOf: file("\(study)/trials.csv"), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",").dropLast().joined(separator: ",") }
  }

  /// Writes a file into the working folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: file(name))
  }
}

/// The output and the status of a program that has ended.
struct Run {
  let arguments: [String]
  /// Minus the number of the signal for a program that a signal ended.
  let exitCode: Int32
  let standardOutput: String
  let standardError: String

  /// The lines of the standard output.
  var lines: [String] { Run.lines(standardOutput) }
  /// The lines of the standard error.
  var notes: [String] { Run.lines(standardError) }

  private static func lines(_ text: String) -> [String] {
    // Unlike Character, a code point is a line feed whatever stands before it.
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A program that was started.
///
/// Streams are files: unlike pipes they never fill up, and a test can read the output so far.
final class RunningProgram {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let arguments: [String]
  private let streams: URL
  private let sourceLocation: SourceLocation

  init(
    _ executable: String, _ arguments: [String], input: String, standardOutput: String?,
    standardError: String?, in program: Program, sourceLocation: SourceLocation
  ) throws {
    self.arguments = arguments
    self.sourceLocation = sourceLocation
    streams = FileManager.default.temporaryDirectory
      .appendingPathComponent("tgnas-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    try Data(input.utf8).write(to: streams.appendingPathComponent("input"))
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = program.environment
    process.currentDirectoryURL = program.folder
    process.standardInput = try FileHandle(
      forReadingFrom: streams.appendingPathComponent("input"))
    process.standardOutput = try handle("output", at: standardOutput)
    process.standardError = try handle("error", at: standardError)
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  private func handle(_ name: String, at path: String? = nil) throws -> FileHandle {
    if let path { return try FileHandle(forWritingTo: URL(fileURLWithPath: path)) }
    let url = streams.appendingPathComponent(name)
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  deinit {
    try? FileManager.default.removeItem(at: streams)
  }

  /// Presses Ctrl-C as soon as the program has noted something.
  func interrupted(after note: String) -> Run {
    interrupted { text("error").contains(note) }
  }

  /// Presses Ctrl-C as soon as a condition holds.
  func interrupted(when isTime: () -> Bool) -> Run { ended(by: SIGINT, when: isTime) }

  /// Sends a signal as soon as a condition holds.
  func ended(by signal: Int32, when isTime: () -> Bool) -> Run {
    let deadline = Date(timeIntervalSinceNow: 240)
    while !isTime(), process.isRunning, Date() < deadline { usleep(2_000) }
    kill(process.processIdentifier, signal)
    return wait()
  }

  /// Waits for the end, and expects that nothing was printed that is for programmers only.
  func wait(timeout: Double = 240) -> Run {
    let command = (["tgnas"] + arguments).joined(separator: " ")
    if ended.wait(timeout: .now() + timeout) == .timedOut {
      Issue.record("\(command): still runs after \(timeout) s", sourceLocation: sourceLocation)
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    let run = Run(
      arguments: arguments,
      exitCode: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      standardOutput: text("output"), standardError: text("error"))
    // Long results are the same line over and over.
    for line in run.notes + run.lines.prefix(1_000) {
      for found in Jargon.all(in: line) {
        Issue.record("\(command): prints \"\(found)\": \(line)", sourceLocation: sourceLocation)
      }
    }
    return run
  }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: streams.appendingPathComponent(name).path)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}

/// Words that no user should ever read.
enum Jargon {
  private static let marks = [
    "Optional(", "Fatal error", "Swift.", ".swift:", "Error Domain", "ErrorDomain", "UserInfo",
    "Crash", "Thread 0", "0x0000", "nil",
  ]

  /// The names of this project's types that are no English word.
  private static let typeNames: Set<String> = {
    let sources = Locations.root.appendingPathComponent("Sources")
    let declaration = /\b(?:struct|class|enum|protocol|actor)\s+([A-Z]\w*[a-z][A-Z]\w*)/
    let files = FileManager.default.subpaths(atPath: sources.path) ?? []
    var names: Set<String> = []
    for file in files where file.hasSuffix(".swift") {
      let path = sources.appendingPathComponent(file).path
      let text = String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      names.formUnion(text.matches(of: declaration).map { String($0.1) })
    }
    return names
  }()

  static func all(in line: String) -> [String] {
    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    return marks.filter { mark in
      mark.allSatisfy(\.isLetter) ? words.contains(mark) : line.contains(mark)
    } + words.filter(typeNames.contains)
  }
}

/// Expects a program to have refused, with nothing on the standard output and one sentence.
///
/// - Parameters:
///   - code: 1 for a failure, 64 for wrong usage, which also says how to use the command
///   - sentence: what the error must contain, word for word
func expectFailure(
  _ run: Run, code: Int32 = 1, _ sentence: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let command = Comment(rawValue: run.arguments.joined(separator: " "))
  #expect(run.exitCode == code, command, sourceLocation: sourceLocation)
  #expect(run.standardOutput == "", command, sourceLocation: sourceLocation)
  let rest = run.notes.drop { $0.hasPrefix("note: ") || $0.hasPrefix("warning: ") }
  #expect(rest.first?.hasPrefix("Error: ") == true, command, sourceLocation: sourceLocation)
  #expect(
    rest.first?.contains(sentence) == true, "\(rest.first ?? "nothing")",
    sourceLocation: sourceLocation)
  let usage = rest.dropFirst()
  if code == 64 {
    #expect(
      usage.contains { $0.hasPrefix("Usage: tgnas") && $0.count < 80 }, command,
      sourceLocation: sourceLocation)
  } else {
    #expect(usage.isEmpty, command, sourceLocation: sourceLocation)
  }
}
