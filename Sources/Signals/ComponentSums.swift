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

  /// One of the copies that a node holds, in a list from the oldest to the newest.
  private struct Term: Sendable {
    var smoothings: Double
    var amplitude: Double
    var component: Int32
    var older: Int32
    var newer: Int32
    /// The next ones of the same component.
    var olderTwin = ComponentSums.none
    var newerTwin = ComponentSums.none
  }

  private struct Node: Sendable {
    var oldest = ComponentSums.none
    var newest = ComponentSums.none
  }

  /// The end of a list of terms.
  private static let none: Int32 = -1

  private let order: Order
  private var components: [Component] = []
  /// Of all nodes.
  private var terms: [Term] = []
  private var nodes: [Node] = []

  var nodeCount: Int { nodes.count }

  init(_ order: Order) { self.order = order }

  /// Forgets everything but the memory that it took.
  mutating func reset(nodes count: Int) {
    components.removeAll(keepingCapacity: true)
    terms.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    nodes.append(contentsOf: repeatElement(Node(), count: count))
  }

  /// A node that holds nothing yet.
  mutating func addNode() -> Int {
    nodes.append(Node())
    return nodes.count - 1
  }

  /// Has a node hold a fresh component and nothing else.
  mutating func start(at node: Int, with component: Component) {
    components.append(component)
    nodes[node] = Node()
    append(
      component: Int32(components.count - 1), smoothings: 0, amplitude: 1,
      twin: ComponentSums.none, to: node)
  }

  /// - Parameter twin: the newest term of the node that has the same component
  private mutating func append(
    component: Int32, smoothings: Double, amplitude: Double, twin: Int32, to node: Int
  ) {
    let (newest, place) = (nodes[node].newest, Int32(terms.count))
    terms.append(
      Term(
        smoothings: smoothings, amplitude: amplitude, component: component, older: newest,
        newer: ComponentSums.none, olderTwin: twin))
    if newest == ComponentSums.none {
      nodes[node].oldest = place
    } else {
      terms[Int(newest)].newer = place
    }
    if twin != ComponentSums.none { terms[Int(twin)].newerTwin = place }
    nodes[node].newest = place
  }

  /// Averages a node's sum over neighbouring positions.
  ///
  /// - Parameter strength: 1 is a 3x3 average pooling
  mutating func smooth(_ node: Int, _ strength: Double) {
    var place = nodes[node].oldest
    while place != ComponentSums.none {
      terms[Int(place)].smoothings += strength
      place = terms[Int(place)].newer
    }
  }

  /// Adds a node's sum, times a factor, to that of another.
  mutating func add(_ source: Int, to target: Int, times factor: Double) {
    var place = order == .oldestFirst ? nodes[source].oldest : nodes[source].newest
    while place != ComponentSums.none {
      let term = terms[Int(place)]
      add(term, to: target, times: factor)
      place = order == .oldestFirst ? term.newer : term.older
    }
  }

  private mutating func add(_ term: Term, to node: Int, times factor: Double) {
    let oldest = nodes[node].oldest
    let (equal, twin) = terms.withUnsafeBufferPointer { terms in
      var twin = ComponentSums.none
      var place = oldest
      while place != ComponentSums.none {
        if terms[Int(place)].component == term.component {
          if terms[Int(place)].smoothings == term.smoothings { return (place, twin) }
          twin = place
        }
        place = terms[Int(place)].newer
      }
      return (ComponentSums.none, twin)
    }
    if equal != ComponentSums.none {
      terms[Int(equal)].amplitude += factor * term.amplitude
    } else {
      append(
        component: term.component, smoothings: term.smoothings,
        amplitude: factor * term.amplitude, twin: twin, to: node)
    }
  }

  /// - Complexity: O(terms of the node + pairs of terms of one component)
  func moments(of node: Int) -> Moments {
    var moments = Moments()
    let isOldestFirst = order == .oldestFirst
    let first = isOldestFirst ? nodes[node].oldest : nodes[node].newest
    terms.withUnsafeBufferPointer { terms in
      components.withUnsafeBufferPointer { components in
        var place = first
        while place != ComponentSums.none {
          let term = terms[Int(place)]
          let component = components[Int(term.component)]
          var other = place
          while other != ComponentSums.none {
            let twin = terms[Int(other)]
            let smoothings = term.smoothings + twin.smoothings
            var part =
              (other == place ? 1 : 2) * term.amplitude * twin.amplitude * component.variance
            // A division by 1 takes as long as any.
            if smoothings > 0 { part *= InfiniteWidth.retainedVariance(after: smoothings) }
            moments.variance += part
            moments.covariance += part * component.correlation
            moments.gain += part * component.gain
            other = isOldestFirst ? twin.newerTwin : twin.olderTwin
          }
          place = isOldestFirst ? term.newer : term.older
        }
      }
    }
    return moments
  }
}
