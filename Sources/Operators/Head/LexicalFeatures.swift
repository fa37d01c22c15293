#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Features that the words of a description have without any learning: stated numbers, and whether
/// a word of each of some groups occurs. Embeddings tell such words apart badly, as "max" and
/// "average" pooling.
enum LexicalFeatures {
  private static let groups: [Stems] = [
    ["convolu", "convolv"], ["pointwise", "1x1", "pixelwise", "pixel"], ["depthwise"],
    ["separable", "xception"], ["dilat", "holes", "gaps", "apart", "spread", "spaced"],
    ["group", "cardinality", "aggregated", "resnext"], ["transpos", "fraction", "up"],
    ["deform", "offset"], ["dynamic", "condition", "mixture", "expert"],
    ["1x3", "3x1", "row", "column", "strip", "axis", "horizontal", "vertical", "factorised"],
    ["1d", "time", "temporal", "causal", "sequence", "text"], ["3d", "volum"],
    ["pool"], ["max", "largest", "strongest", "peak", "biggest", "greatest", "highest"],
    ["average", "box", "averag"], ["min", "smallest", "median"], ["power", "root", "lp", "l2"],
    ["stochastic", "random", "mixed", "drop", "noise"], ["blur", "smooth", "gauss", "anti"],
    ["global", "whole", "entire", "adaptive", "all"],
    [
      "identity", "skip", "shortcut", "bypass", "unchanged", "untouched", "unmodified", "unaltered",
    ],
    ["copy", "copies", "straight", "through", "plain", "direct", "equals", "same", "as"],
    ["zero", "none", "nothing", "null", "void"],
    ["absent", "missing", "remov", "delet", "cut", "disconnect", "unconnect", "discard", "block"],
    ["no", "not", "neither", "nor", "without"], ["connection", "edge", "path", "link"],
    ["input", "enter", "incom", "comes", "come", "receiv", "begin", "source", "entry", "start"],
    ["previous", "before", "first", "in", "into"],
    ["output", "leav", "outgo", "result", "end", "ends", "exit", "sink", "return", "final"],
    ["last", "hand", "next", "after", "out"], ["cell", "network"],
    ["twice", "two", "pair", "stacked", "second", "again"], ["residual", "resnet", "basic", "add"],
    ["bottleneck", "squeezes", "reduc", "restor"],
    ["mbconv", "inverted", "mobile", "mobilenetv2", "expan", "widen"],
    ["squeeze", "excite", "reweight", "recalib", "mobilenetv3", "efficientnet"], ["fus"],
    ["shuffl"], ["ghost", "cheap"], ["parallel", "inception", "branch", "side"],
    ["attention", "attend", "quer", "head"], ["window", "local", "shift", "swin"],
    ["transformer", "vit", "encoder"], ["perceptron", "mlp", "feed", "linear", "fully", "dense"],
    ["gate", "gated", "glu", "multipl"], ["recurrent", "lstm", "gru", "rnn", "state", "memory"],
    ["graph", "gcn", "neighbours"], ["norm"], ["activation", "relu", "gelu", "sigmoid", "tanh"],
    ["sum", "concat", "join", "product", "element"], ["permut", "reshap", "split", "pad", "axes"],
    ["upsampl", "interpol", "enlarg", "resiz", "resolution"], ["learn", "train", "weight"],
    ["channel"], ["mix", "recombin"], ["embed", "patch", "token", "position"],
  ].map(Stems.init)

  static let count = 2 * OperatorNumber.allCases.count + 2 + groups.count + NegationFeatures.count

  /// The features of one description, [``count``].
  static func values(of description: OperatorDescription) -> [Float] {
    var values: [Float] = []
    for number in OperatorNumber.allCases {
      let stated = description.numbers[number]
      values += [stated.map { log2(Float($0)) } ?? 0, stated == nil ? 0 : 1]
    }
    values.append(description.numbers[.kernel] == 1 ? 1 : 0)
    values.append(Float(min(description.lines, 2)))
    for group in groups {
      values.append(description.words.contains(where: group.match) ? 1 : 0)
    }
    return values + NegationFeatures.values(of: description.words)
  }
}
