import Foundation

/// The memory of the machine.
public enum FreeMemory {
  /// How many bytes programs can still take without swapping, as Linux estimates it, and no more
  /// than the process is allowed. Nil where the system does not tell.
  public static var bytes: Int? {
    var limits = [Int]()
    if let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let count = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    {
      limits.append(count * 1024)
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 50 {
      limits.append(Int(limit.rlim_cur))
    }
    return limits.min()
  }
}
