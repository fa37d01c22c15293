import Proxies
import Tables

extension ResultTable {
  /// All proxies, one a row.
  public static var proxies: ResultTable {
    var table = ResultTable(columns: ["proxy", "kind", "as objective", "what"])
    for proxy in ProxyRegistry.all {
      table.append([
        .text(proxy.name), .text(proxy.kind.name),
        .text(proxy.kind.isHigherBetter ? "more is better" : "less is better"),
        .text(proxy.summary),
      ])
    }
    return table
  }
}
