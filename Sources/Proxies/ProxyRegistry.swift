import Wording

/// The proxies there are.
public enum ProxyRegistry {
  public static var registered: [any Proxy.Type] {
    [
      ClosedFormNASWOT.self, MultiplyAccumulateCount.self, ParameterCount.self, Capacity.self,
      LayerWidth.self, LayerDepth.self, ReceptiveField.self, ActivationCount.self,
      ActivationMemory.self,
    ]
  }

  public static var names: [String] { registered.map { $0.name } }

  /// - Parameter kind: what errors call it: "score", "column"
  /// - Throws: `UnknownNameError`
  public static func named(_ name: String, as kind: String = "proxy") throws -> any Proxy.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: kind, name: name, known: names)
    }
    return found
  }
}
