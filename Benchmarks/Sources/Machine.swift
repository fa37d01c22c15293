import Foundation
import Tensors

/// The machine that the figures were measured on.
struct Machine: Codable {
  let processor: String
  let processors: Int
  /// In GB.
  let memory: Double
  let system: String
  let blas: String
  let blasCore: String
  /// The environment variables of OpenBLAS that are set.
  let blasVariables: [String: String]
  let vectorInstructions: String
  /// Processes that ran or waited, averaged over the minute before the benchmark.
  let load: Double
  let date: String

  init() {
    let information = ProcessInfo.processInfo
    processor = Machine.processorName
    processors = information.activeProcessorCount
    memory = Double(information.physicalMemory) / 1e9
    system = information.operatingSystemVersionString
    blas = BLAS.configuration
    blasCore = BLAS.coreName
    blasVariables = Dictionary(
      uniqueKeysWithValues: ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"].map {
        ($0, information.environment[$0] ?? "")
      })
    vectorInstructions = RowKernel.instructions
    var loads = [0.0]
    load = getloadavg(&loads, 1) == 1 ? loads[0] : .nan
    date = ISO8601DateFormatter().string(from: Date())
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "a processor that /proc/cpuinfo does not name"
  }

  /// The lines that precede every result.
  var description: String {
    let variables = blasVariables.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.isEmpty ? "is not set" : "is \($0.value)")"
    }
    return """
      machine       \(processor), \(processors) processors, \(Int(memory.rounded())) GB, \(system)
      own kernels   \(vectorInstructions)
      OpenBLAS      core \(blasCore); \(variables.joined(separator: ", "))
      load          \(String(format: "%.2f", load)) processes wanted a processor in the \
      minute before
      date          \(date)

      """
  }
}
