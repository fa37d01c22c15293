import TGNAS
import Terminal
import Wording

extension OutputOptions {
  /// Runs the networks of architectures for the measured proxies in use. It says how long that will
  /// take, and how far it is.
  func measure(_ architectures: [Architecture], on workbench: Workbench) {
    let names = workbench.measuredProxies.map { $0.name }
    guard !names.isEmpty else { return }
    let (line, clock) = (progressLine(), ContinuousClock())
    let start = clock.now
    var isTold = false
    workbench.measure(architectures) { done, total in
      if !isTold {
        isTold = true
        let each = (clock.now - start) / .seconds(1) / Double(done)
        let rest = each * Double(total - done)
        if rest > 10 {
          note(
            "note: \(list(names)) of \(total) networks will take about \(seconds(rest)), "
              + "\(fixed(each, each < 0.1 ? 3 : 2)) s each")
        }
      }
      line.update(Double(done) / Double(total), "\(done) of \(total) networks")
    }
    line.finish()
    if let problem = workbench.opened.measured.problem { note("warning: \(problem)") }
  }

  /// Says before it begins that random architectures are measured.
  func noteAggregates(among proxies: [any Proxy.Type]) {
    for proxy in proxies where proxy is any RankAggregate.Type {
      note("note: \(proxy.name) measures \(RankPopulation.size) random architectures first")
    }
  }

  private func seconds(_ count: Double) -> String {
    count < 120 ? "\(fixed(count, 0)) s" : "\(fixed(count / 60, 0)) minutes"
  }
}
