import Networks
import Proxies
import Scoring
import Spaces
import Tables
import Wording

/// Proxies as columns of result tables.
public struct ProxyColumns: Sendable {
  /// The columns of `tgnas cost`.
  public static let costs: [any Proxy.Type] = [
    ParameterCount.self, MultiplyAccumulateCount.self, LayerDepth.self, ReceptiveField.self,
    ActivationCount.self, ClosedFormNASWOT.self,
  ]

  /// The column names, in order.
  public var names: [String] { proxies.map { $0.name } }
  private let proxies: [any Proxy.Type]
  private let evaluator: ProxyEvaluator?

  /// No columns.
  public static var none: ProxyColumns { ProxyColumns([], nil) }

  private init(_ proxies: [any Proxy.Type], _ evaluator: ProxyEvaluator?) {
    (self.proxies, self.evaluator) = (proxies, evaluator)
  }

  /// - Throws: any error of making the proxies.
  public init(_ proxies: [any Proxy.Type], by evaluator: ProxyEvaluator) throws {
    for proxy in proxies { try evaluator.add(proxy) }
    self.init(proxies, evaluator)
  }

  /// The cells of an architecture. All are missing when its network is too small or too large.
  ///
  /// - Parameter note: receives the reason why cells are missing
  /// - Throws: `NetworkError` when the space has no networks at all.
  public func cells(
    of architecture: Architecture, note: (Sentence) -> Void = { _ in }
  ) throws -> [ResultTable.Cell] {
    try rows(of: [architecture], note: note)[0]
  }

  /// The cells of each architecture, in order.
  ///
  /// - Parameter note: receives a sentence on architectures whose networks are too small or too
  ///   large
  public func rows(
    of architectures: [Architecture], note: (Sentence) -> Void = { _ in }
  ) throws -> [[ResultTable.Cell]] {
    guard let evaluator else { return architectures.map { _ in [] } }
    // Together, so that each network is built, and run, once.
    prepare(architectures)
    var rows = [[ResultTable.Cell]](repeating: [], count: architectures.count)
    for (number, proxy) in proxies.enumerated() {
      let values = try evaluator.values(of: architectures, by: proxy)
      for (place, value) in values.enumerated() {
        switch value {
        case .success(let value):
          rows[place].append(ProxyColumns.cell(value, of: proxy))
        case .failure(let error) where error.isDueToSize:
          rows[place].append(.missing)
          if number == 0 {
            note("warning: \(evaluator.space.notation(of: architectures[place])): \(error)")
          }
        case .failure(let error):
          throw error
        }
      }
    }
    return rows
  }

  /// Evaluates these proxies, and that of a scorer of the same evaluator, together.
  public func prepare(_ architectures: [Architecture]) { evaluator?.evaluate(architectures) }

  private static func cell(_ value: Double, of proxy: any Proxy.Type) -> ResultTable.Cell {
    switch proxy.kind {
    case .cost(let quantity): quantity.cell(value)
    case .closedForm, .measured: .number(value, decimals: 3)
    }
  }
}

extension ResultTable {
  /// Proxies of architectures, one architecture a row.
  ///
  /// - Parameter note: receives a sentence on architectures whose networks are too small or too
  ///   large
  /// - Throws: `NetworkError` when the space has no networks at all.
  public init(
    of architectures: [Architecture], in space: SearchSpace, _ columns: ProxyColumns,
    note: (Sentence) -> Void
  ) throws {
    self.init(columns: ["arch"] + columns.names)
    let rows = try columns.rows(of: architectures, note: note)
    for (architecture, cells) in zip(architectures, rows) {
      append([.text(space.notation(of: architecture))] + cells)
    }
  }
}
