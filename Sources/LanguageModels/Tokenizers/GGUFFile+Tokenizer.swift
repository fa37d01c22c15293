import Files
import Wording

extension GGUFFile {
  /// The tokenizer that the file holds.
  ///
  /// - Throws: `FileError` when it is of a kind that cannot be read, or does not fit.
  func tokenizer() throws(FileError) -> TextTokenizer {
    let model = text("tokenizer.ggml.model") ?? "none"
    guard model == "gpt2" else {
      throw FileError(
        path: file.path,
        problem: """
          its tokenizer is of the kind "\(model)"; expected "gpt2", which is byte-pair encoding of \
          bytes
          """)
    }
    let tokens = try texts("tokenizer.ggml.tokens")
    let name = text("tokenizer.ggml.pre") ?? "gpt-2"
    guard let rule = GGUFFile.preTokenizers.first(where: { $0.names.contains(name) }) else {
      let known = GGUFFile.preTokenizers.flatMap(\.names).joined(separator: ", ")
      throw FileError(
        path: file.path,
        problem: "its tokenizer cuts words by the rules \"\(name)\"; expected one of \(known)")
    }
    var markers: [Int: String] = [:]
    if case .integers(let types)? = settings["tokenizer.ggml.token_type"] {
      // 3: control, 4: defined by the user.
      for (number, type) in types.enumerated().prefix(tokens.count) where type == 3 || type == 4 {
        markers[number] = String(decoding: tokens[number], as: UTF8.self)
      }
    }
    let tokenizer: BytePairTokenizer
    do {
      tokenizer = try BytePairTokenizer(
        tokens: tokens, merges: try texts("tokenizer.ggml.merges"), markers: markers,
        rule.rule, keepsWhole: rule.keepsWhole)
    } catch let error as BytePairTokenizer.Problem {
      throw FileError(path: file.path, problem: "\(error.clause)")
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(path: file.path, problem: "\(String(describing: error))")
    }
    func marker(_ flag: String, _ name: String, byDefault: Bool) throws(FileError) -> [Int32] {
      guard self.flag("tokenizer.ggml.\(flag)") ?? byDefault else { return [] }
      let setting = "tokenizer.ggml.\(name)"
      guard let number = integer(setting), (0..<tokens.count).contains(number) else {
        throw FileError(
          path: file.path, problem: "its setting \"\(setting)\" is missing or no token")
      }
      return [Int32(number)]
    }
    return TextTokenizer(
      kind: .bytePairs(tokenizer),
      prefix: try marker("add_bos_token", "bos_token_id", byDefault: rule.keepsWhole),
      suffix: try marker("add_eos_token", "eos_token_id", byDefault: false))
  }

  /// What llama.cpp's names of rules mean.
  private static let preTokenizers: [(names: [String], rule: PreTokenizer, keepsWhole: Bool)] = [
    (["gpt-2", "mpt", "olmo", "jais"], PreTokenizer(style: .gpt2), false),
    (
      ["smollm", "starcoder", "refact", "codeshell", "command-r"],
      PreTokenizer(style: .gpt2, isolatesDigits: true), false
    ),
    (["llama-bpe", "llama3", "llama-v3"], PreTokenizer(style: .llama3(digits: 3)), true),
    (["qwen2"], PreTokenizer(style: .llama3(digits: 1)), false),
  ]
}
