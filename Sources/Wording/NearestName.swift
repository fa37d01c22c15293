/// Suggestions for misspelt names.
package enum NearestName {
  /// Longer names are compared with none.
  private static let longest = 200

  /// The candidates with the fewest edits from `name`, the nearest first.
  package static func nearest(
    _ count: Int, to name: String, among candidates: [String]
  ) -> [String] {
    if name.utf8.count > longest { return Array(candidates.prefix(count)) }
    let order = candidates.enumerated().map { place, candidate in
      (
        editDistance(name.lowercased(), String(candidate.prefix(longest)).lowercased()), place
      )
    }
    return order.sorted { $0 < $1 }.prefix(count).map { candidates[$0.1] }
  }

  /// The candidate with the fewest edits from `name`; the first of equals. Nil when even that one
  /// needs more than one edit and more than a third of its length, because it is then no
  /// misspelling.
  ///
  /// - Complexity: O(sum of the lengths of the candidates x length of `name`)
  package static func suggestion(for name: String, among candidates: [String]) -> String? {
    // Nobody misspells so much.
    if name.utf8.count > longest { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      if candidate.utf8.count > longest { continue }
      let distance = editDistance(name.lowercased(), candidate.lowercased())
      guard distance <= max(1, candidate.count / 3) else { continue }
      if let known = best, known.distance <= distance { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// `; did you mean "x"?`, or an empty text when no candidate is near.
  package static func hint(for name: String, among candidates: [String]) -> String {
    suggestion(for: name, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours (optimal string
  /// alignment distance).
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var distance = min(substitution, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          distance = min(distance, beforeLast[j - 2] + 1)
        }
        row.append(distance)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

/// Names as a sentence lists them: `a, b, c`.
package func list(_ names: some Sequence<String>) -> String {
  names.joined(separator: ", ")
}
