import Foundation
import Networks
import Runtime
import Spaces

/// The naive twin of `NetworkPass`: every layer forward by its definition, number by number, in
/// double precision.
struct NaiveNetwork {
  private let network: Network
  private let parameters: [[Double]]
  private let images: Int
  private let batchNorms: NetworkPass<Double>.BatchNorms
  /// By layer, [images, channels, rows, columns].
  private(set) var outputs: [[Double]] = []

  init(
    _ network: Network, _ parameters: [[Double]], on input: [Double],
    batchNorms: NetworkPass<Double>.BatchNorms = .training
  ) {
    (self.network, self.parameters, self.batchNorms) = (network, parameters, batchNorms)
    images = input.count / network.layers[0].shape.elements
    outputs = [input]
    for index in network.layers.indices.dropFirst() { outputs.append(run(index)) }
  }

  private func each(
    _ shape: Network.Shape, _ body: (_ n: Int, _ c: Int, _ y: Int, _ x: Int) -> Double
  ) -> [Double] {
    var all: [Double] = []
    for n in 0..<images {
      for c in 0..<shape.channels {
        for y in 0..<shape.height {
          for x in 0..<shape.width { all.append(body(n, c, y, x)) }
        }
      }
    }
    return all
  }

  private func run(_ index: Int) -> [Double] {
    let layer = network.layers[index]
    let (shape, values) = (layer.shape, parameters[index])
    let source = layer.input
    let before = network.layers[source].shape
    func input(_ n: Int, _ c: Int, _ y: Int, _ x: Int, of number: Int = 0) -> Double {
      let place = network.inputs(of: layer)[number]
      let size = network.layers[place].shape
      return outputs[place][((n * size.channels + c) * size.height + y) * size.width + x]
    }
    func ofChannel(_ n: Int, _ c: Int, _ y: Int, _ x: Int) -> Int { c }
    switch layer.kind {
    case .input: return outputs[0]
    case .zeros: return each(shape) { _, _, _, _ in 0 }
    case .convolution(let convolution):
      let perGroup = before.channels / convolution.groups
      let outputsOfGroup = shape.channels / convolution.groups
      let taps = convolution.kernelHeight * convolution.kernelWidth
      return each(shape) { n, c, y, x in
        var sum = convolution.hasBias ? values[shape.channels * perGroup * taps + c] : 0
        for i in 0..<perGroup {
          for down in 0..<convolution.kernelHeight {
            for across in 0..<convolution.kernelWidth {
              let row =
                y * convolution.verticalStride + down * convolution.dilation
                - convolution.verticalPadding
              let column =
                x * convolution.horizontalStride + across * convolution.dilation
                - convolution.horizontalPadding
              guard (0..<before.height).contains(row), (0..<before.width).contains(column) else {
                continue
              }
              let weight = values[
                (c * perGroup + i) * taps + down * convolution.kernelWidth + across]
              sum += weight * input(n, c / outputsOfGroup * perGroup + i, row, column)
            }
          }
        }
        return sum
      }
    case .linear(let hasBias):
      return each(shape) { n, c, _, _ in
        (0..<before.channels).reduce(hasBias ? values[shape.channels * before.channels + c] : 0) {
          $0 + values[c * before.channels + $1] * input(n, $1, 0, 0)
        }
      }
    case .batchNorm:
      switch batchNorms {
      case .identity: return outputs[source]
      case .evaluation:
        return each(shape) { n, c, y, x in
          values[c] * input(n, c, y, x) / (1 + 1e-5).squareRoot() + values[shape.channels + c]
        }
      case .training:
        return normalised(shape, outputs[source], values, by: { _, c, _, _ in [c] }, ofChannel)
      }
    case .instanceNorm:
      return normalised(shape, outputs[source], values, by: { n, c, _, _ in [n, c] }, ofChannel)
    case .layerNorm:
      return normalised(
        shape, outputs[source], values, by: { n, _, y, x in [n, y, x] }, ofChannel)
    case .mapNorm:
      return normalised(shape, outputs[source], values, by: { n, _, _, _ in [n] }) { _, c, y, x in
        (c * shape.height + y) * shape.width + x
      }
    case .activation(let activation):
      return outputs[source].map { Self.activated($0, activation) }
    case .pooling(let pooling):
      return each(shape) { n, c, y, x in
        var seen: [Double] = []
        for row in y * pooling.stride - pooling.padding..<y * pooling.stride - pooling.padding
          + pooling.kernel
        {
          for column in x * pooling.stride - pooling.padding..<x * pooling.stride
            - pooling.padding + pooling.kernel
          where (0..<before.height).contains(row) && (0..<before.width).contains(column) {
            seen.append(input(n, c, row, column))
          }
        }
        return pooling.kind == .max
          ? seen.max() ?? 0 : seen.reduce(0, +) / Double(max(1, seen.count))
      }
    case .globalAveragePooling:
      return each(shape) { n, c, _, _ in
        var sum = 0.0
        for y in 0..<before.height { for x in 0..<before.width { sum += input(n, c, y, x) } }
        return sum / Double(before.height * before.width)
      }
    case .attention(let attention): return attended(attention, layer, outputs[source], values)
    case .product:
      return each(shape) { n, c, y, x in
        let gate = network.layers[network.inputs(of: layer)[1]].shape
        return input(n, c, y, x)
          * input(n, c, gate.height == 1 ? 0 : y, gate.width == 1 ? 0 : x, of: 1)
      }
    case .classToken:
      return each(shape) { n, c, y, _ in
        y == 0
          ? values[c] : input(n, c, (y - 1) / before.width, (y - 1) % before.width)
      }
    case .takeClassToken: return each(shape) { n, c, _, _ in input(n, c, 0, 0) }
    case .dropClassToken: return each(shape) { n, c, y, _ in input(n, c, y + 1, 0) }
    case .positionEmbedding:
      return each(shape) { n, c, y, x in
        input(n, c, y, x) + values[(c * shape.height + y) * shape.width + x]
      }
    case .sum:
      return each(shape) { n, c, y, x in
        network.inputs(of: layer).indices.reduce(0) { $0 + input(n, c, y, x, of: $1) }
      }
    case .concatenation:
      return each(shape) { n, c, y, x in
        var (channel, number) = (c, 0)
        while channel >= network.layers[network.inputs(of: layer)[number]].shape.channels {
          channel -= network.layers[network.inputs(of: layer)[number]].shape.channels
          number += 1
        }
        return input(n, channel, y, x, of: number)
      }
    case .slice(let first): return each(shape) { n, c, y, x in input(n, first + c, y, x) }
    case .channelShuffle(let groups):
      // As PyTorch: view(groups, channels / groups), transposed, flattened.
      return each(shape) { n, c, y, x in
        input(n, c % groups * (shape.channels / groups) + c / groups, y, x)
      }
    case .transpose:
      // Position p of channel c becomes position c of channel p, both counted row by row.
      let width = network.layers[layer.input].shape.width
      return each(shape) { n, c, y, x in
        input(n, y * shape.width + x, c / width, c % width)
      }
    }
  }

