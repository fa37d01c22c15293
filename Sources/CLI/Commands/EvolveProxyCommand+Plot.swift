import Plots
import TGNAS

extension EvolveProxyCommand {
  /// The best fitness after each generation, and the best formula of each size.
  func picture(of found: FormulaEvolution.Result) -> LinePlot {
    let generations = found.history.enumerated().map { (x: Double($0 + 1), y: $1) }
    let sizes = found.front.map { (x: Double($0.size), y: $0.fitness) }
    func panel(_ title: String, _ points: [(x: Double, y: Double)]) -> LinePlot.Panel {
      LinePlot.Panel(
        title: title,
        curves: [LinePlot.Curve(name: "best fitness", points: points, isDashed: false)],
        best: found.best.fitness, decimals: 3)
    }
    return LinePlot(
      label: "generations of all restarts (left), nodes (right)",
      panels: [
        panel("after each generation", generations), panel("of each size", sizes),
      ])
  }
}
