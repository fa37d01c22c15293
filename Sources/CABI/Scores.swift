import Foundation
import TGNAS
import Tables
import Wording

@_cdecl("tgnas_score")
public func score(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  scores: UnsafeMutablePointer<Double>, notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let list = try TextList(architectures, length: length, count: count)
    let architectures = try list.architectures(in: loaded.space, threads: loaded.threads)
    let found = try loaded.workbench.scorer.checkedScores(of: architectures)
    found.values.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      scores.update(from: start, count: numbers.count)
    }
    let unscored = found.unscored(among: architectures)
    give(
      list.notes(in: loaded.space) + loaded.notes(on: unscored, among: architectures.count),
      to: notes)
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
    let loaded = Handle.object(handle, OpenSpace.self)
    guard top >= 0 else { throw UserError("\(.top) is \(top); expected 1 or more") }
    try Ranking.checkSize(of: loaded.space)
    var ranking = try Ranking(of: loaded.workbench.scorer) { share in
      if let progress, progress(context, share) != 0 { throw Stop() }
    }
    let told = loaded.notes(on: ranking.unscored, among: ranking.entries.count)
    if unique != 0 { ranking = ranking.unique(in: loaded.space) }
    let ranked = try ranking.table(in: loaded.space, top: top == 0 ? nil : Int(top))
    give(told, to: notes)
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
    let space = Handle.object(handle, OpenSpace.self).space
    guard start >= 0, count >= 0 else {
      throw UserError("start is \(start) and count is \(count); expected 0 or more")
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
    let space = Handle.object(handle, OpenSpace.self).space
    guard count >= 1, let number = Int(exactly: count), NumberLimit.held.range.contains(number)
    else {
      throw UserError("\(.count) is \(count); expected a number from \(NumberLimit.held.words)")
    }
    var random = SplitMix64(seed: seed)
    give(texts((0..<number).lazy.map { _ in space.sample(using: &random) }, in: space), to: lines)
  }
}

@_cdecl("tgnas_convert")
public func convert(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  notation: UnsafePointer<CChar>?, lines: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let name = notation.map { String(cString: $0) } ?? loaded.space.notationNames[0]
    let converted = try TextList(architectures, length: length, count: count)
      .architectures(in: loaded.space, threads: loaded.threads)
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
    let loaded = Handle.object(handle, OpenSpace.self)
    let space = loaded.space
    let dataSet = try space.dataSet(named: dataSet.map { String(cString: $0) })
    let parsed = try TextList(architectures, length: length, count: count)
      .architectures(in: space, threads: loaded.threads)
    let context = ProxyContext(space, for: dataSet, threads: loaded.threads) {
      try loaded.workbench.attributes()
    }
    let columns = try ProxyColumns(ProxyColumns.costs, by: ProxyEvaluator(in: context))
    try loaded.give(columns, of: parsed, to: table, notes)
  }
}

@_cdecl("tgnas_space_proxies")
public func proxiesOfSpace(
  handle: UnsafeRawPointer, architectures: UnsafePointer<CChar>, length: Int64, count: Int64,
  names: UnsafePointer<CChar>, measurement: UnsafePointer<CChar>?,
  table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let parsed = try TextList(architectures, length: length, count: count)
      .architectures(in: loaded.space, threads: loaded.threads)
    let proxies = try String(cString: names).split(separator: ",").map {
      try ProxyRegistry.named(String($0))
    }
    let evaluator =
      if proxies.contains(where: { $0.kind.isMeasured }), let measurement {
        try loaded.workbench.proxies(
          measuredOn: MeasurementSettings(json: String(cString: measurement)).measurement())
      } else {
        try loaded.workbench.proxies()
      }
    try loaded.give(ProxyColumns(proxies, by: evaluator), of: parsed, to: table, notes)
  }
}

@_cdecl("tgnas_explain")
public func explain(
  handle: UnsafeRawPointer, architecture: UnsafePointer<CChar>,
  table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
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
    let loaded = Handle.object(handle, OpenSpace.self)
    let (text, name) = (String(cString: architecture), String(cString: format))
    guard let format = DrawingFormats.registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "drawing format", name: name, known: DrawingFormats.registered.map { $0.name })
    }
    if explained != 0, canonical != 0 {
      throw UserError("a canonical graph cannot be explained; leave out one of the two")
    }
    let (space, attributes) = (loaded.space, try loaded.workbench.attributes())
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

extension OpenSpace {
  fileprivate func explanation(of text: String) throws -> Explanation {
    Explanation(of: try space.architecture(parsing: text), by: workbench.scorer)
  }

  fileprivate func notes(on unscored: Unscored?, among total: Int) -> [Sentence] {
    unscored.map { [$0.warning(among: total, in: space)] } ?? []
  }

  fileprivate func give(
    _ columns: ProxyColumns, of architectures: [Architecture], to table: GivenText,
    _ notes: GivenText
  ) throws {
    var sentences: [Sentence] = []
    let found = try ResultTable(of: architectures, in: space, columns) { sentences.append($0) }
    CABI.give(sentences, to: notes)
    CABI.give(found.text(.csv), to: table)
  }
}
