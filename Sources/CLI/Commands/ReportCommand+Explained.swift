import TGNAS

extension ReportCommand {
  /// Why the best architecture of a source is good, by what the source was scored by; nil where that is not
  /// known here.
  func explained(
    _ source: ReportSource, in space: SearchSpace
  ) throws -> ReportMaterial.Explained? {
    var options = predictor
    if let study = source.study, predictor.by == nil {
      do {
        try options.followStudy(study, in: source.path, note: note)
      } catch {
        note(
          "note: the best architecture of \(source.path) is not explained: \(error); name the weights that "
            + "scored it with --weights")
        return nil
      }
    }
    let (by, weights) = try options.identity(for: space)
    let scorer = try options.makeScorer(for: space, notes: OutputOptions.quietly)
    return ReportMaterial.Explained(
      Explanation(of: source.best, by: scorer),
      by: weights.map { "the weights \(fileName($0))" } ?? by)
  }
}

extension PredictorOptions {
  /// Scores by what scored a study, unless other weights are asked for.
  ///
  /// - Throws: what tells in one sentence that the study's weights are not to be found.
  fileprivate mutating func followStudy(
    _ study: StudyDescription, in folder: String, note: (String) -> Void
  ) throws {
    let installation = try Installation.locate()
    if let given = weights {
      let path = try installation.path(ofWeights: given)
      guard try study.weights?.sha256 == Digest.sha256(ofFile: path) else {
        note(
          "warning: \(folder): its best architecture is explained by the weights \(fileName(path)), which are not "
            + "those that scored it")
        return
      }
    } else {
      by = ScorerChoice.Score(name: study.by)
      weights = try study.weights.map { try installation.path(of: $0, in: folder) }
    }
    operatorsFromText = study.operatorsFromText
    // Whoever made the study allowed it.
    allowSeenLabels = true
  }
}

extension Installation {
  /// The file of a study's weights.
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

private func fileName(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
