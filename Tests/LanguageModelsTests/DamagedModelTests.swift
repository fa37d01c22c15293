import Files
import Foundation
import LanguageModels
import TestSupport
import Testing

@Suite("Damaged and foreign language models") struct DamagedModelTests {
  /// The sentence about a file made of the bytes of a golden.
  private func problem(
    of name: String, _ change: (inout Data) -> Void
  ) throws -> String {
    var data = try Data(contentsOf: LanguageGoldens.folder.appendingPathComponent(name))
    change(&data)
    return try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("model.gguf")
      try data.write(to: path)
      do {
        _ = try LanguageModel(path: path.path, encoder: LanguageGoldens.encoder)
      } catch let error as FileError {
        #expect(error.path == path.path)
        return "\(error.problem)"
      }
      return "none"
    }
  }

  private func replace(_ text: String, by other: String, in data: inout Data) {
    precondition(text.utf8.count == other.utf8.count)
    let range = data.range(of: Data(text.utf8))
    if let range { data.replaceSubrange(range, with: Data(other.utf8)) }
  }

  @Test("A GGUF file that is cut anywhere is refused in a sentence")
  func truncated() throws {
    let size = try Data(
      contentsOf: LanguageGoldens.folder.appendingPathComponent("llama.gguf")
    ).count
    for kept in [5, 12, 40, 200, 3_000, 20_000, size / 2, size - 40] {
      let sentence = try problem(of: "llama.gguf") { $0 = $0.prefix(kept) }
      #expect(sentence.contains("is cut short"), "\(kept): \(sentence)")
    }
    let short = try problem(of: "llama.gguf") { $0 = $0.prefix(3) }
    #expect(short.contains("is no language model"))
  }

  @Test("What is of another family, version or kind is named")
  func foreign() throws {
    let family = try problem(of: "llama.gguf") { data in
      // The value of general.architecture.
      let range = data.range(of: Data("general.architecture".utf8))!
      let value = range.upperBound + 12
      data.replaceSubrange(value..<value + 5, with: Data("qwen9".utf8))
    }
    #expect(family.contains("of the family \"qwen9\""))
    #expect(
      try problem(of: "llama.gguf") { replace("gpt2", by: "spm7", in: &$0) }
        .contains("its tokenizer is of the kind \"spm7\""))
    #expect(
      try problem(of: "llama.gguf") { replace("smollm", by: "banana", in: &$0) }
        .contains("cuts words by the rules \"banana\"; expected one of gpt-2"))
    #expect(
      try problem(of: "llama.gguf") { replace("blk.1.ffn_up", by: "blk.1.ffn_xx", in: &$0) }
        .contains("lacks the tensor \"blk.1.ffn_up.weight\" [96, 64]"))
    #expect(
      try problem(of: "llama3.gguf") { replace("rope_freqs", by: "rope_other", in: &$0) }
        .contains("holds the tensor \"rope_other.weight\", which a model of this family does not"))
    #expect(
      try problem(of: "llama.gguf") { $0[4] = 9 }.contains("is GGUF of version 9"))
    #expect(
      try problem(of: "llama.gguf") { data in
        // The type of a tensor stands behind its name, dimensions and shape.
        let name = data.range(of: Data("blk.0.attn_q.weight".utf8))!
        data[name.upperBound + 4 + 16] = 12
      }.contains("is of ggml's type 12 (Q4_K)"))
  }

  /// The sentence about a folder whose files were changed.
  private func problem(
    ofFolder name: String, _ change: (URL) throws -> Void
  ) throws -> String {
    try withTemporaryFolder { folder in
      let copy = folder.appendingPathComponent("model")
      try FileManager.default.copyItem(
        at: LanguageGoldens.folder.appendingPathComponent(name), to: copy)
      try change(copy)
      do {
        _ = try LanguageModel(path: copy.path, encoder: LanguageGoldens.encoder)
      } catch let error as FileError {
        #expect(error.path.hasPrefix(copy.path))
        return "\(error.problem)"
      }
      return "none"
    }
  }

  private func edit(_ file: URL, _ change: (String) -> String) throws {
    try change(String(contentsOf: file, encoding: .utf8)).write(
      to: file, atomically: true, encoding: .utf8)
  }

  @Test("A folder that is incomplete, damaged or of another family is refused in a sentence")
  func folders() throws {
    #expect(try problem(ofFolder: "bert") { _ in } == "none")
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
      let sentence = try problem(ofFolder: "bert") {
        try FileManager.default.removeItem(at: $0.appendingPathComponent(file))
      }
      #expect(sentence.contains("no such file"), "\(file): \(sentence)")
    }
    #expect(
      try problem(ofFolder: "bert") {
        try edit($0.appendingPathComponent("config.json")) {
          $0.replacingOccurrences(of: "\"model_type\": \"bert\"", with: "\"model_type\": \"t5\"")
        }
      }.contains("of the family \"t5\""))
    #expect(
      try problem(ofFolder: "bert") {
        try edit($0.appendingPathComponent("config.json")) {
          $0.replacingOccurrences(of: "\"hidden_act\": \"gelu\"", with: "\"hidden_act\": \"relu\"")
        }
      }.contains("its setting \"hidden_act\" is \"relu\"; expected \"gelu\""))
    #expect(
      try problem(ofFolder: "bert") {
        try edit($0.appendingPathComponent("config.json")) {
          $0.replacingOccurrences(of: "\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 1")
        }
      }.contains("which a model of this family does not have"))
    for (file, words) in [
      ("config.json", "is not JSON with the settings"), ("tokenizer.json", "it is not JSON"),
    ] {
      let sentence = try problem(ofFolder: "bert") {
        try edit($0.appendingPathComponent(file)) { String($0.prefix($0.count / 2)) }
      }
      #expect(sentence.contains(words), "\(file): \(sentence)")
    }
    // The tokenizer of another model has more tokens than this one's embedding.
    #expect(
      try problem(ofFolder: "bert") { folder in
        let other = LanguageGoldens.folder.appendingPathComponent("roberta/tokenizer.json")
        let own = folder.appendingPathComponent("tokenizer.json")
        try FileManager.default.removeItem(at: own)
        try FileManager.default.copyItem(at: other, to: own)
      }.contains("they do not belong together"))
    #expect(
      try problem(ofFolder: "bert") {
        try edit($0.appendingPathComponent("tokenizer.json")) {
          $0.replacingOccurrences(of: "\"WordPiece\"", with: "\"Unigram\"")
        }
      }.contains("its tokenizer is of the kind Unigram; expected BPE or WordPiece"))
    for kept in [4, 100, 5_000, 100_000] {
      let sentence = try problem(ofFolder: "bert") { folder in
        let file = folder.appendingPathComponent("model.safetensors")
        let data = try Data(contentsOf: file)
        try data.prefix(kept).write(to: file)
      }
      #expect(
        sentence.contains("ends in its header") || sentence.contains("is cut short"),
        "\(kept): \(sentence)")
    }
  }

  @Test("What is no model at all is refused in a sentence")
  func others() throws {
    for path in [Locations.root.appendingPathComponent("README.md").path, "/no/such/file"] {
      #expect(throws: FileError.self) {
        try LanguageModel(path: path, encoder: LanguageGoldens.encoder)
      }
    }
  }
}
