import Foundation
import TestSupport
import Testing

/// Where each output goes: results to the standard output or a file, everything else to the
/// standard error.
@Suite struct StreamTests {
  @Test("The version is one line on the standard output")
  func version() throws {
    try Program.test { program in
      let run = try program.run("--version")
      #expect(run.exitCode == 0)
      #expect(run.standardOutput.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
      #expect(run.standardError == "")
      #expect(try program.run("rank", "--version").standardOutput == run.standardOutput)
    }
  }

  @Test(
    "Notes go to the standard error, and --quiet silences them without changing the results",
    arguments: [
      ["rank", "nasbench201", "--top", "2", "--weights", "universal", "--allow-seen-labels"],
      [
        "rank", "nasbench201", "--top", "2", "--format", "json", "--with-operator",
        "blur: 3x3 convolution with an anti-aliasing filter",
      ],
      ["score", "transnasbench101-macro", "64-1244-basic"],
      [
        "rank", "transnasbench101-micro", "--weights", "nasbench201-zero-shot",
        "--allow-seen-labels", "--top", "2",
      ],
      ["spaces", "show", "nasbench201"],
    ])
  func notes(arguments: [String]) throws {
    try Program.test { program in
      let run = try program.run(arguments)
      #expect(run.exitCode == 0)
      #expect(!run.notes.isEmpty)
      #expect(!run.standardOutput.contains("note:"))
      #expect(!run.standardOutput.contains("warning:"))
      let quiet = try program.run(arguments + ["--quiet"])
      #expect(quiet.standardError == "")
      #expect(quiet.standardOutput == run.standardOutput)
    }
  }

  @Test(
    "-o writes the bytes that would be printed, and nothing else",
    arguments: [
      ["rank", "nasbench201", "--format", "csv"], ["rank", "nasbench201", "--top", "3"],
      ["score", "nasbench201", "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|"],
      ["encode", "3x3 convolution"], ["encode", "3x3 convolution", "--vector"],
      ["spaces", "list", "--format", "json"], ["spaces", "show", "nasbench101"],
      [
        "export", "nasbench201", "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|", "--to",
        "pytorch",
      ],
    ])
  func outputFile(arguments: [String]) throws {
    try Program.test { program in
      let printed = try program.run(arguments)
      try FileManager.default.createDirectory(
        at: program.file("results"), withIntermediateDirectories: false)
      #expect(try program.run(arguments + ["-o", "-"]).standardOutput == printed.standardOutput)
      #expect(!FileManager.default.fileExists(atPath: program.file("-").path))
      for _ in 1...2 {
        // The second time the file is there already.
        let run = try program.run(arguments + ["-o", "results/file"])
        #expect(run.exitCode == 0)
        #expect(run.standardOutput == "")
        #expect(
          try String(contentsOf: program.file("results/file"), encoding: .utf8)
            == printed.standardOutput)
        let files = try FileManager.default.contentsOfDirectory(
          atPath: program.file("results").path)
        #expect(files == ["file"])
      }
    }
  }

  @Test("A place that cannot be written to is refused by name")
  func unwritable() throws {
    try Program.test { program in
      let arguments = ["rank", "nasbench201", "--top", "1"]
      expectFailure(
        try program.run(arguments + ["-o", "missing/file"]),
        "Error: missing/file: cannot write: No such file or directory")
      expectFailure(
        try program.run(arguments + ["--output", "."]), "Error: .: is a folder, not a file")
    }
  }

  @Test(
    "A full disk behind the standard output is a failure",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/dev/full"), "needs the device /dev/full"),
    arguments: [
      ["rank", "nasbench201"], ["spaces", "list"], ["spaces", "sample", "nasbench201"],
      ["spaces", "check", "nasbench201"], ["encode", "3x3 convolution", "--vector"], ["doctor"],
    ])
  func fullDisk(arguments: [String]) throws {
    try Program.test { program in
      let run = try program.run(arguments, standardOutput: "/dev/full")
      expectFailure(run, "standard output: cannot write: No space left on device")
    }
  }
}
