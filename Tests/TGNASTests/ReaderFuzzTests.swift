import Files
import Foundation
import Operators
import Randomness
import Spaces
import Tables
import TestSupport
import Testing
import Wording

/// Whatever is read, reading it ends soon, in a value or in one sentence that steers no terminal.
///
/// Inputs come from a seed: those of a failure can be had again. `TGNAS_FUZZ_SECONDS` goes on for
/// longer with further seeds; `make fuzz` sets it.
@Suite("Readers of any input")
struct ReaderFuzzTests {
  private static let seconds =
    ProcessInfo.processInfo.environment["TGNAS_FUZZ_SECONDS"].flatMap { Double($0) } ?? 2

  /// Pieces that have been trouble somewhere, and pieces of what is read here.
  private static let pieces = [
    "9223372036854775807", "9223372036854775808", "-1", "0", "1e400", "nan", "1:30", "0x7f",
    "65536",
    "4294967296x4294967296", "\u{0}", "\u{1B}[31m", "\u{9B}", "\u{202E}", "\u{FEFF}", "\r\n", "\n",
    "\"", "'", "\\", "`", "=", "@", "../", "&a ", "*a", "? ", ": ", "- ", "[", "]", "{", "}", ",",
    "|", "~", "+", "(", ")", "#", "%", "conv", "3x3", "groups", "kernel", "stride", "dilation",
    "with", "x", "e\u{301}", "漢", "👩‍👩‍👧", "null", "true",
  ]

  private func mutated(_ text: String, _ random: inout SplitMix64) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...random.integer(below: 4) {
      let place = random.integer(below: bytes.count + 1)
      let end = min(bytes.count, place + random.integer(below: 24))
      switch random.integer(below: 5) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
      case 3:
        let piece = Self.pieces[random.integer(below: Self.pieces.count)]
        let times = random.integer(below: 20) == 0 ? 200 : 1
        bytes.insert(contentsOf: Array(String(repeating: piece, count: times).utf8), at: place)
      default:
        let piece = Self.pieces[random.integer(below: Self.pieces.count)]
        bytes.replaceSubrange(place..<end, with: Array(piece.utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Returns: how many inputs were read
  private func run(_ name: String, _ inputs: [String], _ read: (String) throws -> Void) -> Int {
    let clock = ContinuousClock()
    let start = clock.now
    var (random, count) = (SplitMix64(seed: 0), 0)
    while count < 100 || clock.now - start < .seconds(Self.seconds) {
      let input = mutated(inputs[random.integer(below: inputs.count)], &random)
      count += 1
      let before = clock.now
      do {
        try read(input)
      } catch let error as any SentenceError {
        let text = error.sentence.description
        if text.isEmpty || text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) {
          Issue.record("\(name) \(count): \(text.debugDescription) of \(input.debugDescription)")
        }
        #expect(text.utf8.count < 100_000, "\(name) \(count)")
      } catch {
        Issue.record("\(name) \(count): throws \(type(of: error)) for \(input.debugDescription)")
      }
      // Slow machines are given time; what never ends is still found.
      #expect(clock.now - before < .seconds(20), "\(name) \(count): \(input.debugDescription)")
    }
    return count
  }

  private static func spaceFiles() throws -> [String] {
    try ["nasbench201", "nasbench-macro", "hnas-bench-201", "nats-bench-size"].map { name in
      try InputFile.text(at: Locations.spaces.appendingPathComponent("\(name).yaml").path)
    }
  }

  @Test("Space files")
  func spaceFiles() throws {
    let small = [
      "format: 1\nname: x\nextends: nasbench201\ntitle: \"t\"\n",
      "format: 1\nname: x\nextends: nasbench201\noperators:\n"
        + "  - {name: wide, role: operation, description: 3x3 convolution in 8 groups}\n",
    ]
    let installation = Installation(root: Locations.root.path)
    let count = run("space file", try Self.spaceFiles() + small) { text in
      let space = try SearchSpace(yaml: text, path: "x.yaml", in: installation)
      #expect(!space.title.unicodeScalars.contains(where: isControl))
    }
    #expect(count >= 100)
  }

  @Test("Notations", arguments: ["nasbench201", "darts", "hnas-bench-201", "nasbench101"])
  func notations(name: String) throws {
    let space = try SearchSpace.named(name, in: Installation(root: Locations.root.path))
    var random = SplitMix64(seed: 1)
    let texts = try (0..<4).flatMap { _ in
      let drawn = space.sample(using: &random)
      return try space.readableNotationNames.map { try space.notation(of: drawn, as: $0) }
    }
    let count = run(name, texts) { _ = try space.architecture(parsing: $0) }
    #expect(count >= 100)
  }

  @Test("Sentences")
  func sentences() {
    let texts = [
      "3x3 convolution in 8 groups", "nn.Conv2d(C, C, kernel_size=(3, 3), groups=8)",
      "mbconv_k5_e6",
      "inverted bottleneck, expansion ratio 6, kernel 7, stride 2",
      "multi-head self-attention with 4 heads", "depth-wise separable convolution 3x3 dilated by 2",
    ]
    let count = run("sentence", texts) { text in
      let numbers = OperatorDescription(text).numbers.values
      #expect(numbers.allSatisfy { (1...65_536).contains($0) }, "\(text.debugDescription)")
    }
    #expect(count >= 100)
  }

  @Test("Tables")
  func tables() {
    let texts = [
      "arch,accuracy\na,1\nb,2\n", "arch,accuracy\r\n\"a,\"\"b\",1e3\r\n", "\u{FEFF}a,b\n1,2\n",
    ]
    let count = run("table", texts) { text in
      let table = try CommaSeparatedText(text, path: "x.csv")
      for row in table.lines.indices {
        for column in table.header.indices { _ = table.text(row: row, column: column) }
      }
    }
    #expect(count >= 100)
  }
}
