import Foundation
import TestSupport
import Testing

@Suite struct EncodeCommandTests {
  @Test("The reading is told and the nearest known kinds are printed, the nearest first")
  func nearest() throws {
    try Program.test { program in
      let description = "depth-wise separable convolution 3x3"
      let run = try program.run("encode", description, "--format", "json")
      #expect(run.exitCode == 0)
      #expect(run.notes == ["read as: separable convolution, kernel 3 (known wording)"])
      let objects = try run.objects()
      #expect(objects.count == 5)
      #expect(objects.first?["kind"] as? String == "separable-convolution")
      let cosines = try objects.map { try #require($0["cosine"] as? Double) }
      #expect(cosines == cosines.sorted(by: >))
      #expect(try #require(cosines.first) > 0.9)
      #expect(
        Set(objects[0].keys) == [
          "kind", "cosine", "description", "learnable", "spatial", "pooling", "convolution",
          "cost", "text", "reading", "probability", "warning",
        ])
      let table = try program.run("encode", description, "--neighbours", "2")
      #expect(table.lines.count == 3)
      #expect(table.lines.first?.hasPrefix("kind") == true)
    }
  }

  @Test("What resembles nothing is printed with a warning")
  func doubtful() throws {
    try Program.test { program in
      let run = try program.run("encode", "banana split with cream")
      #expect(run.exitCode == 0)
      #expect(run.notes.count == 1)
      #expect(run.notes.first?.hasPrefix("warning: \"banana split with cream\" resembles") == true)
      #expect(try program.run("encode", "banana split with cream", "--quiet").notes.isEmpty)
    }
  }

  @Test("--vector prints the 384 numbers of the embedding, of length 1")
  func vector() throws {
    try Program.test { program in
      let run = try program.run("encode", "3x3 average pooling", "--vector")
      let numbers = try run.lines.map { try #require(Float($0)) }
      #expect(numbers.count == 384)
      let length = numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(length - 1) < RoundingError.gamma(2 * 384))
      let json = try program.run("encode", "3x3 average pooling", "--vector", "--format", "json")
      let array = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8))
      #expect((array as? [Double])?.map(Float.init) == numbers)
    }
  }

  @Test("A cache that cannot be used is a note, not a failure")
  func cache() throws {
    try Program.test { program in
      var program = program
      program.environment["TGNAS_CACHE"] = "/dev/null/cache"
      let run = try program.run("encode", "a description that nobody has read before")
      #expect(run.exitCode == 0)
      #expect(
        run.notes.contains {
          $0.hasPrefix("note: ")
            && $0.hasSuffix("/dev/null/cache: cannot make this folder for caches")
        })
    }
  }
}

@Suite struct SpacesCommandTests {
  @Test("The shipped spaces are listed, by default as well")
  func list() throws {
    try Program.test { program in
      let run = try program.run("spaces", "list", "--format", "json")
      #expect(run.exitCode == 0)
      let objects = try run.objects()
      let space = try #require(objects.first { $0["space"] as? String == "nasbench201" })
      #expect(space["architectures"] as? Int == 15_625)
      #expect(space["kind"] as? String == "operators-on-edges")
      #expect(space["operators"] as? Int == 5)
      #expect(space["data_sets"] as? String == "cifar10;cifar100;imagenet16-120")
      #expect(space["published"] as? String == "Dong and Yang, ICLR 2020")
      #expect(space["title"] as? String == "NAS-Bench-201")
      #expect((space["citation"] as? String)?.contains("\"NAS-Bench-201: Extending") == true)
      let files = try FileManager.default.contentsOfDirectory(atPath: Locations.spaces.path)
      let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
      #expect(objects.compactMap { $0["space"] as? String } == names.sorted())
      let implicit = try program.run("spaces")
      let table = try program.run("spaces", "list")
      #expect(implicit.standardOutput == table.standardOutput)
      // People read it on a terminal: a line a space, and who published it is always known.
      for line in table.lines { #expect(line.count <= 100, "\(line)") }
      #expect(
        table.lines.contains {
          $0.split(separator: " ").joined(separator: " ")
            == "nasbench201 15625 on edges 5 cifar10 +2 Dong and Yang, ICLR 2020"
        })
      #expect(!table.lines.contains { $0.hasSuffix("-") })
    }
  }

