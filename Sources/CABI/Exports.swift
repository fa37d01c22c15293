import Foundation
import TGNAS
import Wording

/// The network of an architecture as a file, see `tgnas.h`.
@_cdecl("tgnas_export")
public func export(
  handle: UnsafeRawPointer, architecture: UnsafePointer<CChar>, format: UnsafePointer<CChar>,
  dataSet: UnsafePointer<CChar>?, seed: UInt64, withTraining: Int32,
  bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  length: UnsafeMutablePointer<Int64>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let space = Handle.object(handle, OpenSpace.self).space
    let exporter = try NetworkExporters.named(String(cString: format))
    guard withTraining == 0 || exporter.name == PyTorchModule.name else {
      throw UserError("with_training is for to=\"\(PyTorchModule.name)\" only")
    }
    let text = String(cString: architecture)
    let file = try exporter.file(
      of: ExportedNetwork(
        of: space.architecture(parsing: text), in: space,
        for: space.dataSet(named: dataSet.map { String(cString: $0) }), seed: seed,
        withTraining: withTraining != 0))
    give(file, to: bytes, length: length)
    give(space.layerNotes + space.notes(on: [text], as: "warning"), to: notes)
  }
}
