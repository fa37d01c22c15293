import Spaces
import Wording

/// A trait of an operator; every kind is described by such traits.
public enum OperatorTrait: String, Hashable, Sendable, CaseIterable {
  /// Has trained weights.
  case learnable
  /// Is or contains a convolution.
  case convolution
  case mixesChannels = "mixes-channels"
  /// Looks at a neighbourhood of more than one position.
  case spatial
  /// Looks at all positions.
  case global
  /// Puts neighbouring positions together without weights.
  case pooling
  case maximum
  case average
  /// Contains a filter for each channel.
  case depthwise
  /// Such a filter with a pointwise convolution.
  case separable
  case grouped
  case dilated
  case oneDimensional = "one-dimensional"
  /// Has another width inside than outside.
  case bottleneck
  /// Contains a shortcut of its own.
  case residual
  case squeezeExcite = "squeeze-excite"
  case downsamples
  case upsamples
  case merges
  /// Only moves values.
  case rearranges
  case regularises
  case normalises
  case activates
  /// Multiplies with something that depends on the input.
  case gates
  case attention
  case recurrent
  case graph
  case zero
  case identity
  case input
  case output
}

/// A kind of operator of the corpus, with all the ways to describe it.
public struct OperatorKind: Hashable, Sendable {
  /// How a phrasing is meant to be used.
  public enum Style: String, Hashable, Sendable, CaseIterable {
    /// Names such as `sep_conv_3x3`.
    case names
    /// Noun phrases, which stand in sentence frames as well.
    case phrases
    /// Whole sentences.
    case sentences
    /// Library calls.
    case code
  }

  /// One way to describe the kind.
  public struct Phrasing: Hashable, Sendable {
    public let style: Style
    /// With places such as `<kernel>` and `<window>`.
    public let template: String

    public init(style: Style, template: String) {
      (self.style, self.template) = (style, template)
    }
  }

  public let name: String
  /// The part that it plays in a cell.
  public let role: Operator.Role
  public let traits: Set<OperatorTrait>
  /// The numbers that it has, each with its values, the usual one first.
  public let numbers: [OperatorNumber: [Int]]
  /// The multiply-adds, relative to a full 3x3 convolution.
  public let cost: OperatorCost
  /// How strongly it averages neighbours with a 3x3 window, relative to a 3x3 average pooling.
  public let smoothing: Float
  /// At least one.
  public let phrasings: [Phrasing]

  public init(
    name: String, role: Operator.Role = .operation, traits: Set<OperatorTrait>,
    numbers: [OperatorNumber: [Int]] = [:], cost: OperatorCost = OperatorCost(),
    smoothing: Float = 0, phrasings: [Phrasing]
  ) {
    (self.name, self.role, self.traits, self.numbers) = (name, role, traits, numbers)
    (self.cost, self.smoothing, self.phrasings) = (cost, smoothing, phrasings)
  }

  /// The values of numbers that a description leaves unsaid.
  var usualNumbers: [OperatorNumber: Int] { numbers.compactMapValues(\.first) }

  /// The numbers of an operator of this kind whose description states some of them.
  func completed(_ stated: [OperatorNumber: Int]) -> [OperatorNumber: Int] {
    var all = usualNumbers
    for (number, value) in stated where all[number] != nil || number == .stride {
      all[number] = value
    }
    return all
  }

  /// The attributes with these numbers; missing numbers have the usual values.
  public func attributes(_ stated: [OperatorNumber: Int] = [:]) -> OperatorAttributes {
    let numbers = completed(stated)
    let kernel = numbers[.kernel] ?? 3
    // A window of one pixel has no neighbours.
    let isSpatial =
      traits.contains(.global) || traits.contains(.spatial) && !(numbers[.kernel] == 1)
    func flag(_ holds: Bool) -> Float { holds ? 1 : 0 }
    // A window twice as far across smooths twice as much.
    let reach = Float(kernel - 1) / 2
    return OperatorAttributes(
      values: [
        flag(traits.contains(.learnable)), flag(isSpatial), flag(traits.contains(.pooling)),
        flag(traits.contains(.convolution)), cost.value(with: numbers),
      ], smoothing: smoothing * reach)
  }
}

/// The multiply-adds of a kind of operator, relative to a full 3x3 convolution with as many
/// channels, reckoned at 64 channels.
public struct OperatorCost: Hashable, Sendable {
  /// A part of the cost, as a share of the cost of a layer of this sort with the operator's
  /// numbers.
  public enum Term: String, Hashable, Sendable, CaseIterable {
    /// Convolutions with full kernels, or kernels in groups: kernel^2 / groups.
    case full
    /// Filters for each channel: kernel^2 / 64.
    case depthwise
    /// Products of all channels with all channels: 1.
    case pointwise
    /// Convolutions with one-dimensional kernels: kernel.
    case line
    /// Costs that numbers do not change, already relative to a 3x3 convolution.
    case constant
  }

  static let channels = 64.0

  /// The terms that do not depend on the expansion.
  public let terms: [Term: Float]
  /// The terms that are multiplied with the expansion.
  public let expandedTerms: [Term: Float]

  public init(_ terms: [Term: Float] = [:], expanded: [Term: Float] = [:]) {
    (self.terms, expandedTerms) = (terms, expanded)
  }

  func value(with numbers: [OperatorNumber: Int]) -> Float {
    let kernel = Double(numbers[.kernel] ?? 1)
    let groups = Double(numbers[.groups] ?? 1)
    func sum(_ terms: [Term: Float]) -> Double {
      // In a fixed order, as sums of floating-point numbers depend on it.
      Term.allCases.reduce(0) { sum, term in
        guard let share = terms[term] else { return sum }
        let layer =
          switch term {
          case .full: kernel * kernel / groups
          case .depthwise: kernel * kernel / OperatorCost.channels
          case .pointwise: 1.0
          case .line: kernel
          case .constant: 9.0
          }
        return sum + Double(share) * layer
      }
    }
    let expansion = Double(numbers[.expansion] ?? 1)
    return Float((sum(terms) + expansion * sum(expandedTerms)) / 9)
  }
}
