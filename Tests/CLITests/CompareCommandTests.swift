import Foundation
import TestSupport
import Testing

@Suite("Comparing strategies") struct CompareCommandTests {
  @Test("Every strategy is compared on every accuracy, with a picture")
  func comparison() throws {
    try Program.test { program in
      // In this table the accuracy is the place in the alphabet.
      let ranked = try program.run("rank", "transnasbench101-micro", "--format", "csv")
      let architectures = ranked.lines.dropFirst().compactMap { line in
        line.split(separator: ",").first { $0.hasPrefix("64-") }
      }.sorted()
      #expect(architectures.count == 4_096)
      let rows = architectures.enumerated().map { place, architecture in
        "\(architecture),\(Double(place) / 100),\(Double(place) / 100)\n"
      }
      try program.write(
        "arch,class_scene_test,class_object_test\n" + rows.joined(), to: "all.csv")
      let run = try program.run(
        "compare", "transnasbench101-micro", "--benchmark", "all.csv", "--seeds", "5",
        "--budgets", "60,400", "--plot", "plot.svg", "--format", "csv")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let lines = run.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      #expect(
        lines.first?.joined(separator: ",")
          == "accuracy,guide,strategy,budget,mean,std,min,median,max,regret")
      for line in lines.dropFirst() {
        let numbers = [4, 6, 7, 8, 9].compactMap { Double(line[$0]) }
        #expect(numbers.count == 5)
        #expect(abs(numbers[0] + numbers[4] - 40.95) < 1e-9)
        #expect(numbers[1] <= numbers[2] && numbers[2] <= numbers[3])
      }
      // Who is told the accuracy finds more of it than chance does.
      func mean(_ guide: String, _ strategy: String, _ budget: Int) -> Double? {
        lines.first { $0[1] == guide && $0[2] == strategy && $0[3] == "\(budget)" }
          .flatMap { Double($0[4]) }
      }
      let (evolved, drawn) = (
        mean("true accuracy", "regularized-evolution", 400), mean("true accuracy", "random", 400)
      )
      #expect(try #require(evolved) > #require(drawn))
      // Exhaustive search, pruning, five strategies and two by the accuracy, for each column.
      #expect(lines.count == 1 + 2 * (1 + 1 + 2 * (6 + 2)))
      let plot = try String(contentsOf: program.file("plot.svg"), encoding: .utf8)
      #expect(plot.hasPrefix("<svg"))
      #expect(plot.contains("regularized-evolution by true accuracy"))
    }
  }

  @Test("A table that lacks architectures is refused")
  func incomplete() throws {
    try Program.test { program in
      try program.write(
        "arch,class_scene_test,class_object_test\n64-41414-1_02_333,1,2\n", to: "some.csv")
      expectFailure(
        try program.run("compare", "transnasbench101-micro", "--benchmark", "some.csv"),
        "of the 4096 architectures; strategies are compared where all are trained")
      expectFailure(
        try program.run("compare", "nasbench201", "--budgets", "10,x"), code: 64,
        "--budgets has \"x\"; expected numbers of 1 or more")
    }
  }
}
