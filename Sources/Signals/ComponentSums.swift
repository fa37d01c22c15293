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
    var component: Int
    var smoothings: Double
    var amplitude: Double
    var older: Int
    var newer: Int
  }

  private struct Node: Sendable {
    var oldest = ComponentSums.none
    var newest = ComponentSums.none
  }

  /// The end of a list of terms.
  private static let none = -1

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
    append(component: components.count - 1, smoothings: 0, amplitude: 1, to: node)
  }

  private mutating func append(
    component: Int, smoothings: Double, amplitude: Double, to node: Int
  ) {
    let newest = nodes[node].newest
    terms.append(
      Term(
        component: component, smoothings: smoothings, amplitude: amplitude, older: newest,
        newer: ComponentSums.none))
    if newest == ComponentSums.none {
      nodes[node].oldest = terms.count - 1
    } else {
      terms[newest].newer = terms.count - 1
    }
    nodes[node].newest = terms.count - 1
  }

  /// Averages a node's sum over neighbouring positions.
  ///
  /// - Parameter strength: 1 is a 3x3 average pooling
  mutating func smooth(_ node: Int, _ strength: Double) {
    var place = nodes[node].oldest
    while place != ComponentSums.none {
      terms[place].smoothings += strength
      place = terms[place].newer
    }
  }

  /// Adds a node's sum, times a factor, to that of another.
  mutating func add(_ source: Int, to target: Int, times factor: Double) {
    var place = order == .oldestFirst ? nodes[source].oldest : nodes[source].newest
    while place != ComponentSums.none {
      let term = terms[place]
      add(term, to: target, times: factor)
      place = order == .oldestFirst ? term.newer : term.older
    }
  }

  private mutating func add(_ term: Term, to node: Int, times factor: Double) {
    var place = nodes[node].oldest
    while place != ComponentSums.none {
      if terms[place].component == term.component, terms[place].smoothings == term.smoothings {
        terms[place].amplitude += factor * term.amplitude
        return
      }
      place = terms[place].newer
    }
    append(
      component: term.component, smoothings: term.smoothings,
      amplitude: factor * term.amplitude, to: node)
  }

  /// - Complexity: O(terms of the node^2)
  func moments(of node: Int) -> Moments {
    var moments = Moments()
    let isOldestFirst = order == .oldestFirst
    terms.withUnsafeBufferPointer { terms in
      var place = isOldestFirst ? nodes[node].oldest : nodes[node].newest
      while place != ComponentSums.none {
        let term = terms[place]
        let component = components[term.component]
        var other = place
        while other != ComponentSums.none {
          if terms[other].component == term.component {
            let part =
              (other == place ? 1 : 2) * term.amplitude * terms[other].amplitude
              * component.variance
              * InfiniteWidth.retainedVariance(after: term.smoothings + terms[other].smoothings)
            moments.variance += part
            moments.covariance += part * component.correlation
            moments.gain += part * component.gain
          }
          other = isOldestFirst ? terms[other].newer : terms[other].older
        }
        place = isOldestFirst ? term.newer : term.older
      }
    }
    return moments
  }
}
