/// Finds the name that a misspelt one was probably meant to be.
enum NearestName {
  /// The name with the fewest insertions, deletions and replacements, the first of equals; nil when
  /// even that one needs more than half of the letters.
  ///
  /// - Complexity: O(total length of the names times the length of `word`)
  static func suggestion(for word: String, among names: [String]) -> String? {
    let distances = names.map { (name: $0, distance: distance(Array(word), Array($0))) }
    guard let nearest = distances.min(by: { $0.distance < $1.distance }),
      2 * nearest.distance <= max(word.count, nearest.name.count)
    else { return nil }
    return nearest.name
  }

  /// Levenshtein's distance.
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var previous = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      for (column, right) in second.enumerated() {
        let replaced = previous[column] + (left == right ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[second.count]
  }
}
