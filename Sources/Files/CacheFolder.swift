import Foundation

/// The folder for caches of this program.
public enum CacheFolder {
  /// `TGNAS_CACHE`, else `tgnas` in `XDG_CACHE_HOME`, else `.cache/tgnas` in the home folder; nil
  /// when there is none of them.
  ///
  /// Variables that are empty count as missing, and so does a relative `XDG_CACHE_HOME`, as the XDG
  /// base directory specification demands.
  public static func path(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    if let folder = environment["TGNAS_CACHE"], !folder.isEmpty { return folder }
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return folder + "/tgnas"
    }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.cache/tgnas" }
    return nil
  }
}
