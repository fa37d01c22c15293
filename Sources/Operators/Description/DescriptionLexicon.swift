import Wording

/// The words that descriptions of operators share, brought to one spelling.
enum DescriptionLexicon {
  /// Other spellings and short forms, each of one word.
  static let synonyms: [String: [String]] = [
    "conv": ["convolution"], "convs": ["convolution"], "convolutions": ["convolution"],
    "convolutional": ["convolution"], "conv1d": ["1d", "convolution"],
    "conv3d": ["3d", "convolution"], "gconv": ["grouped", "convolution"],
    "dwconv": ["depthwise", "convolution"], "pwconv": ["pointwise", "convolution"],
    "dsconv": ["separable", "convolution"], "dwsconv": ["separable", "convolution"],
    "sepconv": ["separable", "convolution"], "dilconv": ["dilated", "separable", "convolution"],
    "deconv": ["transposed", "convolution"], "deconvolution": ["transposed", "convolution"],
    "upconv": ["transposed", "convolution"], "convtranspose": ["transposed", "convolution"],
    "depthwiseconv": ["depthwise", "convolution"],
    "separableconv": ["separable", "convolution"],
    "pointwiseconv": ["pointwise", "convolution"], "groupconv": ["grouped", "convolution"],
    "dw": ["depthwise"], "depthwises": ["depthwise"], "channelwise": ["depthwise"],
    "pw": ["pointwise"], "sep": ["separable"], "ds": ["separable"], "dws": ["separable"],
    "atrous": ["dilated"],
    "group": ["grouped"], "groupwise": ["grouped"],
    "pool": ["pooling"], "pools": ["pooling"], "pooled": ["pooling"],
    "maxpool": ["max", "pooling"], "maxpooling": ["max", "pooling"],
    "avgpool": ["average", "pooling"], "avgpooling": ["average", "pooling"],
    "averagepool": ["average", "pooling"], "averagepooling": ["average", "pooling"],
    "meanpool": ["average", "pooling"], "avg": ["average"], "mean": ["average"],
    "maximum": ["max"], "minimum": ["min"], "minpool": ["min", "pooling"],
    "normalization": ["normalisation"], "normalized": ["normalised"],
    "normalizes": ["normalises"], "batchnormalization": ["batchnorm"],
    "batchnormalisation": ["batchnorm"], "bn": ["batchnorm"], "layernorm": ["layernorm"],
    "layernormalization": ["layernorm"], "ln": ["layernorm"], "norm": ["normalisation"],
    "nonlinearity": ["activation"], "factorized": ["factorised"], "factorization": ["factorised"],
    "neighborhood": ["neighbourhood"], "neighbor": ["neighbour"], "neighbors": ["neighbours"],
    "se": ["squeeze", "excite"], "excitation": ["excite"], "squeezeexcite": ["squeeze", "excite"],
    "squeezeexcitation": ["squeeze", "excite"], "mb": ["mbconv"],
    "invertedresidual": ["inverted", "residual"],
    "repvggblock": ["repvgg", "block"], "attn": ["attention"], "att": ["attention"],
    "mha": ["multi", "head", "attention"], "mhsa": ["multi", "head", "self", "attention"],
    "ffn": ["feed", "forward"], "feedforward": ["feed", "forward"], "fc": ["fully", "connected"],
    "shortcuts": ["shortcut"], "res": ["residual"], "windowed": ["window"],
    "stacked": ["stacked"], "double": ["two"], "zeroize": ["zero"], "zeroise": ["zero"],
    "iden": ["identity"], "operators": ["operator"], "layers": ["layer"], "op": ["operator"],
    "upsample": ["upsampling"], "downsample": ["downsampling"], "x2": ["twice"],
  ]

  /// Two words that mean one; applied after ``synonyms``.
  static let pairs: [[String]: [String]] = [
    ["depth", "wise"]: ["depthwise"], ["channel", "wise"]: ["depthwise"],
    ["point", "wise"]: ["pointwise"], ["pixel", "wise"]: ["pixelwise"],
    ["per", "channel"]: ["depthwise"], ["batch", "normalisation"]: ["batchnorm"],
    ["layer", "normalisation"]: ["layernorm"], ["instance", "normalisation"]: ["instancenorm"],
    ["grouped", "normalisation"]: ["groupnorm"], ["mobile", "convolution"]: ["mbconv"],
    ["mbconv", "convolution"]: ["mbconv"],
    ["dil", "convolution"]: ["dilated", "separable", "convolution"],
    ["dil", "separable"]: ["dilated", "separable"],
    ["non", "linear"]: ["nonlinear"], ["non", "linearity"]: ["activation"],
    ["rectified", "linear"]: ["relu"], ["max", "pooling"]: ["max", "pooling"],
    ["relu", "unit"]: ["relu"], ["relu", "activation"]: ["relu"],
  ]

  static let articles: Set<String> = ["a", "an", "the", "its", "this"]

  /// Words that say nothing at the end of a description: "average pooling layer".
  static let emptyEndings: Set<String> = ["layer", "operator", "operation", "module"]

  static let normalisations: Set<String> = [
    "batchnorm", "layernorm", "instancenorm", "groupnorm", "normalisation", "normalised",
  ]
  static let activations: Set<String> = [
    "relu", "relu6", "activation", "nonlinear", "gelu", "silu", "swish", "hswish", "mish",
    "function", "rectifier", "rectification",
  ]
  /// Words that join a normalisation or an activation to the words before it.
  static let connectors: Set<String> = [
    "with", "followed", "by", "then", "and", "plus", "or", "any", "succeeded", "succeeding",
    "after",
    "it", "hard", "leaky", "a", "an",
  ]
  /// Operators that usually come with a normalisation and an activation.
  static let carriers: Set<String> = [
    "convolution", "convolved", "convolves", "mbconv", "bottleneck", "block", "linear", "connected",
    "pooling", "pointwise", "depthwise", "separable", "residual", "projection", "filters", "kernel",
  ]

  static let frameSubjects: Set<String> = [
    "a", "an", "the", "this", "it", "operator", "operation", "layer", "node", "edge", "that",
    "which", "here", "we", "there",
  ]
  static let frameVerbs: Set<String> = [
    "applies", "apply", "applied", "performs", "perform", "computes", "uses", "use", "carries",
    "is", "runs", "holds",
  ]
  static let frameEndings: [[String]] = [
    ["on", "the", "feature", "map"], ["on", "the", "incoming", "tensor"], ["on", "its", "input"],
    ["to", "the", "feature", "map"], ["to", "the", "input"], ["to", "its", "input"],
    ["on", "the", "input"],
  ]

  static let numberWords: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "eleven": 11, "twelve": 12, "sixteen": 16, "threefold": 3, "fourfold": 4,
    "sixfold": 6, "twofold": 2,
  ]
}
