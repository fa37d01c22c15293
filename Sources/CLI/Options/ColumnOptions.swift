import ArgumentParser
import TGNAS
import Wording

/// The option for proxies as further columns.
struct ColumnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Proxies to print as further columns, separated by commas, such as params,flops; "
        + "tgnas proxies lists them.",
      valueName: "names"),
    completion: .list(ProxyRegistry.names))
  var columns: String?

  func validate() throws {
    do {
      _ = try chosen()
    } catch {
      throw ValidationError("\(error).")
    }
  }

  /// The proxies by their names.
  func chosen() throws -> [any Proxy.Type] {
    try (columns ?? "").split(separator: ",").map { word in
      try ProxyRegistry.named(String(word.filter { !$0.isWhitespace }), as: "column")
    }
  }

  /// The chosen proxies of the workbench's space.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  func columns(on workbench: Workbench) throws -> ProxyColumns {
    let chosen = try chosen()
    return chosen.isEmpty ? .none : try ProxyColumns(chosen, by: workbench.proxies())
  }
}