  @Test("A space is shown by its operators, and who published it goes to the notes")
  func show() throws {
    try Program.test { program in
      let run = try program.run("spaces", "show", "nasbench201")
      #expect(run.exitCode == 0)
      #expect(run.lines.count == 8)
      #expect(
        run.lines.contains {
          $0.split(separator: " ").joined(separator: " ")
            == "nor_conv_3x3 operation 3x3 convolution with batch normalisation and ReLU "
            + "convolution, kernel 3 known wording"
        })
      #expect(run.notes.first == "NAS-Bench-201: 15625 architectures")
      let quiet = try program.run("spaces", "show", "nasbench201", "--quiet")
      #expect(quiet.standardOutput == run.standardOutput)
      #expect(quiet.standardError == "")
    }
  }

  @Test("A space file without mistakes is fine", arguments: ["nasbench101", "nasbench201"])
  func check(name: String) throws {
    try Program.test { program in
      let path = Locations.spaces.appendingPathComponent("\(name).yaml").path
      let run = try program.run("spaces", "check", path)
      #expect(run.exitCode == 0)
      #expect(run.lines.first?.hasPrefix("\(path): fine: ") == true)
      // Five architectures, then a drawing of the first.
      let samples = run.lines.dropFirst(4).prefix(5).map { $0.drop { $0 == " " } }
      #expect(samples.count == 5)
      #expect(run.lines.filter { $0.contains(samples.first?.prefix(40) ?? "none") }.count >= 2)
      #expect(run.lines.contains { $0.contains("▼") })
    }
  }

  @Test("A space without networks is fine, with a warning; one whose layers do not fit is not")
  func checkNetworks() throws {
    try Program.test { program in
      let yaml = try String(
        contentsOf: Locations.spaces.appendingPathComponent("nasbench201.yaml"), encoding: .utf8)
      func check(_ old: String, _ new: String) throws -> Run {
        #expect(yaml.contains(old))
        try yaml.replacingOccurrences(of: old, with: new).write(
          to: program.folder.appendingPathComponent("mine.yaml"), atomically: true,
          encoding: .utf8)
        return try program.run("spaces", "check", "mine.yaml")
      }
      let bare = try check(
        "    lowering: [relu, {convolution: {kernel: 1, stride: place}}, batch-norm]\n", "")
      #expect(bare.exitCode == 0)
      #expect(bare.standardError.contains("no \"lowering\": nor_conv_1x1"))
      let broken = try check("stride: place, padding: 1", "stride: place")
      #expect(broken.exitCode == 1)
      #expect(broken.standardError.contains("expected equal shapes"))
      #expect(broken.standardOutput.isEmpty)
    }
  }

  @Test("Samples are architectures of the space, and the same for the same seed")
  func sample() throws {
    try Program.test { program in
      let run = try program.run("spaces", "sample", "nasbench201", "-n", "40", "--seed", "9")
      #expect(run.lines.count == 40)
      let again = try program.run("spaces", "sample", "nasbench201", "--count", "40", "--seed", "9")
      #expect(again.standardOutput == run.standardOutput)
      let other = try program.run("spaces", "sample", "nasbench201", "-n", "40", "--seed", "10")
      #expect(other.standardOutput != run.standardOutput)
      #expect(try program.run("spaces", "sample", "nasbench201").lines.count == 5)
      let scored = try program.run(
        "score", "nasbench201", "--format", "csv", input: run.standardOutput)
      #expect(try scored.column("arch") == run.lines)
    }
  }
}

@Suite struct DoctorCommandTests {
  @Test("A checkout in order is fine in every line")
  func fine() throws {
    try Program.test { program in
      let run = try program.run("doctor")
      #expect(run.exitCode == 0)
      #expect(run.standardError == "")
      #expect(run.lines.count > 8)
      #expect(run.lines.allSatisfy { $0.hasPrefix("fine   ") })
      #expect(run.lines.contains { $0.hasPrefix("fine   weights nasbench201-zero-shot: ") })
      #expect(run.lines.contains { $0.hasPrefix("fine   space nasbench201: ") })
    }
  }

  @Test("What is damaged is named, and the rest is still looked at")
  func damaged() throws {
    try Program.test { program in
      let installation = try LinkedInstallation(in: program)
      try installation.replace("weights/nasbench201-zero-shot.h5", with: Data("text".utf8))
      try installation.replace("spaces/nasbench101.yaml", with: Data("format: 1\n".utf8))
      let run = try installation.program.run("doctor")
      #expect(run.exitCode == 1)
      #expect(run.lines.contains { $0.hasPrefix("wrong  weights nasbench201-zero-shot: ") })
      #expect(run.lines.contains { $0.hasPrefix("wrong  space nasbench101: ") })
      #expect(run.lines.contains { $0.hasPrefix("fine   space nasbench201: ") })
      #expect(run.lines.contains { $0.hasPrefix("fine   encoder: ") })
    }
  }

  @Test("A folder that is no installation is wrong")
  func noInstallation() throws {
    try Program.test { program in
      var program = program
      program.environment["TGNAS_HOME"] = program.folder.path
      let run = try program.run("doctor")
      #expect(run.exitCode == 1)
      #expect(run.lines.last?.hasPrefix("wrong  installation: \(program.folder.path): ") == true)
      expectFailure(
        try program.run("rank", "nasbench201"), "it does not hold spaces/ and weights/")
    }
  }
}

@Suite struct EmbedCommandTests {
  @Test("The ready-made embeddings are written into the installation and used")
  func writes() throws {
    try Program.test { program in
      let installation = try LinkedInstallation(in: program)
      let path = "weights/operator-embeddings.h5"
      try installation.remove(path)
      let run = try installation.program.run("embed")
      #expect(run.exitCode == 0)
      #expect(run.standardOutput == "")
      #expect(run.notes.count == 1)
      #expect(run.notes.first?.hasSuffix(path) == true)
      // Without the encoder nothing can be read that is not in the file.
      try installation.remove("weights/encoder-minilm-l6.h5")
      let ranked = try installation.program.run("rank", "nasbench201", "--top", "1")
      #expect(ranked.exitCode == 0)
    }
  }
}

/// A copy of the installation whose files are links, so that some can be damaged or missing.
struct LinkedInstallation {
  let root: URL
  let program: Program

  init(in original: Program) throws {
    root = original.file("installation")
    for folder in ["spaces", "weights"] {
      let source = Locations.root.appendingPathComponent(folder)
      let copy = root.appendingPathComponent(folder)
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
        try FileManager.default.createSymbolicLink(
          at: copy.appendingPathComponent(name),
          withDestinationURL: source.appendingPathComponent(name))
      }
    }
    var program = original
    program.environment["TGNAS_HOME"] = root.path
    self.program = program
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: root.appendingPathComponent(path))
  }

  func replace(_ path: String, with data: Data) throws {
    try remove(path)
    try data.write(to: root.appendingPathComponent(path))
  }
}
