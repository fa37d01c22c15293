import ArgumentParser
import Foundation

struct LaunchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "launch", abstract: "Run a program and tell what it cost.", shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough) var command: [String]

  func run() throws {
    let child = try ChildProcess.run(command[0], Array(command.dropFirst()))
    print(String(decoding: try JSONEncoder().encode(child), as: UTF8.self))
  }
}
