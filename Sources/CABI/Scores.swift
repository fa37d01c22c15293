import Foundation
import Reports
import TGNAS

@_cdecl("tgnas_score")
public func score(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  scores: UnsafeMutablePointer<Double>, notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let architectures = try TextList(architectures, length: length, count: count)
      .architectures(in: loaded.space, threads: loaded.choice.threads)
    let found = loaded.scorer.scores(of: architectures)
    found.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      scores.update(from: start, count: numbers.count)
    }
    give(loaded.notesOnMisfits(among: architectures, found), to: notes)
  }
}

@_cdecl("tgnas_rank")
public func rank(
  handle: UnsafeRawPointer, top: Int64, unique: Int32,
  progress: (@convention(c) (UnsafeMutableRawPointer?, Double) -> Int32)?,
  context: UnsafeMutableRawPointer?, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    guard top >= 0 else { throw InputError("--top is \(top); expected 1 or more") }
    try Ranking.checkSize(of: loaded.space)
    var ranking = try loaded.ranking { share in
      if let progress, progress(context, share) != 0 { throw Stop() }
    }
    let (architectures, scores) = (
      ranking.entries.map(\.architecture), ranking.entries.map(\.score)
    )
    if unique != 0 { ranking = ranking.unique(in: loaded.space) }
    let ranked = try ranking.table(in: loaded.space, top: top == 0 ? nil : Int(top))
    give(loaded.notesOnMisfits(among: architectures, scores), to: notes)
    give(ranked.text(.csv), to: table)
  }
}

@_cdecl("tgnas_architectures")
public func architectures(
  handle: UnsafeRawPointer, start: Int64, count: Int64,
  lines: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let space = Handle.object(handle, LoadedSpace.self).space
    guard start >= 0, count >= 0 else {
      throw InputError("start is \(start) and count is \(count); expected 0 or more")
    }
    give(
      texts(space.architectures.lazy.dropFirst(Int(start)).prefix(Int(count)), in: space), to: lines
    )
  }
}

@_cdecl("tgnas_sample")
public func sample(
  handle: UnsafeRawPointer, count: Int64, seed: UInt64,
  lines: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let space = Handle.object(handle, LoadedSpace.self).space
    guard count >= 1 else { throw InputError("--count is \(count); expected 1 or more") }
    var random = SplitMix64(seed: seed)
    give(texts((0..<Int(count)).map { _ in space.sample(using: &random) }, in: space), to: lines)
  }
}

@_cdecl("tgnas_convert")
public func convert(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  notation: UnsafePointer<CChar>?, lines: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let name = notation.map { String(cString: $0) } ?? loaded.space.notationNames[0]
    let converted = try TextList(architectures, length: length, count: count)
      .architectures(in: loaded.space, threads: loaded.choice.threads)
      .map { try loaded.space.notation(of: $0, as: name) + "\n" }
    give(converted.joined(), to: lines)
  }
}

@_cdecl("tgnas_cost")
public func cost(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  dataSet: UnsafePointer<CChar>?, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let space = loaded.space
    let dataSet = try space.dataSet(named: dataSet.map { String(cString: $0) })
    let parsed = try TextList(architectures, length: length, count: count)
      .architectures(in: space, threads: loaded.choice.threads)
    var sentences: [String] = []
    let costs = try ResultTable(costsOf: parsed, in: space, for: dataSet) { sentences.append($0) }
    give(sentences, to: notes)
    give(costs.text(.csv), to: table)
  }
}

@_cdecl("tgnas_explain")
public func explain(
  handle: UnsafeRawPointer, architecture: UnsafePointer<CChar>,
  table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let explanation = try loaded.explanation(of: String(cString: architecture))
    give(ExplainedTable(explanation, in: loaded.space).changes.text(.csv), to: table)
  }
}

@_cdecl("tgnas_draw")
public func draw(
  handle: UnsafeRawPointer, architecture: UnsafePointer<CChar>, format: UnsafePointer<CChar>,
  canonical: Int32, explained: Int32, drawing: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    let (text, name) = (String(cString: architecture), String(cString: format))
    guard let format = DrawingFormats.registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "drawing format", name: name, known: DrawingFormats.registered.map { $0.name })
    }
    if explained != 0, canonical != 0 {
      throw InputError("a canonical graph cannot be explained; leave out one of the two")
    }
    let (space, attributes) = (loaded.space, try loaded.attributes())
    let picture =
      explained != 0
      ? CellDrawing(of: try loaded.explanation(of: text), in: space, attributes: attributes)
      : CellDrawing(
        of: try space.architecture(parsing: text), in: space, attributes: attributes,
        isCanonical: canonical != 0)
    give(format.text(of: picture), to: drawing)
  }
}

/// Architectures in the official notation, one a line.
private func texts(_ architectures: some Sequence<Architecture>, in space: SearchSpace) -> String {
  architectures.reduce(into: "") { $0 += space.notation(of: $1) + "\n" }
}

extension LoadedSpace {
  fileprivate func ranking(progress: (Double) throws -> Void) rethrows -> Ranking {
    try Ranking(of: scorer, progress: progress)
  }

  fileprivate func explanation(of text: String) throws -> Explanation {
    Explanation(of: try space.architecture(parsing: text), by: scorer)
  }

  fileprivate func notesOnMisfits(
    among architectures: [Architecture], _ scores: [Double]
  ) -> [String] {
    ScorerChoice.noteOnMisfits(of: scorer, among: architectures, scores).map { [$0] } ?? []
  }
}
