import Networks
import ONNXFormat
import Wording

/// The graph of an ONNX model as text, a line a node, without any weight: what language models
/// read in COLE's comparison (arXiv 2605.15649).
public struct ONNXText: NetworkExporter {
  public static let name = "onnx-text"
  public static let summary = "the graph of the ONNX model as text"

  public static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8] {
    Array(text(of: exported).utf8)
  }

  static func text(of exported: ExportedNetwork) -> String {
    var builder = ONNXGraphBuilder(exported)
    let layers = exported.network.layers
    for index in layers.indices where layers[index].kind != .input { builder.add(index) }
    let image = layers[0].shape
    var text = """
      graph network (%input[FLOAT, imagesx\(image.channels)x\(image.height)x\(image.width)]) {

      """
    for node in builder.nodes {
      let attributes = node.attribute.map { "\($0.name) = \(value(of: $0))" }
      text += "  \(node.output.map { "%\($0)" }.joined(separator: ", ")) = \(node.opType)"
      if !attributes.isEmpty { text += "[\(attributes.joined(separator: ", "))]" }
      text += "(\(node.input.map { "%\($0)" }.joined(separator: ", ")))\n"
    }
    return text + "  return %\(builder.outputName)\n}\n"
  }

  private static func value(of attribute: Onnx_AttributeProto) -> String {
    switch attribute.type {
    case .int: "\(attribute.i)"
    case .float: "\(attribute.f)"
    case .string: String(decoding: attribute.s, as: UTF8.self)
    case .ints: "[\(attribute.ints.map(String.init).joined(separator: ", "))]"
    default: "..."
    }
  }
}
