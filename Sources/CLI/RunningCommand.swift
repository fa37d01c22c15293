import Synchronization

/// The command line that this process runs, as studies and reports record it. The process itself
/// may be called otherwise: Python, where the library runs the command.
enum RunningCommand {
  private static let arguments = Mutex<[String]>([])

  /// The program's name and the arguments.
  static var words: [String] { ["tgnas"] + arguments.withLock { $0 } }

  static func begin(_ given: [String]) { arguments.withLock { $0 = given } }
}
