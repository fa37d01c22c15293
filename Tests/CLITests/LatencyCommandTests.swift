import Foundation
import TestSupport
import Testing

@Suite struct LatencyCommandTests {
  /// Measurements of a device on which operators take the time that their names say.
  private static let table: String = {
    let latencies = [("none", 0), ("skip_connect", 1), ("nor_conv_1x1", 3), ("nor_conv_3x3", 9)]
    var lines = ["arch,phone_latency,broken_latency"]
    for number in 0..<256 {
      let choices = (0..<4).map { latencies[(number >> (2 * $0)) & 3] }
      let names = choices.map(\.0)
      let sum = choices.map(\.1).reduce(2, +)
      lines.append(
        "|\(names[0])~0|+|\(names[1])~0|\(names[2])~1|+"
          + "|skip_connect~0|\(names[3])~1|avg_pool_3x3~2|,\(sum),\(sum - 5)"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static func test(_ body: (Program) throws -> Void) throws {
    try Program.test { program in
      try table.write(to: program.file("measured.csv"), atomically: true, encoding: .utf8)
      try body(program)
    }
  }

  @Test("Latencies are fitted, written, and searched with")
  func fit() throws {
    try Self.test { program in
      let fit = try program.run(
        "latency", "fit", "nasbench201", "--table", "measured.csv", "--column", "phone_latency",
        "-o", "phone.yaml", "--format", "csv")
      #expect(fit.exitCode == 0)
      #expect(fit.lines[0].hasPrefix("device,networks,model,mape,rmse,spearman"))
      #expect(fit.lines[1].hasPrefix("phone,256,kind,0.0"))
      let search = try program.run(
        "search", "nasbench201", "--objectives", "score,latency", "--latency", "phone.yaml",
        "--max-latency", "phone=20ms", "--budget", "200", "--format", "csv")
      #expect(search.exitCode == 0)
      let rows = search.lines.filter { !$0.isEmpty }.map { $0.split(separator: ",") }
      #expect(rows[0] == ["arch", "score", "percentile", "latency_phone", "knee"])
      #expect(rows.dropFirst().allSatisfy { (Double($0[3]) ?? .infinity) <= 0.02 })
      #expect(search.lines.filter { $0.hasSuffix(",knee") }.count == 2)
      #expect(search.standardError.contains("above the reference point score"))
      let one = try program.run(
        "search", "nasbench201", "--latency", "phone.yaml", "--max-latency", "phone=20ms")
      #expect(one.lines.contains { $0.hasPrefix("latency_phone") && $0.hasSuffix("ms") })
    }
  }

  @Test("Latencies that are not above 0 are left out, and that is said")
  func broken() throws {
    try Self.test { program in
      let run = try program.run(
        "latency", "fit", "nasbench201", "--table", "measured.csv", "--column", "phone_latency",
        "--column", "broken_latency")
      #expect(run.exitCode == 0)
      #expect(run.standardError.contains("warning: broken_latency: left out"))
      #expect(run.lines.filter { !$0.isEmpty }.count == 3)
    }
  }

  @Test(
    "Mistakes are told in one sentence",
    arguments: [
      (["--column", "speed"], Int32(1), "has no column \"speed\""),
      (["--column", "a", "--column", "b", "-o", "x.yaml"], 64, "a table is of one device"),
      (["--column", "a", "--unit", "minutes"], 64, "minutes"),
      (["--column", "a", "--device", "a b"], 64, "--device is \"a b\""),
    ])
  func mistakes(arguments: [String], exitCode: Int32, expected: String) throws {
    try Self.test { program in
      let run = try program.run(
        ["latency", "fit", "nasbench201", "--table", "measured.csv"] + arguments)
      #expect(run.exitCode == exitCode)
      #expect(run.standardError.contains(expected), "\(run.standardError)")
    }
  }

  @Test(
    "So are those of objectives and bounds",
    arguments: [
      (["--objectives", "score,speed"], Int32(64), "unknown objective \"speed\""),
      (["--objectives", "score,"], 64, "unknown objective \"\""),
      (["--objectives", "params,params"], 64, "--objectives has params twice"),
      (["--max-params", "1.5X"], 64, "--max-params is \"1.5X\"; expected a number above 0"),
      (["--max-latency", "20ms"], 64, "expected a device and a time, such as raspi4=20ms"),
      (
        ["--max-latency", "a=20"], 64,
        "--max-latency a is \"20\"; expected a number above 0 with its unit"
      ),
      (["--max-latency", "a=20ms"], 1, "add --latency FILE"),
      (["--objectives", "score,latency"], 1, "add --latency FILE"),
      (
        ["--max-params", "10k"], 1, "nothing meets --max-params 10k: the least params of the 15284"
      ),
      (["--latency", "missing.yaml"], 1, "missing.yaml"),
    ])
  func searchMistakes(arguments: [String], exitCode: Int32, expected: String) throws {
    try Program.test { program in
      let run = try program.run(["search", "nasbench201"] + arguments)
      #expect(run.exitCode == exitCode)
      #expect(run.standardOutput == "")
      #expect(run.standardError.contains(expected), "\(run.standardError)")
    }
  }

  @Test("A front of exact costs, as json")
  func front() throws {
    try Program.test { program in
      let run = try program.run(
        "search", "nasbench201", "--objectives", "score,params,memory", "--max-flops", "100M",
        "--budget", "300", "--format", "json", "--seed", "3")
      #expect(run.exitCode == 0)
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [[String: Any]])
      #expect(rows.count > 3)
      #expect(rows.allSatisfy { ($0["flops"] as? Int ?? .max) <= 100_000_000 })
      let scores = rows.compactMap { $0["score"] as? Double }
      #expect(scores == scores.sorted(by: >))
      let again = try program.run(
        "search", "nasbench201", "--objectives", "score,params,memory", "--max-flops", "100M",
        "--budget", "300", "--format", "json", "--seed", "3")
      #expect(again.standardOutput == run.standardOutput)
    }
  }
}
