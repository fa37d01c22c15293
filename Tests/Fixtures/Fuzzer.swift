import Foundation
import Randomness
import Testing
import Wording

/// Drives a reader with inputs that are made from good ones, by changes of bytes and by pieces that
/// have been trouble somewhere.
///
/// Whatever is read, reading it ends soon, in a value or in one sentence that steers no terminal.
/// Inputs come from a seed: those of a failure can be had again. `TGNAS_FUZZ_SECONDS` goes on for
/// longer with further seeds, and says how many inputs each reader was given; `make fuzz` sets it.
public struct Fuzzer {
  private let name: String
  private let inputs: [[UInt8]]
  private let seconds: Double?

  public init(_ name: String, _ inputs: [[UInt8]]) {
    (self.name, self.inputs) = (name, inputs)
    seconds = ProcessInfo.processInfo.environment["TGNAS_FUZZ_SECONDS"].flatMap { Double($0) }
  }

  public init(_ name: String, _ texts: [String]) {
    self.init(name, texts.map { Array($0.utf8) })
  }

  private static let pieces =
    ([
      "9223372036854775807", "9223372036854775808", "-1", "0", "1e400", "nan", "1:30", "0x7f",
      "65536", "4294967296x4294967296", "\u{0}", "\u{1B}[31m", "\u{9B}", "\u{202E}", "\u{FEFF}",
      "\r\n", "\n", "\"", "'", "\\", "`", "=", "@", "../", "&a ", "*a", "? ", ": ", "- ", "[", "]",
      "{", "}", ",", "|", "~", "+", "(", ")", "#", "%", "conv", "3x3", "groups", "kernel",
      "stride", "dilation", "with", "x", "e\u{301}", "漢", "👩‍👩‍👧", "null", "true",
    ].map { Array($0.utf8) }) + [[UInt8](repeating: 0xFF, count: 8), [0, 0, 0, 0, 0, 0, 0, 0x80]]

  private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = original
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
        bytes.insert(contentsOf: (0..<times).flatMap { _ in piece }, at: place)
      default:
        bytes.replaceSubrange(
          place..<end, with: Self.pieces[random.integer(below: Self.pieces.count)])
      }
    }
    return bytes
  }

  /// Reads a hundred inputs, and goes on for two seconds or as long as asked for.
  public func run(_ read: ([UInt8]) throws -> Void) {
    let clock = ContinuousClock()
    let start = clock.now
    var (random, count, longest) = (SplitMix64(seed: 0), 0, Duration.zero)
    while count < 100 || clock.now - start < .seconds(seconds ?? 2) {
      let input = mutated(inputs[random.integer(below: inputs.count)], &random)
      count += 1
      let before = clock.now
      do {
        try read(input)
      } catch let error as any SentenceError {
        let text = error.sentence.description
        if text.isEmpty || text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) {
          Issue.record("\(name) \(count): \(text.debugDescription) of \(described(input))")
        }
        #expect(text.utf8.count < 100_000, "\(name) \(count)")
      } catch {
        Issue.record("\(name) \(count): throws \(type(of: error)) for \(described(input))")
      }
      longest = max(longest, clock.now - before)
      // Slow machines are given time; what never ends is still found.
      #expect(clock.now - before < .seconds(20), "\(name) \(count): \(described(input))")
    }
    if seconds != nil { print("fuzzed \(name): \(count) inputs, the longest took \(longest)") }
  }

  /// Reads texts: what is no UTF-8 is replaced.
  public func runTexts(_ read: (String) throws -> Void) {
    run { try read(String(decoding: $0, as: UTF8.self)) }
  }

  private func described(_ input: [UInt8]) -> String {
    String(decoding: input, as: UTF8.self).debugDescription
  }
}
