import Signals
import TensorFiles
import Tensors

/// The kind and the sizes of a network, as a weights file states them.
enum PredictorConfiguration: Sendable, Equatable {
  case directed(DirectedGraphNetwork.Configuration)
  case published(PublishedGraphNetwork.Configuration)

  init(_ network: Recipe.Network, features: Int) {
    switch network {
    case .directed(let width, let layers, let signals):
      self = .directed(
        .init(features: features, width: width, layers: layers, signals: signals))
    case .published(let width, let layers):
      self = .published(.init(features: features, width: width, layers: layers))
    }
  }

  /// - Throws: ``TensorFileError`` when an attribute is missing or out of range.
  init(_ file: TensorFile) throws {
    func positive(_ name: String) throws -> Int {
      let value = try file.integer(name)
      guard (1...DirectedGraphNetwork.largestWidth).contains(value) else {
        throw TensorFileError(
          path: file.path,
          "attribute \"\(name)\" is \(value), expected 1 to \(DirectedGraphNetwork.largestWidth)")
      }
      return value
    }
    let kind = try file.string("network")
    let (features, width) = (try positive("features"), try positive("width"))
    let layers = try positive("layers")
    switch kind {
    case "directed":
      guard width % Lanes.count == 0 else {
        throw TensorFileError(
          path: file.path,
          "attribute \"width\" is \(width), expected a multiple of \(Lanes.count)")
      }
      self = .directed(
        .init(
          features: features, width: width, layers: layers,
          signals: try PredictorConfiguration.readsSignals(file)))
    case "published":
      self = .published(.init(features: features, width: width, layers: layers))
    default:
      throw TensorFileError(
        path: file.path,
        "attribute \"network\" is \"\(kind)\", expected \"directed\" or \"published\"")
    }
  }

  /// Whether the network reads signals. The signals of its training must be those that the program
  /// computes.
  private static func readsSignals(_ file: TensorFile) throws -> Bool {
    let signals = try file.integer("signals")
    switch signals {
    case 0: return false
    case SignalPropagation.definition: return true
    case 1..<SignalPropagation.definition:
      throw TensorFileError(
        path: file.path,
        "was trained with signals as an earlier version of this program defined them; train it "
          + "again"
      )
    default:
      throw TensorFileError(
        path: file.path,
        "attribute \"signals\" is \(signals), expected 0 or \(SignalPropagation.definition)")
    }
  }

  func store(in writer: inout TensorFileWriter) {
    switch self {
    case .directed(let configuration):
      writer.set("network", .string("directed"))
      writer.set("features", .integer(configuration.features))
      writer.set("width", .integer(configuration.width))
      writer.set("layers", .integer(configuration.layers))
      writer.set("signals", .integer(configuration.signals ? SignalPropagation.definition : 0))
    case .published(let configuration):
      writer.set("network", .string("published"))
      writer.set("features", .integer(configuration.features))
      writer.set("width", .integer(configuration.width))
      writer.set("layers", .integer(configuration.layers))
    }
  }

  /// F, the numbers that describe an operator.
  var features: Int {
    switch self {
    case .directed(let configuration): configuration.features
    case .published(let configuration): configuration.features
    }
  }

  var kind: Recipe.Network.Kind {
    switch self {
    case .directed: .directed
    case .published: .published
    }
  }

  func makeNetwork() -> any GraphNetwork {
    switch self {
    case .directed(let configuration): DirectedGraphNetwork(configuration)
    case .published(let configuration): PublishedGraphNetwork(configuration)
    }
  }
}
