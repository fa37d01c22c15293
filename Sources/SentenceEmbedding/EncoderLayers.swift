import TensorFiles
import Tensors

/// y = x W + b with W [inputs, outputs] and b [outputs].
///
/// The weight stays in half precision, as it is stored: a sentence is short, so its products are
/// bound by reading the weights from memory. A row of y depends on the same row of x alone.
struct LinearLayer: Sendable {
  let inputs: Int
  let outputs: Int
  private let weight: [UInt16]
  private let bias: [Float]

  init(_ name: String, in tensors: [String: Tensor]) {
    guard case .float16(let weight)? = tensors[name + "/weight"]?.elements else {
      preconditionFailure("the tensor table promises halves")
    }
    self.weight = weight
    bias = tensors.floats(name + "/bias")
    outputs = bias.count
    inputs = weight.count / max(1, outputs)
  }

  /// The weight, [inputs, outputs], and the bias in single precision.
  var numbers: (weight: [Float], bias: [Float]) { (HalfPrecision.widened(weight), bias) }

  /// y = x W + b, or y = y + x W + b.
  ///
  /// - Parameters:
  ///   - x: [rows, inputs]
  ///   - y: [rows, outputs]
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>, adding: Bool = false
  ) {
    weight.withUnsafeBufferPointer { weight in
      bias.withUnsafeBufferPointer { bias in
        guard let weight = weight.baseAddress, let bias = bias.baseAddress else { return }
        // The product adds to y, which holds the bias already: that saves another pass.
        for row in 0..<rows {
          let y = y + row * outputs
          if adding {
            for column in 0..<outputs { y[column] += bias[column] }
          } else {
            y.update(from: bias, count: outputs)
          }
        }
        RowKernel.addProduct(
          rows: rows, columns: outputs, inner: inputs, x, withHalves: weight, to: y)
      }
    }
  }
}

/// Layer normalization with a learned scale and offset, both [D].
struct NormalizationLayer: Sendable {
  private let scale: [Float]
  private let offset: [Float]
  private let epsilon: Double

  init(_ name: String, in tensors: [String: Tensor], epsilon: Double) {
    scale = tensors.floats(name + "/scale")
    offset = tensors.floats(name + "/offset")
    self.epsilon = epsilon
  }

  var numbers: (scale: [Float], offset: [Float]) { (scale, offset) }

  /// - Parameter values: [rows, D], changed in place
  func apply(_ values: UnsafeMutablePointer<Float>, rows: Int) {
    scale.withUnsafeBufferPointer { scale in
      offset.withUnsafeBufferPointer { offset in
        guard let scale = scale.baseAddress, let offset = offset.baseAddress else { return }
        Kernels.normalize(
          values, rows: rows, columns: self.scale.count, scale: scale, offset: offset,
          epsilon: epsilon)
      }
    }
  }
}

/// One layer of BERT: attention, then a feed-forward block, each added to its input and normalized.
struct TransformerLayer: Sendable {
  private let heads: Int
  private let attentionInput: LinearLayer
  private let attentionOutput: LinearLayer
  private let attentionNorm: NormalizationLayer
  private let inner: LinearLayer
  private let outer: LinearLayer
  private let feedForwardNorm: NormalizationLayer

  init(_ name: String, in tensors: [String: Tensor], _ configuration: EncoderConfiguration) {
    let epsilon = configuration.layerNormEpsilon
    heads = configuration.heads
    attentionInput = LinearLayer(name + "/attention/input", in: tensors)
    attentionOutput = LinearLayer(name + "/attention/output", in: tensors)
    attentionNorm = NormalizationLayer(name + "/attention/norm", in: tensors, epsilon: epsilon)
    inner = LinearLayer(name + "/feedforward/inner", in: tensors)
    outer = LinearLayer(name + "/feedforward/outer", in: tensors)
    feedForwardNorm = NormalizationLayer(name + "/feedforward/norm", in: tensors, epsilon: epsilon)
  }

