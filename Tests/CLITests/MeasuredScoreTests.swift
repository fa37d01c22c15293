import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite("Measured proxies as scores, columns and objectives")
struct MeasuredScoreTests {
  private static let cells = [
    "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|",
    "|none~0|+|none~0|none~1|+|skip_connect~0|avg_pool_3x3~1|none~2|",
  ]

  @Test("A score, its percentile and columns; a second run runs no network")
  func scores() throws {
    try Program.test { program in
      let command =
        ["score", "nasbench201"] + Self.cells + [
          "--by", "snip", "--columns", "nwot,params", "--batch", "2", "--format", "csv",
        ]
      let first = try program.run(command)
      #expect(first.exitCode == 0, "\(first.standardError)")
      #expect(
        first.standardError.contains("measured on 2 standard normal images with random labels"))
      #expect(first.standardError.contains("percentiles refer to 100 random architectures"))
      #expect(first.lines[0] == "arch,score,percentile,nwot,params")
      let cache = try #require(program.environment["XDG_CACHE_HOME"]) + "/tgnas"
      let files = try FileManager.default.contentsOfDirectory(atPath: cache)
      let name = try #require(files.first { $0.hasPrefix("proxies-") })
      let url = URL(filePath: cache).appendingPathComponent(name)
      let kept = try Data(contentsOf: url)
      let second = try program.run(command)
      #expect(second.standardOutput == first.standardOutput)
      #expect(try Data(contentsOf: url) == kept)
      // The same numbers as by the command of proxies.
      let listed = try program.run(
        ["proxies", "nasbench201"] + Self.cells + [
          "--proxies", "snip,nwot", "--batch", "2", "--format", "json",
        ])
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(listed.standardOutput.utf8))
          as? [[String: Any]])
      for (row, line) in zip(rows, first.lines.dropFirst()) {
        let cells = line.split(separator: ",").map(String.init)
        let snip = try #require(row["snip"] as? Double)
        #expect(try abs(#require(Double(cells[cells.count - 4])) - snip) < 1e-3 * abs(snip) + 1e-3)
      }
    }
  }

  @Test("Options on images that nothing reads, and an unwritable cache, are told")
  func mistakes() throws {
    try Program.test { program in
      for options in [["--batch", "8"], ["--repeats", "2"], ["--images", "x.h5"]] {
        let unread = try program.run(["score", "nasbench201", Self.cells[0]] + options)
        #expect(unread.exitCode == 64, "\(unread.standardError)")
        #expect(unread.standardError.contains("\(options[0]) goes with measured proxies"))
      }
      let missing = try program.run(
        "score", "nasbench201", Self.cells[0], "--by", "snip", "--images", "none.h5")
      #expect(missing.exitCode == 1 && missing.standardError.contains("none.h5"))
      var unwritable = program
      unwritable.environment["TGNAS_CACHE"] = "/dev/null/cache"
      let unkept = try unwritable.run(
        "proxies", "nasbench201", Self.cells[0], "--proxies", "nwot", "--batch", "2")
      #expect(unkept.exitCode == 0)
      #expect(unkept.standardError.contains("measured values of this run are not kept"))
    }
  }

  @Test("The aggregates rank a table, and say among what")
  func evaluates() throws {
    try Program.test { program in
      let rows = Self.cells.enumerated().map { "\($1),\(90 - 30 * $0)\n" }.joined()
      try program.write("arch,accuracy\n" + rows, to: "labels.csv")
      let run = try program.run(
        "evaluate", "nasbench201", "--benchmark", "labels.csv", "--by", "az-nas", "--batch", "1",
        "--format", "csv")
      #expect(run.exitCode == 0, "\(run.standardError)")
      #expect(run.standardError.contains("ranked among 100 random architectures"))
      #expect(run.standardOutput.contains("az-nas"))
    }
  }

  @Test("A search by a measured proxy goes on with the images that it began with")
  func searches() throws {
    try Program.test { program in
      func search(_ more: String...) throws -> Run {
        try program.run(
          [
            "search", "nasbench201", "--by", "nwot", "--objectives", "score,synflow",
            "--strategy", "random", "--budget", "6", "--study", "found", "--format", "csv",
          ] + more)
      }
      let begun = try search("--batch", "2")
      #expect(begun.exitCode == 0, "\(begun.standardError)")
      #expect(begun.lines[0].contains("synflow"))
      let other = try search("--batch", "3", "--resume")
      #expect(other.exitCode == 1, "\(other.standardError)")
      #expect(other.standardError.contains("batch 2"))
      let same = try search("--batch", "2", "--resume")
      #expect(same.exitCode == 0 && same.standardOutput == begun.standardOutput)
    }
  }

  @Test("Agreement is symmetric, 1 with itself, and drawn")
  func agrees() throws {
    try Program.test { program in
      let cells = try program.run("spaces", "sample", "nasbench201", "-n", "12").lines
      let run = try program.run(
        ["proxies", "nasbench201"] + cells + [
          "--proxies", "params,naswot,snip", "--batch", "2", "--agreement", "--plot", "map.svg",
          "--format", "csv",
        ])
      #expect(run.exitCode == 0, "\(run.standardError)")
      let rows = run.lines.map { $0.split(separator: ",").map(String.init) }
      #expect(rows[0] == ["rho", "score", "params", "naswot", "snip"])
      for (row, line) in rows.dropFirst().enumerated() {
        #expect(line[0] == rows[0][row + 1] && Double(line[row + 1]) == 1)
        for column in 1...4 { #expect(line[column] == rows[column][row + 1]) }
      }
      let picture = try String(
        contentsOf: program.folder.appendingPathComponent("map.svg"), encoding: .utf8)
      #expect(picture.contains("<svg") && picture.contains("naswot"))
      let lonely = try program.run(
        ["proxies", "nasbench201", cells[0], "--proxies", "params", "--plot", "map.svg"])
      #expect(lonely.exitCode == 64)
    }
  }

  @Test("A formula may have measured terminals, and says on what they are measured")
  func formulas() throws {
    try Program.test { program in
      try program.write(
        "format: 1\nname: mixed\nformula: jacov + 0.5 * naswot\n", to: "mixed.yaml")
      let run = try program.run(
        ["score", "nasbench201"] + Self.cells + [
          "--by", "formula:mixed.yaml", "--batch", "2", "--format", "csv",
        ])
      #expect(run.exitCode == 0, "\(run.standardError)")
      #expect(run.standardError.contains("measured on 2 standard normal images"))
      #expect(run.lines.count >= 3)
      let unread = try program.run(
        "evolve-proxy", "--tables", ".", "--batch", "8", "-o", "found.yaml")
      #expect(unread.exitCode == 64)
      #expect(unread.standardError.contains("--batch goes with measured terminals"))
    }
  }

  @Test("A batch that does not fit the memory is told before the run")
  func memory() throws {
    try Program.test { program in
      let run = try program.run(
        "proxies", "nasbench201", Self.cells[0], "--proxies", "snip", "--batch", "65536")
      #expect(run.exitCode == 1, "\(run.standardError)")
      #expect(run.standardError.contains("GB are free; take a smaller batch"))
      let large = try program.run(
        "proxies", "nasbench201", Self.cells[0], "--proxies", "snip", "--batch", "65537")
      #expect(large.exitCode == 64 && large.standardError.contains("expected 1 to 65,536"))
    }
  }

  @Test("A study of trainings takes no images, and measured columns say on what they are measured")
  func notes() throws {
    try Program.test { program in
      let asked = try program.run(
        "ask", "trainings", "--space", "nasbench201", "--by", "nwot", "--batch", "2")
      #expect(asked.exitCode == 64, "\(asked.standardError)")
      #expect(asked.standardError.contains("a study keeps no images"))
      let column = try program.run(
        "score", "nasbench201", Self.cells[0], "--columns", "nwot", "--batch", "2")
      #expect(column.exitCode == 0, "\(column.standardError)")
      #expect(column.standardError.contains("measured on 2 standard normal images"))
    }
  }

  @Test("Images of another size are told before anything is run, whatever asks for them")
  func wrongImages() throws {
    try Program.test { program in
      var writer = TensorFileWriter()
      writer.add(
        "images",
        Tensor(shape: [8, 4, 4, 3], elements: .uint8([UInt8](repeating: 7, count: 8 * 48))))
      writer.add("labels", Tensor(shape: [8], elements: .int32([Int32](repeating: 0, count: 8))))
      try writer.write(to: program.folder.appendingPathComponent("small.h5").path)
      for command in [
        ["score", "nasbench201", Self.cells[0], "--by", "snip"],
        ["score", "nasbench201", Self.cells[0], "--by", "az-nas"],
        ["score", "nasbench201", Self.cells[0], "--columns", "nwot"],
        ["proxies", "nasbench201", Self.cells[0], "--proxies", "snip", "--agreement"],
        ["search", "nasbench201", "--by", "snip", "--budget", "5"],
      ] {
        let run = try program.run(command + ["--images", "small.h5"])
        #expect(run.exitCode == 1 && run.standardOutput.isEmpty, "\(command)")
        #expect(
          run.standardError.contains("small.h5 has images of 3x4x4, and the network takes 3x32x32"),
          "\(run.standardError)")
      }
    }
  }
}
