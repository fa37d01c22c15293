import Learning
import Tensors
import Wording

/// A language model of BERT's family whose upper layers are trained, with a head that turns the
/// mean of a text's last hidden states into a score.
struct TrainableEncoder: Sendable {
  /// The model whose lower layers stay as they are.
  let base: any TrainableFamily
  /// How many layers stay as they are.
  let first: Int
  let layout: ParameterLayout
  private let blocks: [TrainableBlock]
  private let head: (weight: Int, bias: Int)

  /// - Parameter trained: how many of the upper layers, at least 1
  init(_ base: any TrainableFamily, trained: Int) {
    precondition((1...base.layers).contains(trained), "1 to \(base.layers) layers")
    (self.base, first) = (base, base.layers - trained)
    var layout = ParameterLayout()
    blocks = (first..<base.layers).map { layer in
      TrainableBlock(
        "layers/\(layer)", width: base.width, innerWidth: base.innerWidth, heads: base.heads,
        epsilon: base.epsilon, in: &layout)
    }
    head = (
      layout.add("head/weight", [base.width], .constant(0)).lowerBound,
      layout.add("head/bias", [1], .constant(0)).lowerBound
    )
    self.layout = layout
  }

  /// The parameters of the model before any training, with a head of zeros.
  func initialParameters() -> [Float] {
    var parameters = [Float](repeating: 0, count: layout.count)
    for layer in first..<base.layers {
      let known = base.parameters(ofLayer: layer)
      for entry in layout.entries where entry.name.hasPrefix("layers/\(layer)/") {
        let name = String(entry.name.dropFirst("layers/\(layer)/".count))
        guard let values = known[name], values.count == entry.range.count else {
          preconditionFailure("the family lacks \(name)")
        }
        parameters.replaceSubrange(entry.range, with: values)
      }
    }
    return parameters
  }

  /// Puts a head in the parameters.
  func setHead(weight: [Float], bias: Float, in parameters: inout [Float]) {
    for (column, value) in weight.enumerated() { parameters[head.weight + column] = value }
    parameters[head.bias] = bias
  }

  /// The windows of a text's tokens, as ``LanguageModel`` reads them.
  func windows(of text: String) -> [[Int32]] {
    let tokenizer = base.tokenizer
    let content = tokenizer.tokens(of: text)
    return base.windows(of: content).map { tokenizer.prefix + content[$0] + tokenizer.suffix }
  }

  /// A text after the layers that stay as they are: [T, D] of each window.
  func lowered(_ text: String) -> [Matrix] {
    windows(of: text).map { tokens in
      var result = Matrix(rows: tokens.count, columns: base.width)
      base.run(tokens, upTo: first) { stage, hidden in
        guard stage == first else { return }
        result.elements = Array(
          UnsafeBufferPointer(start: hidden, count: tokens.count * base.width))
      }
      return result
    }
  }

  /// The mean of a text's last hidden states, [D], and its score.
  func output(
    of windows: [Matrix], _ parameters: [Float]
  ) -> (mean: [Float], score: Float) {
    parameters.withUnsafeBufferPointer { buffer in
      guard let parameters = buffer.baseAddress else { return ([], 0) }
      var mean = [Float](repeating: 0, count: base.width)
      forEachWindow(windows, parameters) { passes, _ in
        add(passes[passes.count - 1], of: windows, to: &mean)
      }
      return (mean, score(of: mean, parameters))
    }
  }

  private func score(of mean: [Float], _ parameters: UnsafePointer<Float>) -> Float {
    var score = parameters[head.bias]
    for column in mean.indices { score += parameters[head.weight + column] * mean[column] }
    return score
  }

  private func add(
    _ pass: TrainableBlock.Pass, of windows: [Matrix], to mean: inout [Float]
  ) {
    let share = 1 / Float(windows.reduce(0) { $0 + $1.rows })
    for row in 0..<pass.rows {
      for column in mean.indices {
        mean[column] += share * pass.output[row * base.width + column]
      }
    }
  }

  private func forEachWindow(
    _ windows: [Matrix], _ parameters: UnsafePointer<Float>,
    _ body: ([TrainableBlock.Pass], Int) -> Void
  ) {
    for (number, window) in windows.enumerated() {
      var passes: [TrainableBlock.Pass] = []
      for block in blocks {
        window.elements.withUnsafeBufferPointer { first in
          let input = passes.last.map { UnsafePointer($0.output) } ?? first.baseAddress
          guard let input else { return }
          passes.append(block.forward(input, tokens: window.rows, parameters))
        }
      }
      body(passes, number)
    }
  }

  /// Takes a window through the trained layers.
  ///
  /// - Parameter observe: gets the number of trained layers done and the hidden states, [T, D]
  func run(
    _ window: Matrix, _ parameters: [Float], _ observe: (Int, UnsafePointer<Float>) -> Void
  ) {
    parameters.withUnsafeBufferPointer { buffer in
      guard let parameters = buffer.baseAddress else { return }
      forEachWindow([window], parameters) { passes, _ in
        for (number, pass) in passes.enumerated() { observe(number + 1, pass.output) }
      }
    }
  }

  /// Adds the gradient of `slope * score`.
  func addGradient(
    of windows: [Matrix], slope: Float, _ parameters: [Float], to gradient: inout [Float]
  ) {
    parameters.withUnsafeBufferPointer { buffer in
      gradient.withUnsafeMutableBufferPointer { sums in
        guard let parameters = buffer.baseAddress, let gradient = sums.baseAddress else { return }
        let share = slope / Float(windows.reduce(0) { $0 + $1.rows })
        gradient[head.bias] += slope
        forEachWindow(windows, parameters) { passes, number in
          let rows = windows[number].rows
          let output = passes[passes.count - 1].output
          let slopes = Scratch(rows * base.width)
          for row in 0..<rows {
            for column in 0..<base.width {
              gradient[head.weight + column] += share * output[row * base.width + column]
              slopes.numbers[row * base.width + column] = share * parameters[head.weight + column]
            }
          }
          for (block, pass) in zip(blocks, passes).reversed() {
            block.backward(pass, slopes.numbers, parameters, gradient)
          }
        }
      }
    }
  }
}

/// A family whose layers can be trained.
protocol TrainableFamily: LanguageModelFamily {
  var innerWidth: Int { get }
  var heads: Int { get }
  /// The number that layer norms add to the variance.
  var epsilon: Double { get }

  /// Takes tokens through the first layers only.
  func run(_ tokens: [Int32], upTo limit: Int, _ observe: (Int, UnsafePointer<Float>) -> Void)

  /// The weights, [inputs, outputs], and the other tensors of a layer, by their names in the
  /// shipped encoder's file: `attention/input/weight` holds queries, keys and values side by side.
  func parameters(ofLayer layer: Int) -> [String: [Float]]
}
