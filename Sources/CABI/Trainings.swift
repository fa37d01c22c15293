import Foundation
import Studies
import TGNAS
import Tables
import Wording

@_cdecl("tgnas_study_open")
public func openStudy(
  handle: UnsafeRawPointer, folder: UnsafePointer<CChar>, options: UnsafePointer<CChar>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    try loaded.checkZeroShot()
    let folder = String(cString: folder)
    let options = try StudySettings(json: String(cString: options))
    let workbench = loaded.workbench
    let study =
      TrainingStudy.exists(in: folder)
      ? try TrainingStudy(in: folder)
      : try TrainingStudy(
        beginning: TrainingStudyDescription(
          of: loaded.space, workbench.settings, operators: loaded.additions,
          isMinimised: options.minimise ?? false, seed: options.seed ?? 0, command: "python",
          in: folder, of: workbench.opened.installation), in: folder)
    var sentences: [Sentence] = []
    try study.description.check(loaded.space, folder: folder) { sentences.append($0) }
    if let seed = options.seed, seed != study.description.seed {
      throw UserError(
        "\(.seed) is \(seed), and the study \(folder) began with \(study.description.seed); leave "
          + "it out, or name another folder")
    }
    if options.minimise == true, !study.description.isMinimised {
      throw UserError(
        "the study \(folder) began with higher results for better; leave out \(set: .minimise), or "
          + "name another folder")
    }
    if let by = workbench.settings.by?.name, by != study.description.by {
      throw UserError(
        "\(.by, by) is not what the study \(folder) began with "
          + "(\(study.description.by ?? "the usual score of the space"))")
    }
    give(sentences, to: notes)
  }
}

/// The options of `tgnas_study_open`; `tgnas.h` describes them.
private struct StudySettings: Decodable {
  let minimise: Bool?
  let seed: UInt64?

  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(StudySettings.self, from: Data(json.utf8))
    } catch {
      throw UserError("the options of a study are no JSON object as tgnas.h describes: \(error)")
    }
  }
}

@_cdecl("tgnas_study_ask")
public func askStudy(
  handle: UnsafeRawPointer, folder: UnsafePointer<CChar>, count: Int64,
  table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let possible = NumberLimit.repetitions
    guard count >= 1, let number = Int(exactly: count), possible.range.contains(number) else {
      throw UserError("\(.count) is \(count); expected a number from \(possible.words)")
    }
    let loop = TrainingLoop(
      try TrainingStudy(in: String(cString: folder)), on: loaded.workbench)
    var sentences: [Sentence] = []
    let proposals = try loop.ask(number) { sentences.append($0) }
    give(sentences, to: notes)
    give(ResultTable(proposals: proposals).text(.csv), to: table)
  }
}

@_cdecl("tgnas_study_tell")
public func tellStudy(
  handle: UnsafeRawPointer, folder: UnsafePointer<CChar>, architectures: UnsafePointer<CChar>,
  length: Int64, count: Int64, results: UnsafePointer<Double>, replace: Int32,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let list = try TextList(architectures, length: length, count: count)
    let architectures = try list.architectures(in: loaded.space, threads: loaded.threads)
    let values = UnsafeBufferPointer(start: results, count: architectures.count)
    let loop = TrainingLoop(
      try TrainingStudy(in: String(cString: folder)), on: loaded.workbench)
    var sentences = list.notes(in: loaded.space)
    _ = try loop.tell(
      zip(architectures, values).map { TrainingLoop.Result($0, $1.isFinite ? $1 : nil) },
      replacing: replace != 0
    ) { sentences.append($0) }
    give(sentences, to: notes)
  }
}

@_cdecl("tgnas_study_status")
public func statusOfStudy(
  folder: UnsafePointer<CChar>, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let study = try TrainingStudy(in: String(cString: folder))
    give(ResultTable(statusOf: study, try study.history()).text(.csv), to: table)
  }
}

@_cdecl("tgnas_study_trials")
public func trialsOfStudy(
  folder: UnsafePointer<CChar>, table: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let history = try TrainingStudy(in: String(cString: folder)).history()
    give(ResultTable(trainings: history.trainings).text(.csv), to: table)
  }
}
