import Wording

/// The registry of proxies.
public enum ProxyRegistry {
  /// All proxies that run nothing. They can score thousands of architectures.
  public static var registered: [any Proxy.Type] {
    [
      ClosedFormNASWOT.self, MultiplyAccumulateCount.self, ParameterCount.self, Capacity.self,
      LayerWidth.self, LayerDepth.self, ReceptiveField.self, ActivationCount.self,
      ActivationMemory.self, RootFLOPs.self, UsableSize.self, TrainableLayers.self,
      WeightNorm.self, ClosedFormSynFlow.self, ClosedFormSNIP.self, ClosedFormGradientNorm.self,
      ClosedFormFisher.self, ClosedFormZen.self, ClosedFormJacobianCovariance.self,
      LastCorrelation.self,
    ]
  }

  /// All proxies that run networks on images.
  public static var measured: [any MeasuredProxy.Type] {
    [
      SynFlow.self, SNIP.self, GradientNorm.self, Fisher.self, Plain.self, JacobianCovariance.self,
      EPENAS.self, GraSP.self, ZiCo.self, NASWOT.self, Zen.self, SWAP.self, MeCo.self, NEAR.self,
      Expressivity.self, Progressivity.self, Trainability.self, KnowledgeEntropy.self,
      PublishedKnowledgeEntropy.self,
    ]
  }

  /// All sums of ranks of others.
  public static var aggregates: [any RankAggregate.Type] { [AZNAS.self, VKDNW.self] }

  /// All proxies.
  public static var all: [any Proxy.Type] { registered + measured + aggregates }

  /// The names of all proxies, in the order of ``all``.
  public static var names: [String] { all.map { $0.name } }

  /// The proxy of that name.
  ///
  /// - Parameter kind: what errors call it: "score", "column"
  /// - Throws: `UnknownNameError`
  public static func named(_ name: String, as kind: String = "proxy") throws -> any Proxy.Type {
    guard let found = all.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: kind, name: name, known: names)
    }
    return found
  }
}
