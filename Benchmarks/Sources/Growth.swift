import Foundation
import Plots
import TGNAS

/// How time and memory grow with the number of cells, their size and the threads.
///
/// Every point runs in a process of its own, so that its memory is known. Cells are random. Each
/// node but the first reads one to three earlier nodes. Nodes that no other node reads go to the
/// output.
struct Growth {
  /// One point of a curve.
  struct Point: Hashable {
    let cells: Int
    let nodes: Int
    let threads: Int

    var arguments: [String] {
      ["grow", "--cells", "\(cells)", "--nodes", "\(nodes)", "--threads", "\(threads)"]
    }
  }

  private static let usualNodes = 8

  let settings: Settings

  func run() throws -> Section {
    let contestants = points.map { point in
      Contestant(
        "tgnas", "one member with signals, \(point.cells) cells of \(point.nodes) nodes",
        threads: point.threads,
        costing: {
          let child = try ChildProcess.run(
            settings.ownProgram, point.arguments, launcher: settings.ownProgram)
          let cost = try JSONDecoder().decode(Cost.self, from: Data(child.output.utf8))
          return Cost(seconds: cost.seconds, peakMegabytes: child.peakMegabytes)
        })
    }
    return Section(
      title: "Growth: synthetic cells",
      timings: try Contest.run(contestants, repetitions: settings.scale.growthRepetitions),
      notes: ["Time is that of scoring; cells are drawn in parts of \(Drawn.part) between."])
  }

  /// Curves over cells and over nodes, one for each number of threads.
  func plot(_ section: Section) -> LinePlot {
    let medians = Dictionary(
      uniqueKeysWithValues: zip(points, section.timings).map { ($0, $1.median) })
    func panel(
      _ title: String, _ points: [Point], over x: KeyPath<Point, Int>,
      _ y: (_ secondsForOne: Double) -> Double
    ) -> LinePlot.Panel {
      let curves = settings.threadCounts.map { threads in
        LinePlot.Curve(
          name: "\(threads) thread\(threads == 1 ? "" : "s")",
          points: points.filter { $0.threads == threads }.map { point in
            (x: Double(point[keyPath: x]), y: y((medians[point] ?? 0) / Double(point.cells)))
          },
          isDashed: threads == 1)
      }
      return LinePlot.Panel(
        title: title, curves: curves, best: curves.flatMap(\.points).map(\.y).max() ?? 0,
        decimals: 0)
    }
    return LinePlot(
      label: "cells (left), nodes of a cell (right)",
      panels: [
        panel("thousand cells a second", byCells, over: \.cells) { 1e-3 / $0 },
        panel("microseconds for a cell", bySize, over: \.nodes) { 1e6 * $0 },
      ])
  }

  private var byCells: [Point] {
    settings.scale.cells.flatMap { cells in
      settings.threadCounts.map { Point(cells: cells, nodes: Growth.usualNodes, threads: $0) }
    }
  }

  /// The points with larger cells. They have fewer cells, so that every point is as much work.
  private var bySize: [Point] {
    settings.scale.nodes.flatMap { nodes in
      settings.threadCounts.map {
        Point(cells: settings.scale.nodesInAll / nodes, nodes: nodes, threads: $0)
      }
    }
  }

  private var points: [Point] {
    var seen: Set<Point> = []
    return (byCells + bySize).filter { seen.insert($0).inserted }
  }
}

/// Random cells, and the time to score them.
struct Drawn {
  static let part = 16_384

  private let measured: MeasuredNetwork
  private let inner: [UInt8]
  private var random = SplitMix64(seed: 0)

  init(in installation: Installation) throws {
    measured = try MeasuredNetwork(ofSpace: "nasbench201", in: installation)
    inner = Set(measured.graphs.flatMap { $0.nodes.dropFirst().dropLast() }).sorted()
  }

  /// Scores `cells` random cells of `nodes` nodes.
  mutating func score(cells: Int, nodes: Int, threads: Int) -> Cost {
    let engine = measured.engine(.signals)
    var seconds = 0.0
    for start in stride(from: 0, to: cells, by: Drawn.part) {
      let graphs = (start..<min(start + Drawn.part, cells)).map { _ in graph(nodes: nodes) }
      seconds += Stopwatch.seconds { _ = engine.scores(of: graphs, threads: threads) }
    }
    return Cost(seconds: seconds)
  }

  private mutating func graph(nodes: Int) -> OperatorGraph {
    var unread = Set([0])
    var edges: [OperatorGraph.Edge] = []
    for node in 1..<nodes - 1 {
      let count = min(node, 1 + random.integer(below: 3))
      var sources: Set<Int> = []
      while sources.count < count { sources.insert(random.integer(below: node)) }
      for source in sources.sorted() {
        edges.append(.init(source: source, target: node))
        unread.remove(source)
      }
      unread.insert(node)
    }
    for source in unread.sorted() { edges.append(.init(source: source, target: nodes - 1)) }
    let ends = measured.graphs[0].nodes
    return OperatorGraph(
      nodes: [ends[0]] + (1..<nodes - 1).map { _ in inner[random.integer(below: inner.count)] }
        + [ends[ends.count - 1]],
      edges: edges)
  }
}
