import Foundation
import Randomness
import Spaces
import TestSupport
import Testing

/// One architecture in the many spellings of other projects.
@Suite struct SpellingTests {
  static let normal = [
    ("skip_connect", 0), ("sep_conv_5x5", 1), ("dil_conv_3x3", 0), ("skip_connect", 1),
    ("avg_pool_3x3", 1), ("max_pool_3x3", 2), ("sep_conv_3x3", 0), ("dil_conv_3x3", 2),
  ]
  static let reduce = [
    ("dil_conv_3x3", 0), ("sep_conv_3x3", 1), ("sep_conv_5x5", 0), ("dil_conv_3x3", 1),
    ("skip_connect", 2), ("dil_conv_3x3", 3), ("max_pool_3x3", 1), ("dil_conv_5x5", 4),
  ]
  static func flat(_ cell: [(String, Int)], _ entry: (String, Int) -> String) -> String {
    cell.map(entry).joined(separator: ", ")
  }
  static func nested(
    _ cell: [(String, Int)], _ open: String, _ close: String, _ entry: (String, Int) -> String
  ) -> String {
    stride(from: 0, to: cell.count, by: 2).map { place in
      "\(open)\(entry(cell[place].0, cell[place].1)), "
        + "\(entry(cell[place + 1].0, cell[place + 1].1))\(close)"
    }.joined(separator: ", ")
  }
  static func tuple(_ name: String, _ source: Int) -> String { "('\(name)', \(source))" }
  static let plain =
    "Genotype(normal=[\(flat(normal, tuple))], normal_concat=range(2, 6), "
    + "reduce=[\(flat(reduce, tuple))], reduce_concat=range(2, 6))"

  static var genotypes: [String] {
    let (n, r) = (flat(normal, tuple), flat(reduce, tuple))
    let json = { (name: String, source: Int) in "[\"\(name)\", \(source)]" }
    var nni: [String] = []
    var configuration: [String] = []
    for (name, cell) in [("normal", normal), ("reduce", reduce)] {
      for (place, entry) in cell.enumerated() {
        let node = 2 + place / 2
        nni.append("'\(name)/op_\(node)_\(place % 2)': '\(entry.0)'")
        nni.append("'\(name)/input_\(node)_\(place % 2)': [\(entry.1)]")
        let edge = [0, 2, 5, 9][place / 2] + entry.1
        configuration.append(
          "'NetworkSelectorDatasetInfo:darts:edge_\(name)_\(edge)': '\(entry.0)'")
        if place % 2 == 1, node > 2 {
          configuration.append(
            "'NetworkSelectorDatasetInfo:darts:inputs_node_\(name)_\(node)': "
              + "'\(cell[place - 1].1)_\(entry.1)'")
        }
      }
    }
    return [
      plain,
      "Genotype(normal = [\(n)], normal_concat = [2, 3, 4, 5], reduce = [\(r)], "
        + "reduce_concat = [2, 3, 4, 5],)",
      "Genotype([\(n)], range(2, 6), [\(r)], range(2, 6))",
      "genotypes.Genotype(reduce=[\(r)], reduce_concat=list(range(2, 6)), normal=[\(n)], "
        + "normal_concat=range(2, 6, 1))",
      "Genotype(normal=[\(nested(normal, "[", "]", tuple))], normal_concat=array([2, 3, 4, 5]), "
        + "reduce=[\(nested(reduce, "[", "]", tuple))], reduce_concat=tensor([2, 3, 4, 5]))",
      "Genotype(normal=[\(nested(normal, "(", ")", tuple))], normal_concat=[2, 3, 4, 5], "
        + "reduce=[\(nested(reduce, "(", ")", tuple))], reduce_concat=[2, 3, 4, 5], "
        + "connectN=None, connects=None)",
      "{'normal': [\(n)], 'normal_concat': [2, 3, 4, 5], 'reduce': [\(r)], "
        + "'reduce_concat': [2, 3, 4, 5]}",
      "OrderedDict([('normal', [\(n)]), ('reduce', [\(r)])])",
      "{\"normal\": [\(flat(normal, json))], \"normal_concat\": [2, 3, 4, 5], "
        + "\"reduce\": [\(flat(reduce, json))], \"reduce_concat\": [2, 3, 4, 5]}",
      "{\"reduce\":[\(nested(reduce, "[", "]", json))],"
        + "\"normal\":[\(nested(normal, "[", "]", json))]}",
      "Genotype(normal=[\(flat(normal) { "('\($0)', \($1), 0.31)" })], normal_concat=range(2, 6), "
        + "reduce=[\(flat(reduce) { "('\($0)', \($1), 0.5)" })], reduce_concat=range(2, 6))",
      "Genotype(normal=[\(withNodes(normal))], normal_concat=range(2, 6), "
        + "reduce=[\(withNodes(reduce))], reduce_concat=range(2, 6))",
      "found = \(plain);", "11/29 08:14:55 PM genotype = \(plain)",
      "[INFO] epoch 49 (valid_acc 88.1) \(plain)  # the last one", "\u{FEFF}\(plain)",
      plain.replacing("'", with: "\u{2019}"), plain.replacing(", ", with: ",\n    "),
      "\"\(plain)\"", "{\(nni.joined(separator: ", "))}",
      "Configuration(values={\n  \(configuration.joined(separator: ",\n  ")),\n})",
    ]
  }

