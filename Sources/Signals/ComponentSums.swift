/// What each node of a graph holds, as a sum of independent components in copies that were smoothed
/// differently: of signals on the way forth, of gradients on the way back.
struct ComponentSums: Sendable {
  struct Component: Sendable {
    /// Between two samples of data.
    var correlation = 0.0
    /// The squared gradient by which it answers to what entered.
    var gain: Double
  }

  /// Second moments of a sum.
  struct Moments: Sendable {
    var variance = 0.0
    /// Between two samples of data.
    var covariance = 0.0
    var gain = 0.0
  }

  private struct Term: Sendable {
    var component: Int
    var smoothings: Double
    var amplitude: Double
    /// The next term of the same node; nil of the last one.
    var next: Int?
  }

  private var components: [Component] = []
  private var terms: [Term] = []
  /// The first term of each node; nil where nothing arrived.
  private var first: [Int?] = []

  /// Forgets everything but the memory that it took.
  mutating func reset(nodes count: Int) {
    components.removeAll(keepingCapacity: true)
    terms.removeAll(keepingCapacity: true)
    first.removeAll(keepingCapacity: true)
    first.append(contentsOf: repeatElement(nil, count: count))
  }

  /// Has a node hold a fresh component of variance 1 and nothing else.
  mutating func start(at node: Int, with component: Component) {
    components.append(component)
    terms.append(Term(component: components.count - 1, smoothings: 0, amplitude: 1, next: nil))
    first[node] = terms.count - 1
  }

  /// Averages what a node holds over neighbouring positions.
  mutating func smooth(_ node: Int, _ strength: Double) {
    var place = first[node]
    while let current = place {
      terms[current].smoothings += strength
      place = terms[current].next
    }
  }

  /// Adds so many times what one node holds to what another does.
  mutating func add(_ source: Int, to target: Int, times count: Double) {
    var place = first[source]
    while let current = place {
      let term = terms[current]
      add(term, to: target, times: count)
      place = term.next
    }
  }

  private mutating func add(_ term: Term, to node: Int, times count: Double) {
    var place = first[node]
    while let current = place {
      if terms[current].component == term.component, terms[current].smoothings == term.smoothings {
        terms[current].amplitude += count * term.amplitude
        return
      }
      place = terms[current].next
    }
    terms.append(
      Term(
        component: term.component, smoothings: term.smoothings,
        amplitude: count * term.amplitude, next: first[node]))
    first[node] = terms.count - 1
  }

  /// - Complexity: O(terms of the node^2)
  func moments(of node: Int) -> Moments {
    var moments = Moments()
    var place = first[node]
    while let current = place {
      let term = terms[current]
      let component = components[term.component]
      var other = place
      while let pair = other {
        if terms[pair].component == term.component {
          let part =
            (pair == current ? 1 : 2) * term.amplitude * terms[pair].amplitude
            * InfiniteWidth.keep(term.smoothings + terms[pair].smoothings)
          moments.variance += part
          moments.covariance += part * component.correlation
          moments.gain += part * component.gain
        }
        other = terms[pair].next
      }
      place = term.next
    }
    return moments
  }
}
