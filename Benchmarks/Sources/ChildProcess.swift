import Files
import Foundation

/// A program that has run to its end, with its time and memory.
struct ChildProcess: Codable {
  let seconds: Double
  /// The peak memory in MB.
  let peakMegabytes: Double
  let output: String

  /// Runs a program through a small launcher. Linux adds the memory of the starting process to that
  /// of the program.
  ///
  /// - Parameter launcher: this program, which has ``LaunchCommand``
  /// - Throws: `FileError` when the program cannot be started or fails.
  static func run(
    _ program: String, _ arguments: [String], launcher: String
  ) throws -> ChildProcess {
    let launch = try run(launcher, ["launch", program] + arguments)
    return try JSONDecoder().decode(ChildProcess.self, from: Data(launch.output.utf8))
  }

  /// - Throws: `FileError` when the program cannot be started or fails.
  static func run(_ program: String, _ arguments: [String]) throws -> ChildProcess {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw FileError.system(path: program, doing: "start") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    let variables = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    var child = pid_t()
    let start = ContinuousClock.now
    let failure = withStrings([program] + arguments) { arguments in
      withStrings(variables) { posix_spawn(&child, program, &actions, nil, arguments, $0) }
    }
    close(ends[1])
    guard failure == 0 else {
      close(ends[0])
      throw FileError.system(path: program, doing: "start", code: failure)
    }
    let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile()
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    let duration = ContinuousClock.now - start
    guard status == 0 else {
      throw FileError(
        path: program, problem: "failed when run with \(arguments.joined(separator: " "))")
    }
    return ChildProcess(
      seconds: Double(duration.components.seconds)
        + Double(duration.components.attoseconds) * 1e-18,
      // Linux counts in units of 1,024 bytes.
      peakMegabytes: Double(usage.ru_maxrss) * 1024 / 1e6,
      output: String(decoding: output, as: UTF8.self))
  }

  private static func withStrings<T>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
  ) -> T {
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }
}
