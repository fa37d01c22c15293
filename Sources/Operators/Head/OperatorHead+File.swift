import TensorFiles
import Tensors

extension OperatorHead {
  /// The format that the file's attribute names.
  public static let format = "tgnas-operator-reader"
  /// The version of the format that the program writes and reads.
  public static let formatVersion = 2
  /// The tensor with the ``OperatorDictionary`` of the corpus; empty where there is none.
  private static let dictionaryTensor = "dictionary"

  /// Writes the head with its provenance: the digest of the corpus, the program's version, the
  /// encoder, the seeds and the kernel family of OpenBLAS.
  ///
  /// Equal contents give equal bytes.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public func write(to path: String, version: String, encoder: String) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(OperatorHead.format))
    writer.set("format_version", .integer(OperatorHead.formatVersion))
    writer.set("version", .string(version))
    writer.set("encoder", .string(encoder))
    writer.set("corpus_sha256", .string(corpusDigest))
    writer.set("blas_core", .string(BLAS.coreName))
    writer.set("kinds", .strings(kinds))
    writer.set("members", .integer(members.count))
    writer.set("inputs", .integer(members[0].network.inputs))
    writer.set("hidden", .integer(members[0].network.hidden))
    let lookup = dictionary?.table ?? []
    writer.add(
      OperatorHead.dictionaryTensor, Tensor(shape: [lookup.count], elements: .uint8(lookup)))
    for (index, member) in members.enumerated() {
      let prefix = "members/\(index)/"
      member.network.layout.store(member.parameters, in: &writer, below: prefix)
      writer.add(prefix + "embedding-deviation", shape: [1], [member.scaling.embedding])
      writer.add(
        prefix + "lexical-means", shape: [member.scaling.means.count], member.scaling.means)
      writer.add(
        prefix + "lexical-deviations", shape: [member.scaling.deviations.count],
        member.scaling.deviations)
    }
    try writer.write(to: path)
  }

  /// - Throws: `FileError` when the file is missing, ``TensorFileError`` when it is damaged or of
  ///   another kind.
  public init(contentsOf path: String) throws {
    let file = try TensorFile(path: path)
    guard case .string(OperatorHead.format)? = file.attributes["format"] else {
      throw TensorFileError(
        path: path,
        "is an HDF5 file but holds no reader of operators (attribute \"format\" is not "
          + "\"\(OperatorHead.format)\")")
    }
    let version = try file.integer("format_version")
    guard version == OperatorHead.formatVersion else {
      throw TensorFileError(
        path: path,
        "has format version \(version), this program reads \(OperatorHead.formatVersion); "
          + "use files and program of the same release")
    }
    let kinds = try file.strings("kinds")
    let (count, inputs, hidden) = (
      try file.integer("members"), try file.integer("inputs"), try file.integer("hidden")
    )
    guard (1...64).contains(count), inputs > LexicalFeatures.count, (1...65_536).contains(hidden),
      inputs <= 65_536, !kinds.isEmpty
    else {
      throw TensorFileError(
        path: path, "describes no network of this version; train it again: tgnas train-operators")
    }
    let network = OperatorNetwork(
      inputs: inputs, hidden: hidden, kinds: kinds.count, traits: OperatorTrait.allCases.count + 1)
    var table = TensorTable()
    for index in 0..<count {
      let prefix = "members/\(index)/"
      network.layout.declare(in: &table, below: prefix)
      table.add(prefix + "embedding-deviation", [1], storage: [.float32])
      table.add(prefix + "lexical-means", [LexicalFeatures.count], storage: [.float32])
      table.add(prefix + "lexical-deviations", [LexicalFeatures.count], storage: [.float32])
    }
    let lookupLength = file.contents[OperatorHead.dictionaryTensor]?.shape.first ?? 0
    table.add(OperatorHead.dictionaryTensor, [lookupLength], storage: [.uint8])
    let tensors = try file.read(table)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key })
    where name != OperatorHead.dictionaryTensor && !tensor.floats.allSatisfy({ $0.isFinite }) {
      throw TensorFileError(
        path: path, "tensor \"\(name)\" holds numbers that are not finite; train it again")
    }
    dictionary = try OperatorHead.dictionary(
      in: tensors[OperatorHead.dictionaryTensor], kinds: kinds.count, path: path)
    self.kinds = kinds
    corpusDigest = try file.string("corpus_sha256")
    members = (0..<count).map { index in
      let prefix = "members/\(index)/"
      func values(_ name: String) -> [Float] { tensors[prefix + name]?.floats ?? [] }
      return Member(
        network: network,
        scaling: Scaling(
          embedding: values("embedding-deviation")[0], means: values("lexical-means"),
          deviations: values("lexical-deviations")),
        parameters: network.layout.values(from: tensors, below: prefix))
    }
  }

  private static func dictionary(
    in tensor: Tensor?, kinds: Int, path: String
  ) throws(TensorFileError) -> OperatorDictionary? {
    guard case .uint8(let table)? = tensor?.elements, !table.isEmpty else { return nil }
    guard let dictionary = OperatorDictionary(table: table, kinds: kinds) else {
      throw TensorFileError(
        path: path,
        "tensor \"\(dictionaryTensor)\" is damaged; train it again: tgnas train-operators")
    }
    return dictionary
  }
}
