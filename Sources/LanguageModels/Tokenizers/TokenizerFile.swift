import Files
import Foundation
import SentenceEmbedding
import Wording

/// The tokenizer of a folder in the form of Hugging Face: `tokenizer.json`, else `vocab.json` and
/// `merges.txt`.
struct TokenizerFile {
  let folder: String
  private var path: String { folder + "/tokenizer.json" }

  /// - Parameter unicode: a tokenizer with the treatment of Unicode of BERT
  /// - Throws: `FileError` when a file is missing, damaged, or holds a tokenizer of another kind.
  func tokenizer(unicode: () throws -> WordPieceTokenizer) throws -> TextTokenizer {
    guard FileManager.default.fileExists(atPath: path) else { return try olderFiles() }
    let bytes = try InputFile.bytes(at: path)
    guard let json = (try? JSONSerialization.jsonObject(with: bytes)) as? Object else {
      throw FileError(path: path, problem: "is no tokenizer: it is not JSON")
    }
    guard let model = json["model"] as? Object else {
      throw FileError(path: path, problem: "is no tokenizer: it has no entry \"model\"")
    }
    var markers: [Int: String] = [:]
    for case let token in json["added_tokens"] as? [Object] ?? [] {
      if let number = token["id"] as? Int, let text = token["content"] as? String {
        markers[number] = text
      }
    }
    switch model["type"] as? String ?? "none" {
    case "BPE":
      let tokenizer = try bytePairs(model, json, markers)
      let (prefix, suffix) = try around(json, tokenizer.count)
      return TextTokenizer(kind: .bytePairs(tokenizer), prefix: prefix, suffix: suffix)
    case "WordPiece":
      let tokenizer = try wordPieces(model, json, try unicode())
      let (prefix, suffix) = try around(json, tokenizer.vocabularySize)
      return TextTokenizer(kind: .wordPieces(tokenizer), prefix: prefix, suffix: suffix)
    case let other:
      throw FileError(
        path: path,
        problem: "its tokenizer is of the kind \(shown(other)); expected BPE or WordPiece")
    }
  }

  private typealias Object = [String: Any]

