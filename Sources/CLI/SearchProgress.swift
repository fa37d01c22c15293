import TGNAS
import Terminal
import Wording

/// Shows the progress of a search. On a terminal it redraws one line. Elsewhere it writes a plain
/// line now and then, in long searches only.
final class SearchProgress {
  private static let interval: Duration = .seconds(5)

  private let output: OutputOptions
  private let line: ProgressLine
  /// How many candidates an earlier run evaluated.
  private let recorded: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastNote: ContinuousClock.Instant

  init(_ output: OutputOptions, recorded: Int) {
    self.output = output
    self.recorded = recorded
    line = output.progressLine()
    start = clock.now
    lastNote = start
  }

  func update(_ run: SearchRun) {
    if run.evaluations <= recorded { return }
    let total = Double(max(run.expectedEvaluations, run.evaluations))
    let (done, before) = (Double(run.evaluations) / total, Double(recorded) / total)
    let now = clock.now
    let rate = Double(run.evaluations - recorded) / max(1e-9, (now - start) / .seconds(1))
    let best = run.best.map { "best \(fixed($0.evaluation.score, 4))" } ?? "nothing found yet"
    line.update(done, from: before, "\(best)  \(fixed(rate, 0)) a second")
    guard !StandardStreams.errorIsTerminal, now - lastNote >= SearchProgress.interval else {
      return
    }
    lastNote = now
    let left = ProgressLine.secondsLeft(done, from: before, after: now - start)
    output.note(
      "\(run.evaluations) of \(wholeNumber(total)) evaluations  \(best)  "
        + "\(fixed(rate, 0)) a second  \(left) s left")
  }

  func finish() { line.finish() }
}
