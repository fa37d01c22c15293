import Export
import Files
import LanguageModels
import SentenceEmbedding
import Spaces
import Surrogates
import Synchronization
import Tensors
import Wording

/// Reads a space's architectures as text by a language model.
public final class CodeReader: ArchitectureEmbedder {
  /// What is read of an architecture.
  public enum Text: Hashable, Sendable {
    /// Code in PyTorch.
    case code(CodeStyle)
    /// The notation of the space.
    case notation
    /// The graph of the ONNX model.
    case onnx

    static let notationName = "architecture"
    static let onnxName = "onnx"
    /// The names of all texts.
    public static var names: [String] { CodeStyle.names + [notationName, onnxName] }

    /// The text of that name.
    ///
    /// - Throws: `UnknownNameError`
    public init(named name: String) throws {
      switch name {
      case Text.notationName: self = .notation
      case Text.onnxName: self = .onnx
      default:
        guard let style = try? CodeStyle(named: name) else {
          throw UnknownNameError(kind: "text", name: name, known: Text.names)
        }
        self = .code(style)
      }
    }
  }

  private let space: SearchSpace
  private let text: Text
  private let textName: String
  private let embeddings: TextEmbeddings

  /// - Throws: when the language model cannot be read, `UnknownNameError` for an unknown text or
  ///   pooling, and `NetworkError` when the space has no networks to write as code.
  public init(
    of space: SearchSpace, _ reading: EmbeddingChoice, in opened: OpenInstallation
  ) throws {
    self.space = space
    textName = reading.text ?? CodeStyle().name
    text = try Text(named: textName)
    let pooling = try reading.pooling.map { try TextPooling.named($0) } ?? .mean
    if text != .notation { _ = try space.dataSet() }
    let installation = opened.installation
    let model =
      try reading.model.map { path in
        try LanguageModel(path: path) { try SentenceEncoder(path: installation.encoder) }
      }
      ?? LanguageModel(
        try SentenceEncoder(path: installation.encoder), path: installation.encoder)
    let problem = opened.reportCacheProblem
    embeddings = try TextEmbeddings(model, pooling, folder: CacheFolder.path()) {
      if let sentence = $0.problem { problem(sentence) }
    }
  }

  /// The model that reads.
  public var model: LanguageModel { embeddings.model }
  public var width: Int { model.width }

  /// The model with its digest, the text and the pooling.
  ///
  /// - Throws: `FileError` when the model cannot be read.
  public var description: [String] {
    get throws {
      [
        "\(Folder.name(of: model.path)) \(try model.identity())", textName,
        embeddings.pooling.rawValue,
      ]
    }
  }

  /// What the model reads of an architecture; nil when its network cannot be built.
  public func text(of architecture: Architecture) -> String? {
    if text == .notation { return space.notation(of: architecture) }
    guard let dataSet = try? space.dataSet() else { return nil }
    let style: CodeStyle
    if case .code(let chosen) = text { style = chosen } else { style = CodeStyle() }
    guard
      let exported = try? ExportedNetwork(
        of: architecture, in: space, for: dataSet, codeStyle: style)
    else { return nil }
    return text == .onnx
      ? (try? ONNXText.file(of: exported)).map { String(decoding: $0, as: UTF8.self) }
      : CodeText(of: exported).text
  }

  public func embedding(of architecture: Architecture) -> [Double]? {
    text(of: architecture).map { embeddings.embedding(of: $0).map(Double.init) }
  }

  /// Reads architectures that were not read before.
  ///
  /// - Parameters:
  ///   - threads: change the time, never a number
  ///   - progress: receives how many are read, of how many
  public func read(
    _ architectures: [Architecture], threads: Int, progress: (_ done: Int, _ of: Int) -> Void
  ) {
    var known: Set<String> = []
    let texts = architectures.compactMap(text).filter {
      known.insert($0).inserted && !embeddings.has($0)
    }
    for start in stride(from: 0, to: texts.count, by: threads) {
      let part = texts[start..<min(texts.count, start + threads)]
      Parallel.forEach(part.count, threads: threads) { place, _ in
        _ = embeddings.embedding(of: texts[start + place])
      }
      progress(start + part.count, texts.count)
    }
    embeddings.save()
  }
}