  /// RoBERTa as it was first published.
  private func olderFiles() throws -> TextTokenizer {
    let vocabulary = folder + "/vocab.json"
    guard FileManager.default.fileExists(atPath: vocabulary) else {
      throw FileError(path: path, problem: "no such file, nor vocab.json and merges.txt beside it")
    }
    let bytes = try InputFile.bytes(at: vocabulary)
    guard let numbers = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Int] else {
      throw FileError(path: vocabulary, problem: "is no vocabulary: expected numbers by token")
    }
    let merges = try InputFile.text(at: folder + "/merges.txt").split(separator: "\n")
      .filter { !$0.hasPrefix("#version") }.map(String.init)
    var markers: [Int: String] = [:]
    for name in ["<s>", "</s>", "<pad>", "<unk>", "<mask>"] {
      guard let number = numbers[name] else {
        throw FileError(path: vocabulary, problem: "lacks the marker \(name)")
      }
      markers[number] = name
    }
    let tokenizer = try make(
      numbers, merges, markers, PreTokenizer(style: .gpt2), keepsWhole: false, path: vocabulary)
    return TextTokenizer(
      kind: .bytePairs(tokenizer), prefix: [Int32(numbers["<s>"] ?? 0)],
      suffix: [Int32(numbers["</s>"] ?? 0)])
  }

  // MARK: Byte pairs

  private func bytePairs(
    _ model: Object, _ json: Object, _ markers: [Int: String]
  ) throws -> BytePairTokenizer {
    guard let numbers = model["vocab"] as? [String: Int] else {
      throw FileError(path: path, problem: "its model has no entry \"vocab\"")
    }
    let merges: [String]
    if let texts = model["merges"] as? [String] {
      merges = texts
    } else if let pairs = model["merges"] as? [[String]], pairs.allSatisfy({ $0.count == 2 }) {
      merges = pairs.map { "\($0[0]) \($0[1])" }
    } else {
      throw FileError(path: path, problem: "its model has no entry \"merges\"")
    }
    if let normalizer = json["normalizer"] as? Object, normalizer["type"] as? String != "NFC" {
      throw FileError(
        path: path,
        problem: """
          its normalizer is of the kind \(shown(normalizer["type"] as? String ?? "none")); \
          expected NFC or none
          """)
    }
    let rule = try preTokenizer(json["pre_tokenizer"] as? Object)
    return try make(
      numbers, merges, markers, rule, keepsWhole: model["ignore_merges"] as? Bool ?? false,
      path: path)
  }

  private func make(
    _ numbers: [String: Int], _ merges: [String], _ markers: [Int: String], _ rule: PreTokenizer,
    keepsWhole: Bool, path: String
  ) throws -> BytePairTokenizer {
    var all = markers
    for (text, number) in numbers { all[number] = text }
    guard let last = all.keys.max(), all.count == last + 1, all[0] != nil else {
      throw FileError(path: path, problem: "its tokens are not numbered from 0 on without a gap")
    }
    let texts = (0...last).map { Array((all[$0] ?? "").utf8) }
    let pairs = merges.map { Array($0.utf8) }
    return try texts.withRawBuffers { tokens in
      try pairs.withRawBuffers { pairs in
        do {
          return try BytePairTokenizer(
            tokens: tokens, merges: pairs, markers: markers, rule, keepsWhole: keepsWhole)
        } catch let error as BytePairTokenizer.Problem {
          throw FileError(path: path, problem: "\(error.clause)")
        }
      }
    }
  }

  private func preTokenizer(_ json: Object?) throws -> PreTokenizer {
    let steps = json?["pretokenizers"] as? [Object] ?? [json ?? [:]]
    var rule: PreTokenizer?
    var isolatesDigits = false
    for step in steps {
      switch step["type"] as? String ?? "none" {
      case "Digits" where step["individual_digits"] as? Bool == true:
        isolatesDigits = true
        continue
      case "Split":
        let pattern = (step["pattern"] as? Object)?["Regex"] as? String ?? ""
        // The two published expressions, which differ in the most digits of a number.
        if pattern.contains("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+") {
          rule = PreTokenizer(style: .llama3(digits: pattern.contains("\\p{N}{1,3}") ? 3 : 1))
          continue
        }
      case "ByteLevel":
        if step["use_regex"] as? Bool ?? true { rule = PreTokenizer(style: .gpt2) }
        if step["add_prefix_space"] as? Bool ?? true { rule?.addsSpace = true }
        continue
      default: break
      }
      throw FileError(
        path: path,
        problem: """
          its pre-tokenizer has a step of the kind \(shown(step["type"] as? String ?? "none")) \
          that is not known; expected ByteLevel, Digits, or the expression of Llama 3 or Qwen 2
          """)
    }
    guard var rule else {
      throw FileError(path: path, problem: "its pre-tokenizer says nothing of how words are cut")
    }
    rule.isolatesDigits = isolatesDigits
    return rule
  }

  // MARK: Word pieces

  private func wordPieces(
    _ model: Object, _ json: Object, _ unicode: WordPieceTokenizer
  ) throws -> WordPieceTokenizer {
    guard let numbers = model["vocab"] as? [String: Int] else {
      throw FileError(path: path, problem: "its model has no entry \"vocab\"")
    }
    let order = numbers.sorted { $0.value < $1.value }
    guard order.enumerated().allSatisfy({ $0 == $1.value }) else {
      throw FileError(path: path, problem: "its tokens are not numbered from 0 on without a gap")
    }
    let normalizer = json["normalizer"] as? Object
    guard normalizer?["type"] as? String == "BertNormalizer",
      let lowers = normalizer?["lowercase"] as? Bool,
      normalizer?["strip_accents"] as? Bool ?? lowers == lowers,
      model["continuing_subword_prefix"] as? String ?? "##" == "##"
    else {
      throw FileError(
        path: path,
        problem: "its normalizer is not that of BERT, cased or uncased, and its word pieces too")
    }
    do {
      return try unicode.withVocabulary(order.map(\.key), keepsCase: !lowers)
    } catch {
      throw FileError(path: path, problem: "\(error.clause)")
    }
  }

  // MARK: Markers around a text

  private func around(_ json: Object, _ count: Int) throws -> (prefix: [Int32], suffix: [Int32]) {
    guard let processor = json["post_processor"] as? Object else { return ([], []) }
    let steps = processor["processors"] as? [Object] ?? [processor]
    for step in steps {
      switch step["type"] as? String ?? "none" {
      case "ByteLevel": continue
      case "RobertaProcessing", "BertProcessing":
        if let begin = (step["cls"] as? [Any])?.last as? Int,
          let end = (step["sep"] as? [Any])?.last as? Int
        {
          return ([Int32(begin)], [Int32(end)])
        }
      case "TemplateProcessing":
        if let found = template(step) { return found }
      default: break
      }
      throw FileError(
        path: path,
        problem: "its post-processor \(shown(step["type"] as? String ?? "none")) is not known")
    }
    return ([], [])
  }

  private func template(_ step: Object) -> (prefix: [Int32], suffix: [Int32])? {
    guard let items = step["single"] as? [Object], let known = step["special_tokens"] as? Object
    else { return nil }
    var (prefix, suffix, isAfter): ([Int32], [Int32], Bool) = ([], [], false)
    for item in items {
      if item["Sequence"] != nil {
        isAfter = true
        continue
      }
      guard let name = (item["SpecialToken"] as? Object)?["id"] as? String,
        let numbers = (known[name] as? Object)?["ids"] as? [Int]
      else { return nil }
      if isAfter { suffix += numbers.map(Int32.init) } else { prefix += numbers.map(Int32.init) }
    }
    return (prefix, suffix)
  }
}

extension [[UInt8]] {
  /// Calls `body` with all texts as buffers, which live as long as the call.
  fileprivate func withRawBuffers<R>(_ body: ([UnsafeRawBufferPointer]) throws -> R) rethrows -> R {
    let all = [UInt8](joined())
    return try all.withUnsafeBytes { bytes in
      var (start, buffers): (Int, [UnsafeRawBufferPointer]) = (0, [])
      for text in self {
        buffers.append(UnsafeRawBufferPointer(rebasing: bytes[start..<start + text.count]))
        start += text.count
      }
      return try body(buffers)
    }
  }
}
