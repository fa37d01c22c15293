import Foundation
import Reports
import Synchronization
import TGNAS

/// A space with what scores it.
final class LoadedSpace: Sendable {
  let loaded: LoadedInstallation
  let space: SearchSpace
  let scorer: any ArchitectureScorer
  let choice: ScorerChoice
  /// What is made when it is asked for first.
  private let made = Mutex(Made())

  private struct Made {
    var attributes: [OperatorAttributes]?
    var percentiles: Percentiles?
  }

  init(
    _ space: SearchSpace, _ scorer: any ArchitectureScorer, by choice: ScorerChoice,
    in loaded: LoadedInstallation
  ) {
    (self.space, self.scorer, self.choice, self.loaded) = (space, scorer, choice, loaded)
  }

  /// - Parameter note: gets a sentence for everything that the user should know
  convenience init(
    _ options: SpaceOptions, in loaded: LoadedInstallation, note: (String) -> Void
  ) throws {
    let (space, choice) = (try options.space(in: loaded.installation), try options.choice())
    let scorer = try choice.makeScorer(
      for: space, in: loaded.installation, embeddings: loaded.embeddings, note: note)
    self.init(space, scorer, by: choice, in: loaded)
  }

  /// The same space, its scores refined by labelled architectures.
  func refined(by labelled: [(Architecture, Double)]) throws -> LoadedSpace {
    let base = (scorer as? AdaptedScorer)?.base ?? scorer
    let features = try choice.adaptationFeatures(
      base, in: loaded.installation, embeddings: loaded.embeddings)
    let refined = try AdaptedScorer(
      features, labelled: labelled.map { (architecture: $0.0, accuracy: $0.1) },
      threads: choice.threads)
    return LoadedSpace(space, refined, by: choice, in: loaded)
  }

  /// What scores, as users call it.
  var by: String {
    let base = ScorerChoice.Score(of: scorer).name
    return scorer is AdaptedScorer ? "\(base), refined by labels" : base
  }

  /// What each operator of the space does, [O].
  func attributes() throws -> [OperatorAttributes] {
    try made.withLock { made in
      if let known = made.attributes { return known }
      let read = try loaded.attributes(of: space.operators)
      made.attributes = read
      return read
    }
  }

  /// Where scores lie in the whole space, or in a sample of a large one.
  ///
  /// - Parameter note: gets a sentence on what in it cannot be scored, the first time
  func percentiles(note: (String) -> Void) -> Percentiles {
    made.withLock { made in
      if let known = made.percentiles { return known }
      let reference = Reference.architectures(for: scorer)
      let scores = scorer.scores(of: reference)
      if let sentence = ScorerChoice.noteOnMisfits(of: scorer, among: reference, scores) {
        note(sentence)
      }
      let percentiles = Percentiles(of: scores)
      made.percentiles = percentiles
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
    var sentences: [String] = []
    let space = try LoadedSpace(options, in: loaded) { sentences.append($0) }
    give(sentences + loaded.takeNotes(), to: notes)
    Handle.give(space, to: handle)
  }
}

@_cdecl("tgnas_space_close")
public func closeSpace(handle: UnsafeRawPointer) {
  Handle.close(handle, LoadedSpace.self)
}

@_cdecl("tgnas_space_refine")
public func refineSpace(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  accuracies: UnsafePointer<Double>, refined: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let architectures = try TextList(architectures, length: length, count: count)
      .architectures(in: loaded.space, threads: loaded.choice.threads)
    let values = Array(UnsafeBufferPointer(start: accuracies, count: architectures.count))
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw InputError("the label at index \(place) is \(values[place]); expected a finite number")
    }
    Handle.give(try loaded.refined(by: Array(zip(architectures, values))), to: refined)
  }
}

@_cdecl("tgnas_space_about")
public func aboutSpace(
  handle: UnsafeRawPointer, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let space = loaded.space
    var row = ResultTable(
      columns: [
        "name", "title", "architectures", "kind", "by", "notations", "data_sets", "citation",
        "sha256",
      ])
    row.append([
      .text(space.name), .text(space.title), space.size.cell, .text(space.kind), .text(loaded.by),
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
    let loaded = Handle.object(handle, LoadedSpace.self)
    let reader = try loaded.loaded.installation.makeReader(embeddings: loaded.loaded.embeddings)
    let readings = try reader.read(
      loaded.space.operators, ignoringTypedAttributes: loaded.choice.ignoringTypedAttributes)
    give(ResultTable(readings: readings).text(.csv), to: table)
  }
}
