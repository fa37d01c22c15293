import Foundation

/// A Python with the packages that the notebooks need: the one that `TGNAS_PYTHON` names, else that
/// of the checkout's own environment in `.build/python`; nil when there is none, in which case the
/// tests that need it say so and pass.
public enum Python {
  public static let path: String? = {
    var candidates = [Locations.root.appendingPathComponent(".build/python/bin/python").path]
    if let named = ProcessInfo.processInfo.environment["TGNAS_PYTHON"] {
      candidates.insert(named, at: 0)
    }
    return candidates.first { isFit($0) }
  }()

  private static func isFit(_ candidate: String) -> Bool {
    let imports = "import nbclient, ipykernel, h5py, matplotlib, pandas, scipy"
    return FileManager.default.isExecutableFile(atPath: candidate)
      && run(candidate, ["-c", imports], in: "/").status == 0
  }

  public static let need =
    "needs a Python with nbclient, ipykernel, h5py, matplotlib, pandas and scipy; TGNAS_PYTHON "
    + "names it"

  /// Runs a program to its end.
  ///
  /// - Returns: its exit status and its output
  public static func run(
    _ executable: String, _ arguments: [String], in folder: String
  ) -> (status: Int32, text: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    (process.standardOutput, process.standardError) = (pipe, pipe)
    do { try process.run() } catch { return (-1, "\(error)") }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
