import Spaces

/// The labelled graphs of one source, ready for training.
package struct TrainingSet: Sendable {
  package let graphs: [OperatorGraph]
  /// The targets that the loss compares scores with: rank quantiles in (0, 1], or accuracies.
  /// [graphs]
  package let targets: [Float]
  /// Of the source's space.
  package let operators: OperatorInputs
  /// For each operator the first one with the same description, [O].
  package let firstWithDescription: [Int]
  package let repetitions: Int

  package init(
    graphs: [OperatorGraph], targets: [Float], operators: OperatorInputs, descriptions: [String],
    repetitions: Int
  ) {
    self.graphs = graphs
    self.targets = targets
    self.operators = operators
    self.repetitions = repetitions
    firstWithDescription = descriptions.indices.map { index in
      descriptions.firstIndex(of: descriptions[index]) ?? index
    }
  }

  /// The rows of one batch.
  package struct Batch: Sendable, Equatable {
    let source: Int
    let rows: ArraySlice<Int>
  }

  /// The batches of an epoch over several sources, in random order. Rows that do not fill a batch
  /// are left to another epoch.
  package static func batches(
    _ sets: [TrainingSet], size: Int, using random: inout some RandomNumberGenerator
  ) -> [Batch] {
    var batches: [Batch] = []
    for (source, set) in sets.enumerated() {
      for _ in 0..<set.repetitions {
        var rows = Array(set.graphs.indices)
        random.shuffle(&rows)
        let size = min(size, rows.count)
        for start in stride(from: 0, through: rows.count - size, by: max(1, size)) {
          batches.append(Batch(source: source, rows: rows[start..<start + size]))
        }
      }
    }
    random.shuffle(&batches)
    return batches
  }
}