  /// All tensors, by their names in the file.
  var numbers: [String: [Float]] {
    var found: [String: [Float]] = [:]
    for (name, layer) in [
      ("attention/input", attentionInput), ("attention/output", attentionOutput),
      ("feedforward/inner", inner), ("feedforward/outer", outer),
    ] {
      (found[name + "/weight"], found[name + "/bias"]) = layer.numbers
    }
    for (name, norm) in [("attention/norm", attentionNorm), ("feedforward/norm", feedForwardNorm)] {
      (found[name + "/scale"], found[name + "/offset"]) = norm.numbers
    }
    return found
  }

  /// - Parameters:
  ///   - hidden: [T, D] of all sentences, one after the other, changed in place
  ///   - starts: where each sentence begins and the last one ends, in tokens
  func apply(_ hidden: UnsafeMutablePointer<Float>, starts: [Int], _ workspace: Workspace) {
    let tokens = starts[starts.count - 1]
    attentionInput.apply(hidden, rows: tokens, to: workspace.projected)
    let width = attentionOutput.inputs
    for (start, end) in zip(starts, starts.dropFirst()) {
      Attention.apply(
        workspace.projected + start * 3 * width, to: workspace.context + start * width,
        scores: workspace.scores, tokens: end - start, heads: heads, width: width)
    }
    attentionOutput.apply(workspace.context, rows: tokens, to: hidden, adding: true)
    attentionNorm.apply(hidden, rows: tokens)
    inner.apply(hidden, rows: tokens, to: workspace.inner)
    Kernels.gelu(workspace.inner, count: tokens * inner.outputs)
    outer.apply(workspace.inner, rows: tokens, to: hidden, adding: true)
    feedForwardNorm.apply(hidden, rows: tokens)
  }
}

/// Scaled dot-product attention of several heads.
package enum Attention {
  /// For each head: softmax(Q K' / sqrt(d)) V, with d = D / H.
  ///
  /// - Parameters:
  ///   - projected: [T, 3 D]: queries, keys and values side by side, each with its heads side by
  ///     side
  ///   - context: [T, D], the result, with the heads side by side
  ///   - scores: room for [T, T] numbers
  package static func apply(
    _ projected: UnsafePointer<Float>, to context: UnsafeMutablePointer<Float>,
    scores: UnsafeMutablePointer<Float>, tokens: Int, heads: Int, width: Int
  ) {
    let size = width / heads
    let scale = 1 / Float(size).squareRoot()
    for head in 0..<heads {
      let query = projected + head * size
      BLAS.multiply(
        rows: tokens, columns: tokens, inner: size, query, query + width, into: scores,
        transposingB: true, alpha: scale, strideOfA: 3 * width, strideOfB: 3 * width)
      Kernels.softmax(scores, rows: tokens, columns: tokens)
      BLAS.multiply(
        rows: tokens, columns: size, inner: tokens, scores, query + 2 * width,
        into: context + head * size, strideOfB: 3 * width, strideOfC: width)
    }
  }
}

/// The memory that the layers need for some sentences.
final class Workspace {
  /// [T, 3 D]
  let projected: UnsafeMutablePointer<Float>
  /// [T, D]
  let context: UnsafeMutablePointer<Float>
  /// Square of the tokens of the longest sentence.
  let scores: UnsafeMutablePointer<Float>
  /// [T, inner width]
  let inner: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - tokens: T, of all sentences together
  ///   - longest: the tokens of the longest sentence
  init(tokens: Int, longest: Int, _ configuration: EncoderConfiguration) {
    projected = .allocate(capacity: tokens * 3 * configuration.width)
    context = .allocate(capacity: tokens * configuration.width)
    scores = .allocate(capacity: longest * longest)
    inner = .allocate(capacity: tokens * configuration.innerWidth)
  }

  deinit {
    projected.deallocate()
    context.deallocate()
    scores.deallocate()
    inner.deallocate()
  }
}

extension [String: Tensor] {
  /// The numbers of a tensor that the tensor table has promised.
  func floats(_ name: String) -> [Float] {
    guard let tensor = self[name] else { preconditionFailure("\(name) is not in the tensor table") }
    return tensor.floats
  }
}
