/// A transformer that turns tokens into hidden states. To add a family, write one file with a
/// conforming type and let ``LanguageModel`` choose it.
protocol LanguageModelFamily: Sendable {
  /// The name of the family, as users know it.
  static var name: String { get }
  var tokenizer: TextTokenizer { get }
  /// D, the numbers of a hidden state.
  var width: Int { get }
  /// The layers, L.
  var layers: Int { get }
  /// The most tokens that the model reads at once, those around a text included.
  var window: Int { get }

  /// Takes tokens through the layers. The result depends on these tokens alone, to the last bit.
  ///
  /// - Parameters:
  ///   - tokens: 1 to `window`
  ///   - observe: gets the number of layers done, 0...L, and the hidden states, [T, D]. The last
  ///     ones are those that the model's output layer would read.
  func run(_ tokens: [Int32], _ observe: (Int, UnsafePointer<Float>) -> Void)
}

extension LanguageModelFamily {
  /// The windows in which tokens are read that may be too many for one: as few as possible, of
  /// about equal length; one for no token.
  func windows(of content: [Int32]) -> [Range<Int>] {
    let room = window - tokenizer.prefix.count - tokenizer.suffix.count
    let count = max(1, (content.count + room - 1) / room)
    return (0..<count).map { number in
      content.count * number / count..<content.count * (number + 1) / count
    }
  }
}

/// Numbers of one run of a model, which are freed with it.
final class Scratch {
  let numbers: UnsafeMutablePointer<Float>
  let count: Int

  init(_ count: Int) {
    self.count = count
    numbers = .allocate(capacity: max(1, count))
    numbers.initialize(repeating: 0, count: max(1, count))
  }

  deinit { numbers.deallocate() }

  func clear() { numbers.update(repeating: 0, count: count) }
}
