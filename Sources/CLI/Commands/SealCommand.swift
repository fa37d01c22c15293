import ArgumentParser
import Files
import Foundation
import TGNAS
import TensorFiles
import Terminal

/// For maintainers: gives files that other programs wrote, such as the encoder, a digest.
struct SealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Writes HDF5 files of tensors anew, with a digest of their bytes.",
    usage: "tgnas seal <file> ...",
    discussion: "No tensor and no attribute changes; a file with a digest stays as it is.",
    shouldDisplay: false)

  @Argument(help: "The files.", completion: .file(extensions: ["h5"])) var files: [String]

  func run() throws {
    for path in files {
      let file = try TensorFile(path: path)
      if file.hasDigest {
        StandardStreams.note("\(path): has a digest already")
        continue
      }
      let copy = path + ".sealed"
      try file.copied().write(to: copy)
      // What was written is compared with what was read before it takes its place.
      guard try TensorFile(path: copy).equals(file) else {
        throw FileError(path: copy, problem: "differs from \(path); nothing was replaced")
      }
      try AtomicFile.write(InputFile.raw(at: copy), to: path)
      try FileManager.default.removeItem(atPath: copy)
      StandardStreams.note("\(path): has a digest now")
    }
  }
}
