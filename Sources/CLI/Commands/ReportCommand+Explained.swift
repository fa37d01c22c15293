import Files
import TGNAS
import Wording

extension ReportCommand {
  /// Explains the best architecture of a source by the scorer of that source. Nil when the scorer
  /// is not known here.
  func explained(
    _ source: ReportSource, in space: SearchSpace
  ) throws -> ReportMaterial.Explained? {
    var (options, labels) = (predictor, LabelOptions.none)
    if let study = source.study, predictor.by == nil {
      do {
        labels = try options.followStudy(study, in: source.path, note: note)
      } catch {
        note("note: the best architecture of \(source.path) is not explained: \(error)")
        return nil
      }
    }
    let refinement = labels.labels == nil ? nil : source.study?.labels
    let workbench = try options.workbench(
      for: space, labels.read(for: space),
      by: SurrogateChoice(model: refinement?.surrogate, encoding: refinement?.encoding),
      from: (predictor.by == nil ? source.study?.transferred ?? [] : []).map { other in
        try LabelledArchitectures(
          of: space, at: other.file.locate(from: source.path) ?? other.file.name,
          column: other.column, minimised: other.minimised ?? false)
      },
      notes: .quietly)
    let weights = try workbench.weightsFile()
    return ReportMaterial.Explained(
      Explanation(of: source.best, by: workbench.scorer),
      by: (weights.map { "the weights \(Folder.name(of: $0))" } ?? workbench.scorer.identity.name)
        + (labels.labels.map { ", refined by the labels \(Folder.name(of: $0))" } ?? ""))
  }
}

extension PredictorOptions {
  /// Follows the scorer of a study, unless other weights are asked for.
  ///
  /// - Returns: the labels that refined its score
  /// - Throws: an error with one sentence when the study's weights or labels are not found.
  fileprivate mutating func followStudy(
    _ study: StudyDescription, in folder: String, note: (Sentence) -> Void
  ) throws -> LabelOptions {
    let installation = try Installation.locate()
    if let given = weights {
      let path = try installation.path(ofWeights: given)
      guard try study.weights?.sha256 == Digest.sha256(ofFile: path) else {
        note(
          "warning: \(folder): its best architecture is explained by "
            + "the weights \(Folder.name(of: path)), which are not those that scored it")
        return .none
      }
    } else {
      let score = try ScoringSettings.Score(named: study.by)
      by = score.name
      do {
        let path = try study.weights.map { try installation.path(of: $0, in: folder) }
        if case .formula = score {} else { weights = path }
      } catch {
        throw UserError("\(error); name the weights that scored it with \(set: .weights)")
      }
    }
    operatorsFromText = study.operatorsFromText
    // The study was made with these weights, so that they were allowed.
    allowSeenLabels = true
    var labels = LabelOptions.none
    labels.labels = try study.labels?.file.locate(from: folder)
    labels.labelColumn = study.labels?.column
    labels.direction.minimise = study.labels?.minimised ?? false
    return labels
  }
}

extension Installation {
  /// The path of a study's weights.
  fileprivate func path(of weights: StudyDescription.Source, in folder: String) throws -> String {
    if let path = try weights.locate(from: folder) { return path }
    let name = weights.name.hasSuffix(".h5") ? String(weights.name.dropLast(3)) : weights.name
    let path = try path(ofWeights: name)
    guard try Digest.sha256(ofFile: path) == weights.sha256 else {
      throw FileError(path: path, problem: "holds other weights than those that the study read")
    }
    return path
  }
}
