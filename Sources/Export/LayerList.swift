import Foundation
import Networks
import Spaces
import Wording

/// A network as JSON: its layers in order, each with its settings, inputs and shape.
public struct LayerList: NetworkExporter {
  public static let name = "json"
  public static let summary = "the layers with settings, inputs and shapes"
  /// Changes when a reader of older files would misread newer ones.
  static let formatVersion = 1

  private struct File: Encodable {
    let format = "tgnas-network"
    let formatVersion = LayerList.formatVersion
    let space: String
    let architecture: String
    let dataSet: String
    let layers: [Layer]
  }

  private struct Layer: Encodable {
    let name: String
    let kind: String
    let inputs: [Int]
    /// Channels, height, width.
    let shape: [Int]
    var kernel: [Int]?
    var stride: [Int]?
    var padding: [Int]?
    var dilation: Int?
    var groups: Int?
    var bias: Bool?
    var firstChannel: Int?
    var heads: Int?
    var headChannels: Int?
    var relativePositions: Int?
  }

  public static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8] {
    let file = File(
      space: exported.title, architecture: exported.architecture,
      dataSet: exported.dataSet.name,
      layers: exported.network.layers.map {
        described($0, of: exported.network)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return Array(try encoder.encode(file)) + Array("\n".utf8)
    } catch {
      throw NetworkError("the network cannot be written as JSON: \(error)")
    }
  }

  private static func described(_ layer: Network.Layer, of network: Network) -> Layer {
    let shape = [layer.shape.channels, layer.shape.height, layer.shape.width]
    func plain(_ kind: String) -> Layer {
      Layer(
        name: network.name(of: layer), kind: kind, inputs: Array(network.inputs(of: layer)),
        shape: shape)
    }
    switch layer.kind {
    case .convolution(let convolution):
      var described = plain("convolution")
      described.kernel = [convolution.kernelHeight, convolution.kernelWidth]
      described.stride = [convolution.verticalStride, convolution.horizontalStride]
      described.padding = [convolution.verticalPadding, convolution.horizontalPadding]
      described.dilation = convolution.dilation
      described.groups = convolution.groups
      described.bias = convolution.hasBias
      return described
    case .pooling(let pooling):
      var described = plain(pooling.kind == .max ? "max-pooling" : "average-pooling")
      described.kernel = [pooling.kernel, pooling.kernel]
      described.stride = [pooling.stride, pooling.stride]
      described.padding = [pooling.padding, pooling.padding]
      return described
    case .activation(let activation): return plain(activation.rawValue)
    case .input: return plain("input")
    case .batchNorm: return plain("batch-norm")
    case .instanceNorm: return plain("instance-norm")
    case .mapNorm: return plain("map-norm")
    case .globalAveragePooling: return plain("global-average-pooling")
    case .layerNorm: return plain("layer-norm")
    case .linear(let hasBias):
      var described = plain("linear")
      described.bias = hasBias
      return described
    case .attention(let attention):
      var described = plain("attention")
      described.heads = attention.heads
      described.headChannels = attention.headChannels
      described.relativePositions = attention.relativePositions?.largest
      return described
    case .product: return plain("product")
    case .classToken: return plain("class-token")
    case .takeClassToken: return plain("take-class-token")
    case .dropClassToken: return plain("drop-class-token")
    case .positionEmbedding: return plain("position-embedding")
    case .sum: return plain("sum")
    case .concatenation: return plain("concatenation")
    case .slice(let first):
      var described = plain("slice")
      described.firstChannel = first
      return described
    case .channelShuffle(let groups):
      var described = plain("channel-shuffle")
      described.groups = groups
      return described
    case .transpose: return plain("transpose")
    case .zeros: return plain("zeros")
    }
  }
}
