import ArgumentParser
import Files
import Foundation

struct GrowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grow", abstract: "Score random cells once, for the measurement of growth.",
    shouldDisplay: false)

  @Option var cells: Int
  @Option var nodes: Int
  @Option var threads: Int

  func run() throws {
    var drawn = try Drawn(in: Installation.locate())
    let cost = drawn.score(cells: cells, nodes: nodes, threads: threads)
    print(String(decoding: try JSONEncoder().encode(cost), as: UTF8.self))
  }
}
