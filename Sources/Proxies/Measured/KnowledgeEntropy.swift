import Networks

/// VKDNW's entropy: how evenly the weights of a network know its images' classes. See
/// ``KnowledgeSpectrum``.
public struct KnowledgeEntropy: MeasuredProxy {
  public static let name = "vkdnw_entropy"
  public static let summary =
    "entropy of the Fisher information's eigenvalues, measured (Tybl and Neumann, CVPR 2025)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// 0 to log 9.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    KnowledgeSpectrum.entropy(of: try network.knowledge().asDefined) ?? -.infinity
  }
}

/// VKDNW's entropy as the authors' code computes it: with L J where the Fisher information wants
/// L' J. See ``KnowledgeSpectrum``.
public struct PublishedKnowledgeEntropy: MeasuredProxy {
  public static let name = "vkdnw_entropy_code"
  public static let summary =
    "the same as its authors' code has it, measured (Tybl and Neumann, CVPR 2025)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// 0 to log 9.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    KnowledgeSpectrum.entropy(of: try network.knowledge().asPublished) ?? -.infinity
  }
}
