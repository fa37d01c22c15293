import Foundation
import Synchronization
import TGNAS
import Tables
import Wording

/// A workbench that callers in C hold.
final class OpenSpace: Sendable {
  let workbench: Workbench
  private let madePercentiles = Mutex<Percentiles?>(nil)

  var space: SearchSpace { workbench.space }
  var threads: Int { workbench.settings.threads }

  /// The operators that were added to the space, each a name, a colon and a description.
  let additions: [String]

  init(_ workbench: Workbench, additions: [String]) {
    (self.workbench, self.additions) = (workbench, additions)
  }

  /// - Throws: ``UserError`` when labels refine the scores.
  func checkZeroShot() throws {
    guard workbench.isRefined else { return }
    throw UserError(
      "labels refine the scores of this \(space.name), and a study learns from its own results: "
        + "open the space without labels, and tell the study what is known")
  }

  /// The percentiles of the scores of the whole space, or of a random sample of a large space.
  ///
  /// - Parameter note: receives a sentence on architectures that cannot be scored, the first time
  ///   only
  func percentiles(note: (Sentence) -> Void) -> Percentiles {
    madePercentiles.withLock { made in
      if let made { return made }
      let percentiles = workbench.percentiles(note: note)
      made = percentiles
      return percentiles
    }
  }
}

@_cdecl("tgnas_space_open")
public func openSpace(
  installation: UnsafeRawPointer, options: UnsafePointer<CChar>,
  handle: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(installation, LoadedInstallation.self)
    let options = try SpaceOptions(json: String(cString: options))
    var sentences: [Sentence] = []
    let workbench = try Workbench(
      options.space(in: loaded.opened), options.settings(), in: loaded.opened,
      note: { sentences.append($0) })
    give(sentences + loaded.takeNotes(), to: notes)
    Handle.give(
      OpenSpace(
        workbench, additions: (options.operators ?? []).map { $0.joined(separator: ": ") }),
      to: handle)
  }
}

@_cdecl("tgnas_space_close")
public func closeSpace(handle: UnsafeRawPointer) {
  Handle.close(handle, OpenSpace.self)
}

@_cdecl("tgnas_space_refine")
public func refineSpace(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  accuracies: UnsafePointer<Double>, minimise: Int32,
  refined: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let list = try TextList(architectures, length: length, count: count)
    let architectures = try list.architectures(in: loaded.space, threads: loaded.threads)
    let values = Array(UnsafeBufferPointer(start: accuracies, count: architectures.count))
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw UserError("the label at index \(place) is \(values[place]); expected a finite number")
    }
    let labels = minimise == 0 ? values : values.map { -$0 }
    let warning = LabelDirection.warning(
      scores: loaded.workbench.scorer.scores(of: architectures).values, labels: labels,
      column: "the column of labels", isMinimised: minimise != 0)
    let workbench = try loaded.workbench.refined(by: Array(zip(architectures, labels)))
    give(list.notes(in: loaded.space) + [warning].compactMap { $0 }, to: notes)
    Handle.give(OpenSpace(workbench, additions: loaded.additions), to: refined)
  }
}

@_cdecl("tgnas_space_about")
public func aboutSpace(
  handle: UnsafeRawPointer, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let space = loaded.space
    var row = ResultTable(
      columns: [
        "name", "title", "architectures", "kind", "by", "notations", "data_sets", "citation",
        "sha256",
      ])
    row.append([
      .text(space.name), .text(space.title), space.size.cell, .text(space.kind),
      .text("\(loaded.workbench.scorer.identity)"),
      .text(space.readableNotationNames.joined(separator: ";")),
      .text(space.skeletons.flatMap(\.dataSets).map(\.name).joined(separator: ";")),
      .text(space.citation), .text(space.sha256),
    ])
    give(row.text(.csv), to: table)
  }
}

@_cdecl("tgnas_space_operators")
public func operatorsOfSpace(
  handle: UnsafeRawPointer, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    give(ResultTable(readings: try loaded.workbench.readings()).text(.csv), to: table)
  }
}
