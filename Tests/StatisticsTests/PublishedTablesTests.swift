import Foundation
import Statistics
import Tables
import TestSupport
import Testing

/// These read the benchmark tables themselves, where there are any beside the checkout.
@Suite(
  "Published benchmark tables",
  .enabled(
    if: Locations.benchmarks != nil,
    "the benchmark tables are absent; TGNAS_BENCHMARKS names the folder that holds them"))
struct PublishedTablesTests {
  struct Table: Sendable, CustomTestStringConvertible {
    let name: String
    let rows: Int
    var keys = ["arch"]
    let number: String
    var testDescription: String { name }

    func read() throws -> BenchmarkTable {
      let folder = try #require(Locations.benchmarks)
      return try BenchmarkTable(
        path: folder.appendingPathComponent("\(name).csv").path, keys: keys)
    }
  }

  @Test(
    "Every table has its rows, distinct architectures and numeric columns",
    arguments: [
      Table(
        name: "nasbench101", rows: 30_001, keys: ["adjacency", "ops"], number: "val_acc_108ep"),
      Table(name: "nasbench201", rows: 15_625, number: "cifar10_test"),
      Table(name: "nasbench201-hardware-cifar10", rows: 15_625, number: "fpga_energy"),
      Table(name: "transnasbench101-micro", rows: 4_096, number: "class_scene_test"),
      Table(name: "transnasbench101-macro", rows: 3_256, number: "class_scene_test"),
      Table(name: "nasbench-macro", rows: 6_561, number: "cifar10_test"),
      Table(name: "darts-oncenas", rows: 545, number: "mcu_latency"),
    ])
  func complete(table: Table) throws {
    let read = try table.read()
    #expect(read.count == table.rows)
    #expect(try read.numbers(table.number).count == table.rows)
  }

  @Test("NAS-Bench-201 shows the published figures of its baselines")
  func knownFigures() throws {
    let table = try Table(name: "nasbench201", rows: 15_625, number: "").read()
    let cases = [
      ("cifar10", 94.373, 87.06, 0.753, 0.984), ("cifar100", 73.513, 61.41, 0.728, 0.993),
      ("imagenet16_120", 47.311, 33.59, 0.6915, 0.995),
    ]
    let parameters = try table.numbers("cifar10_params_M")
    for (dataset, best, mean, ofParameters, ofValidation) in cases {
      let test = try table.numbers("\(dataset)_test")
      let validation = try table.numbers("\(dataset)_val")
      expectClose(test.max() ?? 0, best, within: 0.0005, dataset)
      expectClose(test.reduce(0, +) / 15_625, mean, within: 0.005, dataset)
      expectClose(
        try RankCorrelation.spearman(parameters, test) ?? 2, ofParameters, within: 0.0005, dataset)
      expectClose(
        try RankCorrelation.spearman(validation, test) ?? 2, ofValidation, within: 0.0005, dataset)
    }
  }

  @Test("The two largest tables are read and evaluated within half a second of processor time")
  func speed() throws {
    for table in [
      Table(name: "nasbench201", rows: 15_625, number: "cifar10_test"),
      Table(
        name: "nasbench101", rows: 30_001, keys: ["adjacency", "ops"], number: "val_acc_108ep"),
    ] {
      let start = try processorTime()
      let accuracies = try table.read().numbers(table.number)
      let read = try processorTime() - start
      _ = try RankingMetrics(scores: accuracies.map { -$0 }, accuracies: accuracies)
      let total = try processorTime() - start
      print("\(table.name): read in \(read), read and evaluated in \(total) of processor time")
      #if !DEBUG
        #expect(total < .milliseconds(500))
      #endif
    }
  }

  /// Time on the clock of the calling thread, which other tests do not wind.
  private func processorTime() throws -> Duration {
    var time = timespec()
    try #require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