  /// Operator, node, input.
  static func withNodes(_ cell: [(String, Int)]) -> String {
    cell.enumerated().map { "('\($1.0)', \(2 + $0 / 2), \($1.1))" }.joined(separator: ", ")
  }

  @Test("Genotypes", arguments: genotypes.indices)
  func genotype(index: Int) throws {
    let space = try Shipped.space("darts")
    let read = try space.architecture(parsing: Self.genotypes[index])
    #expect(space.notation(of: read) == Self.plain)
  }

  @Test(
    "What is no genotype is refused with its place",
    arguments: [
      ("Genotype(normal=[('skip_connect' 0)])", 34, "found \"0\", expected \",\" or \")\""),
      ("Genotype(normal=[('skip', 0)", 29, "expected \",\" or \"]\""),
      ("(1, 2) Genotype(normal=[], reduce=[])", 8, "there is another value at character 1"),
      ("{'normal': [], 'normal': []}", 16, "the key \"normal\" is given twice"),
    ])
  func refused(text: String, character: Int, problem: String) throws {
    let space = try Shipped.space("darts")
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    #expect(error?.character == character)
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
  }

  @Test(
    "Cells of NAS-Bench-201",
    arguments: [
      "(2, 3, 1, 4, 0, 2)", "[2, 3, 1, 4, 0, 2]", "array([2, 3, 1, 4, 0, 2])",
      "[2 3 1 4 0 2]", "tensor([2, 3, 1, 4, 0, 2], device='cuda:0')",
      "[[2, 3, 1], [4, 0], [2]]", "(np.int64(2), 3, 1, 4, 0, 2)",
      "[[3], [2, 4], [0, 1, 3]]",
      "{'0_1': 'conv_3x3', '0_2': 'conv_1x1', '1_2': 'avg_pool_3x3', '0_3': 'none', "
        + "'1_3': 'skip_connect', '2_3': 'conv_3x3'}",
      "{\"cell/0_1\": \"nor_conv_3x3\", \"cell/0_2\": \"nor_conv_1x1\", "
        + "\"cell/1_2\": \"avg_pool_3x3\", \"cell/0_3\": \"none\", \"cell/1_3\": \"skip_connect\", "
        + "\"cell/2_3\": \"nor_conv_3x3\"}",
      "{'1<-0': 'nor_conv_3x3', '2<-0': 'nor_conv_1x1', '2<-1': 'avg_pool_3x3', "
        + "'3<-0': 'none', '3<-1': 'skip_connect', '3<-2': 'nor_conv_3x3'}",
      "{(1, 2): 'ReLUConvBN3x3', (1, 3): 'ReLUConvBN1x1', (1, 4): 'Zero', "
        + "(2, 3): 'AvgPool1x1', (2, 4): 'Identity', (3, 4): 'ReLUConvBN3x3'}",
      "[[('nor_conv_3x3', 0)], [('nor_conv_1x1', 0), ('avg_pool_3x3', 1)], "
        + "[('none', 0), ('skip_connect', 1), ('nor_conv_3x3', 2)]]",
      "Structure(4 nodes with |nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|none~0|"
        + "skip_connect~1|nor_conv_3x3~2|)",
      "arch_str = '|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|none~0|skip_connect~1|"
        + "nor_conv_3x3~2|'",
      "| nor_conv_3x3~0 | + |nor_conv_1x1 ~0| avg_pool_3x3~1 |\n+ |none~0|skip_connect~1 |"
        + "nor_conv_3x3~2|",
    ])
  func edges(text: String) throws {
    let space = try Shipped.space("nasbench201")
    #expect(
      space.notation(of: try space.architecture(parsing: text))
        == "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|none~0|skip_connect~1|nor_conv_3x3~2|"
    )
  }

  @Test("Six numbers are told by their convention, and read in the other one where it is asked for")
  func conventions() throws {
    let space = try Shipped.space("nasbench201")
    let text = "[3, 2, 4, 1, 3, 3]"
    let other =
      "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|"
      + "nor_conv_3x3~2|"
    #expect(
      space.notes(on: [text, text]).map(\.description) == [
        "note: numbers such as [3, 2, 4, 1, 3, 3] are read in the notation naslib, as "
          + "|nor_conv_1x1~0|+|nor_conv_3x3~0|none~1|+|avg_pool_3x3~0|nor_conv_1x1~1|"
          + "nor_conv_1x1~2|; from: \"string-order\" reads them in another order"
      ])
    let asked = try space.reading(in: "string-order")
    #expect(space.notation(of: try asked.architecture(parsing: text)) == other)
    #expect(asked.notes(on: [text]).isEmpty)
    #expect(space.notes(on: [other]).isEmpty)
  }

  @Test(
    "Other spaces",
    arguments: [
      ("transnasbench101-micro", "(3, 0, 2, 1, 1, 3)", "64-41414-3_02_113"),
      ("transnasbench101-micro", "[[3], [0, 2], [1, 1, 3]]", "64-41414-3_02_113"),
      ("transnasbench101-macro", "[1, 4, 2, 1, 1, 0]", "64-14211-basic"),
      ("transnasbench101-macro", "array([1, 4, 2, 1])", "64-1421-basic"),
      ("nats-bench-size", "[64, 32, 16, 8, 48]", "64:32:16:8:48"),
      ("nats-bench-size", "(64, 32, 16, 8, 48)", "64:32:16:8:48"),
      ("nasbench-macro", "[0, 0, 1, 2, 0, 1, 2, 1]", "00120121"),
      (
        "nasbench101",
        "ModelSpec(matrix=[[0, 1, 0], [0, 0, 1], [0, 0, 0]], "
          + "ops=['input', 'maxpool3x3', 'output'])", "010/001/000:input|maxpool3x3|output"
      ),
      (
        "nasbench101",
        "(array([[0, 1, 0],\n       [0, 0, 1],\n       [0, 0, 0]]), "
          + "['input', 'maxpool3x3', 'output'])", "010/001/000:input|maxpool3x3|output"
      ),
      (
        "nasbench101", "(0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 1)",
        "010/001/000:input|maxpool3x3|output"
      ),
    ])
  func others(name: String, text: String, printed: String) throws {
    let space = try Shipped.space(name)
    #expect(space.notation(of: try space.architecture(parsing: text)) == printed)
  }

  @Test("Once-for-All's settings: padding, scalars, resolutions, and only what is filled")
  func onceForAll() throws {
    let space = try Shipped.space("once-for-all-mobilenetv3")
    let printed = "k5e4,k3e6|k7e3,k5e4,k3e6|k3e3,k3e3|k5e6,k7e4,k3e3,k7e6|k3e6,k5e3"
    for text in [
      "{'ks': [5, 3, None, None, 7, 5, 3, None, 3, 3, None, None, 5, 7, 3, 7, 3, 5, None, None], "
        + "'e': [4, 6, None, None, 3, 4, 6, None, 3, 3, None, None, 6, 4, 3, 6, 6, 3, None, None], "
        + "'d': [2, 3, 2, 4, 2], 'r': 160}",
      "{'wid': None, 'ks': [5, 3, 7, 5, 3, 3, 3, 5, 7, 3, 7, 3, 5], "
        + "'e': [4, 6, 3, 4, 6, 3, 3, 6, 4, 3, 6, 6, 3], 'd': [2, 3, 2, 4, 2], 'r': [160]}",
      "dict(d=(2, 3, 2, 4, 2), ks=(5, 3, 7, 5, 3, 3, 3, 5, 7, 3, 7, 3, 5), "
        + "e=(4, 6, 3, 4, 6, 3, 3, 6, 4, 3, 6, 6, 3))",
    ] {
      #expect(space.notation(of: try space.architecture(parsing: text)) == printed)
    }
    #expect(
      space.notation(of: try space.architecture(parsing: "{'ks': 7, 'e': 6, 'd': 2}"))
        == "k7e6,k7e6|k7e6,k7e6|k7e6,k7e6|k7e6,k7e6|k7e6,k7e6")
    #expect(
      sentence { _ = try space.architecture(parsing: "{'ks': 7, 'e': 6, 'd': 2, 'wid': 1.2}") }?
        .contains("unknown key \"wid\"") == true)
  }

  @Test("AutoFormer's configurations")
  func autoFormer() throws {
    let space = try Shipped.space("autoformer-base")
    let ratios = [3.0, 3.5, 4, 3, 3, 4, 4, 3.5, 3, 4, 4, 3, 3, 4]
    let heads = [9, 10, 9, 9, 10, 10, 9, 9, 10, 9, 9, 10, 10, 9]
    let blocks = zip(heads, ratios).map { "h\($0)r\($1 == 3.5 ? "3.5" : "\(Int($1))")" }
    let printed = "w576|" + blocks.joined(separator: ",")
    let yaml = """
      SUPERNET:
        MLP_RATIO: 4.0
        NUM_HEADS: 10
        EMBED_DIM: 640
        DEPTH: 16
      RETRAIN:
        MLP_RATIO:
      \(ratios.map { "    - \($0)" }.joined(separator: "\n"))
        NUM_HEADS: \(heads)
        DEPTH: 14
        EMBED_DIM: 576
      """
    for text in [
      "{'mlp_ratio': \(ratios), 'num_heads': \(heads), 'embed_dim': [576] * 14, 'layer_num': 14}",
      "{'mlp_ratio': \(ratios), 'num_heads': \(heads), 'embed_dim': 576, 'depth': 14}",
      "{'num_heads': \(heads), 'mlp_ratio': \(ratios), 'embed_dim': [576]}",
      yaml,
    ] {
      #expect(space.notation(of: try space.architecture(parsing: text)) == printed, "\(text)")
    }
  }

  @Test("A chain's list of places, and of names")
  func chains() throws {
    let space = try Shipped.space("nats-bench-size")
    let names = try space.notation(
      of: space.architecture(parsing: "64:32:16:8:48"), as: "json")
    let list = names.replacing("{\"stages\":", with: "").replacing("}", with: "")
    let flat = "[" + list.replacing("[", with: "").replacing("]", with: "") + "]"
    for text in [names, list, flat] {
      #expect(space.notation(of: try space.architecture(parsing: text)) == "64:32:16:8:48")
    }
    #expect(
      space.notation(of: try space.architecture(parsing: "[0, 1, 0, 7, 2]")) == "8:16:8:64:24")
  }

  @Test("Random spellings of random architectures are read as these, or refused")
  func fuzz() throws {
    // 200,000 in all take minutes; each gate has 10,000.
    let count =
      ProcessInfo.processInfo.environment["TGNAS_RESPELLINGS"].flatMap { Int($0) } ?? 10_000
    var random = SplitMix64(seed: 22)
    var (read, refused) = (0, 0)
    for name in ["darts", "nasbench201", "nasbench101", "once-for-all-mobilenetv3", "nds-pnas"] {
      let space = try Shipped.space(name)
      let notations = space.readableNotationNames.filter { $0 != "string-order" && $0 != "index" }
      for round in 0..<count / 5 {
        let architecture = space.sample(using: &random)
        let text = try space.notation(
          of: architecture, as: notations[round % notations.count])
        let spelled = Self.respelled(text, using: &random)
        do {
          let found = try space.architecture(parsing: spelled)
          if found != architecture { Issue.record("\(spelled)") }
          read += 1
        } catch {
          refused += 1
        }
      }
    }
    #expect(Double(read) > 0.9 * Double(count), "\(refused) refused")
  }

  /// Another spelling of the same value.
  static func respelled(_ text: String, using random: inout SplitMix64) -> String {
    guard let first = text.first, "[({G".contains(first) else { return text }
    var spelled = ""
    var isQuoted = false
    let quotes = [("'", "'"), ("\"", "\""), ("\u{2018}", "\u{2019}"), ("\u{201C}", "\u{201D}")]
    let quote = quotes[random.integer(below: 4)]
    let spaces = ["", "", "", " ", "\n", "  ", " # a remark\n", "\t"]
    for (place, sign) in text.enumerated() {
      switch sign {
      case "'", "\"":
        spelled += isQuoted ? quote.1 : quote.0
        isQuoted.toggle()
      case ",", ":", "=", "[", "{":
        guard !isQuoted, place > 0 else { spelled.append(sign); continue }
        spelled += spaces[random.integer(below: 4)] + "\(sign)"
        spelled += spaces[random.integer(below: spaces.count)]
      case "]", "}":
        if !isQuoted, random.integer(below: 4) == 0, spelled.last != ",", spelled.last != "[" {
          spelled += ","
        }
        spelled.append(sign)
      default: spelled.append(sign)
      }
    }
    let front = ["", "", "arch = ", "\u{FEFF}", "12:30:01 best: ", "[INFO] "]
    let behind = ["", "", ";", "  # done", "\n"]
    return front[random.integer(below: front.count)] + spelled
      + behind[random.integer(below: behind.count)]
  }

  @Test("Source with several architectures, over lines and with names")
  func source() throws {
    let space = try Shipped.space("darts")
    let file = try ArchitectureFile(
      """
      from collections import namedtuple

      Genotype = namedtuple('Genotype', 'normal normal_concat reduce reduce_concat')
      # 3.1M
      first = \(Self.plain.replacing(", ", with: ",\n  "))
      second: Genotype = \(Self.plain)
      latest = first
      """, of: space)
    #expect(file.entries.map(\.name) == ["first", "second", "latest"])
    #expect(Set(file.entries.map { space.notation(of: $0.architecture) }) == [Self.plain])
    #expect(
      file.notes.map(\.description) == [
        "note: the architectures are first, second, latest",
        "note: lines 1, 3 hold no architecture",
      ])
    #expect(throws: ArchitectureFile.Failure.self) {
      try ArchitectureFile("first = Genotype(normal=[('skip', 0)\n", of: space)
    }
    #expect(throws: ArchitectureFile.Failure.self) {
      try ArchitectureFile("\(Self.plain)\nnothing\n", of: space)
    }
  }
}
