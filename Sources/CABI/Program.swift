import CLI
import Foundation

/// Runs the command line and ends the process, see `tgnas.h`.
@_cdecl("tgnas_main")
public func tgnasMain(arguments: UnsafePointer<CChar>, length: Int64, count: Int64) {
  // A path need not be UTF-8; what is not is told by the command that looks for the file.
  let bytes = UnsafeRawBufferPointer(start: arguments, count: Int(length))
  let words = bytes.split(separator: 0, maxSplits: Int(count), omittingEmptySubsequences: false)
  TGNASCommand.run(arguments: words.prefix(Int(count)).map { String(decoding: $0, as: UTF8.self) })
}
