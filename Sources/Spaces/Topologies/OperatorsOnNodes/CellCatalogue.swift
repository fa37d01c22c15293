import Randomness
import Wording

/// All cells with operators on nodes up to isomorphism, grouped by their unlabelled form.
///
/// NAS-Bench-101 (Ying et al., ICML 2019) has 423,624 of them. Unlabelled cells are made by orderly
/// generation (Read, 1978): columns are added from left to right, and a partial matrix that another
/// order of its vertices would make smaller cannot grow into a smallest matrix and is left at once.
/// The labellings of each are then counted once per orbit of its automorphism group.
final class CellCatalogue: Sendable {
  struct Form: Sendable {
    /// The predecessor sets of the vertices: the smallest matrix.
    let columns: [UInt16]
    /// The automorphisms other than the identity: where each inner vertex takes its label from.
    let automorphisms: [[UInt8]]
    /// The number of the form's first cell in the catalogue.
    let first: Int
    /// The number of labellings up to automorphism.
    let count: Int
  }

  let numberOfLabels: Int
  /// In the order of ``Architecture``: by number of vertices, then by columns.
  let forms: [Form]
  let count: Int

  /// - Complexity: O(forms), about 2 ms for 7 vertices and 9 edges.
  init(maximumVertices: Int, maximumEdges: Int, numberOfLabels: Int) {
    self.numberOfLabels = numberOfLabels
    var forms: [Form] = []
    var count = 0
    for vertices in 2...maximumVertices {
      var generator = FormGenerator(vertices: vertices, maximumEdges: maximumEdges)
      generator.run { columns, automorphisms in
        let labellings = CellCatalogue.orbits(
          of: automorphisms, inner: vertices - 2, labels: numberOfLabels)
        forms.append(
          Form(
            columns: columns, automorphisms: automorphisms, first: count, count: labellings))
        count += labellings
      }
    }
    self.forms = forms
    self.count = count
  }

  /// The number of labellings up to automorphism (the orbit-counting lemma): the mean over the
  /// group of labels^cycles.
  private static func orbits(of automorphisms: [[UInt8]], inner: Int, labels: Int) -> Int {
    func power(_ exponent: Int) -> Int {
      (0..<exponent).reduce(1) { product, _ in product * labels }
    }
    var fixed = power(inner)
    for automorphism in automorphisms {
      var cycles = 0
      var seen = 0
      for start in 0..<inner where seen >> start & 1 == 0 {
        cycles += 1
        var vertex = start
        while seen >> vertex & 1 == 0 {
          seen |= 1 << vertex
          vertex = Int(automorphism[vertex])
        }
      }
      fixed += power(cycles)
    }
    return fixed / (automorphisms.count + 1)
  }

  /// The next labelling in lexicographic order, smallest of its orbit or not; nil after the last.
  func following(_ labels: [UInt8]) -> [UInt8]? {
    var next = labels
    var vertex = next.count - 1
    while vertex >= 0 {
      if Int(next[vertex]) < numberOfLabels - 1 {
        next[vertex] += 1
        return next
      }
      next[vertex] = 0
      vertex -= 1
    }
    return nil
  }

  func isSmallest(_ labels: [UInt8], under automorphisms: [[UInt8]]) -> Bool {
    for automorphism in automorphisms {
      for vertex in labels.indices {
        let image = labels[Int(automorphism[vertex])]
        if image < labels[vertex] { return false }
        if image > labels[vertex] { break }
      }
    }
    return true
  }

  /// A random cell of the catalogue, each equally likely: a form by the number of its cells, then a
  /// random labelling. A labelling is kept with a chance in inverse proportion to the size of its
  /// orbit, so that large orbits do not come up more often than small ones.
  ///
  /// - Complexity: O(log forms + automorphisms^2) on average
  func randomCell(using generator: inout some RandomNumberGenerator) -> LabelledCell {
    let index = generator.integer(below: count)
    var (low, high) = (0, forms.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if forms[middle].first <= index { low = middle } else { high = middle - 1 }
    }
    let form = forms[low]
    while true {
      let labels = (2..<form.columns.count).map { _ in
        UInt8(generator.integer(below: numberOfLabels))
      }
      let cell = LabelledCell(predecessors: form.columns, labels: labels)
      if form.automorphisms.isEmpty { return cell }
      let stabiliser = 1 + form.automorphisms.count { isFixed(labels, by: $0) }
      // The orbit has group / stabiliser members: keep one of that many.
      if generator.integer(below: form.automorphisms.count + 1) < stabiliser {
        return cell.canonical()
      }
    }
  }

  private func isFixed(_ labels: [UInt8], by automorphism: [UInt8]) -> Bool {
    labels.indices.allSatisfy { labels[Int(automorphism[$0])] == labels[$0] }
  }
}

/// Orderly generation of the unlabelled cells with a given number of vertices.
private struct FormGenerator {
  let vertices: Int
  let maximumEdges: Int
  private var columns: [UInt16] = [0]
  private var search = MinimalOrders()

  init(vertices: Int, maximumEdges: Int) {
    self.vertices = vertices
    self.maximumEdges = maximumEdges
  }

  /// Visits the smallest matrices in lexicographic order, with the automorphisms of each.
  mutating func run(_ visit: ([UInt16], [[UInt8]]) -> Void) {
    extend(edges: 0, used: 0, visit)
  }

  private mutating func extend(
    edges: Int, used: UInt16, _ visit: ([UInt16], [[UInt8]]) -> Void
  ) {
    let place = columns.count
    let isLast = place == vertices - 1
    let all = (UInt16(1) << place) - 1
    // The output takes whatever feeds nothing yet; each column to come needs at least one edge.
    let required = isLast ? all & ~used : 0
    let budget = maximumEdges - edges - (vertices - 1 - place)
    guard budget >= 1 else { return }
    for column in 1...all where column & required == required {
      guard column.nonzeroBitCount <= budget else { continue }
      columns.append(column)
      if search.search(columns, bound: columns) {
        if isLast {
          visit(columns, automorphisms())
        } else {
          extend(edges: edges + column.nonzeroBitCount, used: used | column, visit)
        }
      }
      columns.removeLast()
    }
  }

  /// Reads the automorphisms off the orders that reach the smallest matrix, which is `columns`.
  private func automorphisms() -> [[UInt8]] {
    search.orders.compactMap { order in
      let images = (1..<max(1, vertices - 1)).map { UInt8(order[$0] - 1) }
      return images.enumerated().allSatisfy { $0.offset == Int($0.element) } ? nil : images
    }
  }
}
