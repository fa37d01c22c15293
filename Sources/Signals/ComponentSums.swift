/// A sum of independent components in each node of a graph: the signals and gradients of cells, and
/// the feature maps of whole networks.
///
/// A node holds copies of components that were smoothed differently. Copies of one component add up
/// in amplitude, different components in variance.
struct ComponentSums: Sendable {
  struct Component: Sendable {
    var variance = 1.0
    /// Between two samples of data.
    var correlation = 0.0
    /// The squared gradient by which it answers to the input.
    var gain = 0.0
  }

  /// Second moments of a sum.
  struct Moments: Sendable {
    var variance = 0.0
    /// Between two samples of data.
    var covariance = 0.0
    var gain = 0.0

    /// Between two samples of data; 1 where nothing varies.
    var correlation: Double { variance > 0 ? covariance / variance : 1 }
  }

  /// The order in which the terms of a node are added up. It decides the last bits of a result:
  /// cells and whole networks keep the order in which their scores were published.
  enum Order: Sendable {
    case newestFirst
    case oldestFirst
  }

  private struct Term: Sendable {
    var component: Int
    var smoothings: Double
    var amplitude: Double
  }

  private let order: Order
  private var components: [Component] = []
  /// Of each node, the oldest first.
  private var terms: [[Term]] = []
  private(set) var nodeCount = 0

  init(_ order: Order) { self.order = order }

  /// Forgets everything but the memory that it took.
  mutating func reset(nodes count: Int) {
    components.removeAll(keepingCapacity: true)
    for node in 0..<min(nodeCount, terms.count) { terms[node].removeAll(keepingCapacity: true) }
    nodeCount = 0
    for _ in 0..<count { _ = addNode() }
  }

  /// A node that holds nothing yet.
  mutating func addNode() -> Int {
    if nodeCount == terms.count { terms.append([]) }
    nodeCount += 1
    return nodeCount - 1
  }

  /// Has a node hold a fresh component and nothing else.
  mutating func start(at node: Int, with component: Component) {
    components.append(component)
    terms[node].removeAll(keepingCapacity: true)
    terms[node].append(Term(component: components.count - 1, smoothings: 0, amplitude: 1))
  }

  /// Averages a node's sum over neighbouring positions.
  ///
  /// - Parameter strength: 1 is a 3x3 average pooling
  mutating func smooth(_ node: Int, _ strength: Double) {
    for place in terms[node].indices { terms[node][place].smoothings += strength }
  }

  /// Adds a node's sum, times a factor, to that of another.
  mutating func add(_ source: Int, to target: Int, times factor: Double) {
    for place in places(of: source) {
      let term = terms[source][place]
      add(term, to: target, times: factor)
    }
  }

  private mutating func add(_ term: Term, to node: Int, times factor: Double) {
    for place in terms[node].indices
    where terms[node][place].component == term.component
      && terms[node][place].smoothings == term.smoothings
    {
      terms[node][place].amplitude += factor * term.amplitude
      return
    }
    terms[node].append(
      Term(
        component: term.component, smoothings: term.smoothings,
        amplitude: factor * term.amplitude))
  }

  /// - Complexity: O(terms of the node^2)
  func moments(of node: Int) -> Moments {
    var moments = Moments()
    terms[node].withUnsafeBufferPointer { terms in
      let (step, end) = order == .oldestFirst ? (1, terms.count) : (-1, -1)
      var place = order == .oldestFirst ? 0 : terms.count - 1
      while place != end {
        let term = terms[place]
        let component = components[term.component]
        var other = place
        while other != end {
          if terms[other].component == term.component {
            let part =
              (other == place ? 1 : 2) * term.amplitude * terms[other].amplitude
              * component.variance
              * InfiniteWidth.retainedVariance(after: term.smoothings + terms[other].smoothings)
            moments.variance += part
            moments.covariance += part * component.correlation
            moments.gain += part * component.gain
          }
          other += step
        }
        place += step
      }
    }
    return moments
  }

  private func places(of node: Int) -> StrideThrough<Int> {
    let last = terms[node].count - 1
    return order == .oldestFirst
      ? stride(from: 0, through: last, by: 1) : stride(from: last, through: 0, by: -1)
  }
}