  private func normalised(
    _ shape: Network.Shape, _ x: [Double], _ values: [Double],
    by set: (Int, Int, Int, Int) -> [Int], _ parameter: (Int, Int, Int, Int) -> Int
  ) -> [Double] {
    var members: [[Int]: [Double]] = [:]
    var place = 0
    _ = each(shape) { n, c, row, column in
      members[set(n, c, row, column), default: []].append(x[place])
      place += 1
      return 0
    }
    let moments = members.mapValues { numbers in
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count))
    }
    place = -1
    return each(shape) { n, c, row, column in
      place += 1
      let (mean, variance) = moments[set(n, c, row, column)] ?? (0, 1)
      let number = parameter(n, c, row, column)
      return (x[place] - mean) / (variance + 1e-5).squareRoot() * values[number]
        + values[values.count / 2 + number]
    }
  }

  private func attended(
    _ attention: Network.Attention, _ layer: Network.Layer, _ x: [Double], _ values: [Double]
  ) -> [Double] {
    let (heads, width) = (attention.heads, attention.headChannels)
    let places = layer.shape.height * layer.shape.width
    let relative = attention.relativePositions
    let rows = relative?.indices(positions: places, inRows: true)
    let columns = relative?.indices(positions: places, inRows: false)
    func of(_ part: Int, _ n: Int, _ head: Int, _ channel: Int, _ place: Int) -> Double {
      x[((n * 3 + part) * heads * width + head * width + channel) * places + place]
    }
    func embedding(_ part: Int, _ i: Int, _ j: Int, _ channel: Int) -> Double {
      guard let relative, let rows, let columns else { return 0 }
      let table = relative.embeddings * width
      return values[2 * part * table + rows[i * places + j] * width + channel]
        + values[(2 * part + 1) * table + columns[i * places + j] * width + channel]
    }
    return each(layer.shape) { n, c, y, column in
      let (head, channel, i) = (c / width, c % width, y * layer.shape.width + column)
      let powers = (0..<places).map { j in
        exp(
          (0..<width).reduce(0.0) {
            $0 + of(0, n, head, $1, i) * (of(1, n, head, $1, j) + embedding(0, i, j, $1))
          } / Double(width).squareRoot())
      }
      let sum = powers.reduce(0, +)
      return (0..<places).reduce(0.0) {
        $0 + powers[$1] / sum * (of(2, n, head, channel, $1) + embedding(1, i, $1, channel))
      }
    }
  }

  static func activated(_ x: Double, _ activation: BlockLayer.Activation) -> Double {
    let clipped = min(6, max(0, x + 3)) / 6
    return switch activation {
    case .relu: x < 0 ? 0 : x
    case .relu6: x < 0 ? 0 : x > 6 ? 6 : x
    case .leakyReLU: x < 0 ? x / 100 : x
    case .sigmoid: 1 / (1 + exp(-x))
    case .hardSigmoid: clipped
    case .swish: x / (1 + exp(-x))
    case .hardSwish: x * clipped
    case .gelu: 0.5 * x * erfc(-x / 2.0.squareRoot())
    case .mish: x * tanh(log(1 + exp(x)))
    }
  }
}
