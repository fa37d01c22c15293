import Wording

/// A word, a number or a sign of an operator's description.
enum DescriptionToken: Hashable, Sendable {
  /// In small letters.
  case word(String)
  case number(Double)
  case sign(Character)
}

/// Cuts descriptions into tokens: sentences, names such as `sep_conv_3x3` and library calls alike.
enum DescriptionLexer {
  /// A token and whether nothing stands between it and the one before, as in `k3`.
  struct Token: Sendable {
    var token: DescriptionToken
    var isGlued: Bool
  }

  /// Words that end in digits, or hold some, and state no number.
  private static let wholeWords: Set<String> = [
    "relu6", "s4", "l2", "im2col", "1d", "2d", "3d", "conv1d", "conv3d", "x2",
  ]

  /// - Parameter isCall: the text is a library call, whose names are cut at their capitals
  static func tokens(of text: String, isCall: Bool) -> [Token] {
    let text = isCall ? cutAtCapitals(text) : text
    var tokens: [Token] = []
    var isGlued = false
    var rest = Array(text)[...]
    while let first = rest.first {
      if first.isASCII, first.isLetter || first.isNumber {
        let run = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        rest = rest.dropFirst(run.count)
        var pieces = pieces(of: String(run).lowercased())
        // A decimal fraction.
        if rest.first == ".", rest.dropFirst().first?.isNumber == true,
          case .number(let whole)? = pieces.last
        {
          let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
          rest = rest.dropFirst(1 + digits.count)
          pieces[pieces.count - 1] = .number(
            Double("\(wholeNumber(whole)).\(String(digits))") ?? whole)
        }
        for piece in pieces {
          tokens.append(Token(token: piece, isGlued: isGlued))
          isGlued = true
        }
        continue
      }
      rest = rest.dropFirst()
      isGlued = false
      switch first {
      case "×": tokens.append(Token(token: .word("x"), isGlued: false))
      case _ where first.isLetter:
        let run = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(run.count)
        tokens.append(
          Token(token: .word((String(first) + String(run)).lowercased()), isGlued: false))
      case "=", "(", ")", ",", ":", "*", "+", "/", "[", "]":
        tokens.append(Token(token: .sign(first), isGlued: false))
      default: break
      }
    }
    return tokens
  }

  /// Names that are one word in spite of their capitals.
  private static let names = [
    "ReLU": "relu", "MBConv": "mbconv", "ConvNeXt": "convnext", "ResNeXt": "resnext",
    "RepVGG": "repvgg", "DenseNet": "densenet", "ShuffleNet": "shufflenet",
    "ResNet": "resnet",
  ]

  /// `ConvTranspose2d` is three words, `GCNConv` two.
  private static func cutAtCapitals(_ text: String) -> String {
    let text = names.sorted { $0.key < $1.key }.reduce(text) {
      $0.replacing($1.key, with: $1.value.capitalized)
    }
    let characters = Array(text)
    var cut = ""
    for (index, character) in characters.enumerated() {
      if index > 0, character.isUppercase {
        let before = characters[index - 1]
        let after = index + 1 < characters.count ? characters[index + 1] : " "
        let isStart = before.isLowercase || before.isUppercase && after.isLowercase
        if isStart { cut.append(" ") }
      }
      cut.append(character)
    }
    return cut
  }

  /// `conv3x3` is "conv", 3, "x", 3; `mobilenetv2`, `resnet18` and `2d` stay words.
  private static func pieces(of unit: String) -> [DescriptionToken] {
    if wholeWords.contains(unit) { return [.word(unit)] }
    var pieces: [DescriptionToken] = []
    var rest = Substring(unit)
    while let first = rest.first {
      if first.isNumber {
        let digits = rest.prefix { $0.isNumber }
        rest = rest.dropFirst(digits.count)
        // `conv2d` works on two dimensions.
        if rest == "d", let count = Int(digits), (1...3).contains(count) {
          pieces.append(.word("\(count)d"))
          rest = ""
        } else {
          pieces.append(.number(Double(digits) ?? 0))
        }
      } else {
        var letters = rest.prefix { $0.isLetter }
        let isVersion =
          letters.count > 1 && letters.hasSuffix("v") && !letters.hasSuffix("conv")
          || letters.hasSuffix("net")
        if isVersion { letters = rest.prefix { $0.isLetter || $0.isNumber } }
        rest = rest.dropFirst(letters.count)
        pieces.append(.word(String(letters)))
      }
    }
    return pieces
  }
}
