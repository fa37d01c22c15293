import TGNAS
import Terminal

extension ProgressLine {
  /// Reads architectures as code, where the surrogate reads it, and shows how far that is.
  func showReading(of architectures: [Architecture], on workbench: Workbench) throws {
    try workbench.readCode(of: architectures) { done, total in
      update(Double(done) / Double(total), "\(done) of \(total) texts read")
    }
    finish()
  }
}
