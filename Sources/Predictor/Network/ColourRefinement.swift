import CKernels
import Signals
import Spaces
import Tensors

/// The nodes of a batch that have the same state after each layer of a directed graph network, so
/// that each state is computed once.
///
/// A node's state after a layer depends on its state before and on those of its neighbours. So the
/// states after l layers are the same wherever l rounds of colour refinement give the same colour
/// (Weisfeiler and Leman, 1968; Xu et al., ICLR 2019, lemma 2). Cells of one space are made of few
/// operators: one round tells few of their nodes apart.
///
/// Neighbours are sorted by a hash of their colours, which is made of operators, signals and
/// numbers of connections alone. Sums over them run in this order, so that a state is the same to
/// the last bit whatever else is in the batch.
///
/// A copy shares its memory: it may be read only as long as no copy refines another batch.
package struct ColourRefinement: Sendable {
  /// For each colour before the first layer the operator of its nodes. [C]
  private(set) var operators: [UInt8] = []
  /// And their signals, if signals belong to the states. [C, ``SignalPropagation/count``]
  private(set) var signals: [Float] = []
  /// For each layer. The last round tells all nodes apart, in their order: nothing is computed of
  /// their states but a sum. So does a round before which few nodes share a colour: looking for
  /// equal states would take longer than computing them.
  private(set) var rounds: [Round] = []

  /// Memory: a hash of each colour before the first layer. [C]
  private var hashes = Buffer<UInt64>(count: 0)
  /// Memory: the colour of each node before the round and after it. [N]
  private var colours = (before: Buffer<Int32>(count: 0), after: Buffer<Int32>(count: 0))
  private var table = ColourTable()
  private let mostDistinct: Double

  /// - Parameter mostDistinct: the largest number of colours, as a share of the nodes, with which
  ///   the next round still looks for equal states
  package init(mostDistinct: Double = 0.75) { self.mostDistinct = mostDistinct }

  /// - Parameter withSignals: whether signals belong to the states
  /// - Complexity: O(layers * (nodes + edges))
  package mutating func refine(_ batch: GraphBatch, withSignals: Bool, layers: Int) {
    reserve(nodes: batch.nodeCount, edges: batch.edgeCount, layers: layers)
    colourInputs(batch, withSignals: withSignals)
    let most = Int(mostDistinct * Double(batch.nodeCount))
    for layer in 0..<layers {
      let (hashes, count) =
        layer == 0
        ? (hashes, operators.count) : (rounds[layer - 1].hashes, rounds[layer - 1].count)
      if layer == layers - 1 {
        rounds[layer].distinguish(batch, colours.before, hashes)
      } else if count > most {
        rounds[layer].distinguish(batch, colours.before, hashes, into: colours.after)
        swap(&colours.before, &colours.after)
      } else {
        table.clear(for: batch.nodeCount)
        rounds[layer].refine(batch, colours.before, hashes, into: colours.after, &table)
        swap(&colours.before, &colours.after)
      }
    }
  }

  /// The colour of each node before the last layer. [N]
  package var beforeTheLastLayer: [Int32] {
    guard let last = rounds.last else { return [] }
    return Array(UnsafeBufferPointer(start: last.own.pointer, count: last.count))
  }

  /// The most colours that there are before a layer.
  var mostBeforeALayer: Int { max(operators.count, rounds.dropLast().map(\.count).max() ?? 0) }

  private mutating func reserve(nodes: Int, edges: Int, layers: Int) {
    if rounds.count != layers { rounds = (0..<layers).map { _ in Round() } }
    for layer in rounds.indices { rounds[layer].reserve(nodes: nodes, edges: edges) }
    guard colours.before.count < nodes else { return }
    hashes = Buffer(count: nodes)
    colours = (Buffer(count: nodes), Buffer(count: nodes))
  }

  /// Colours nodes by their operators and signals.
  private mutating func colourInputs(_ batch: GraphBatch, withSignals: Bool) {
    operators.removeAll(keepingCapacity: true)
    signals.removeAll(keepingCapacity: true)
    table.clear(for: batch.nodeCount)
    let count = withSignals ? SignalPropagation.count : 0
    batch.signals.withUnsafeBufferPointer { found in
      for (node, kind) in batch.operators.enumerated() {
        let own = UnsafeBufferPointer(rebasing: found[node * count..<(node + 1) * count])
        var hash = Hash(UInt64(kind))
        for signal in own { hash.add(UInt64(signal.bitPattern)) }
        let colour = table.findOrInsert(hash.value, count: operators.count) { known in
          operators[known] == kind
            && own.indices.allSatisfy {
              signals[known * count + $0].bitPattern == own[$0].bitPattern
            }
        }
        if colour == operators.count {
          operators.append(kind)
          signals.append(contentsOf: own)
          hashes.pointer[colour] = hash.value
        }
        colours.before.pointer[node] = Int32(colour)
      }
    }
  }
}

extension ColourRefinement {
  /// One layer, from the colours before it to those after it.
  struct Round: Sendable {
    /// C, the number of colours after the layer.
    private(set) var count = 0
    /// For each colour after the layer the one that its nodes had before. [C]
    private(set) var own = Buffer<Int32>(count: 0)
    /// The arrivals at the nodes of each colour, from colours before the layer.
    private(set) var down = Arrivals()
    private(set) var up = Arrivals()
    /// A hash of each colour. [C]
    fileprivate var hashes = Buffer<UInt64>(count: 0)

    fileprivate mutating func reserve(nodes: Int, edges: Int) {
      if own.count < nodes {
        own = Buffer(count: nodes)
        hashes = Buffer(count: nodes)
      }
      down.reserve(nodes: nodes, edges: edges)
      up.reserve(nodes: nodes, edges: edges)
    }

    /// Messages that arrive at all colours.
    var messageCount: Int { down.count(colours: count) + up.count(colours: count) }

    private mutating func removeAll() {
      count = 0
      down.removeAll()
      up.removeAll()
    }

    /// - Parameters:
    ///   - colours: those of the nodes before
    ///   - hashes: of these colours
    ///   - result: receives those of the nodes after
    fileprivate mutating func refine(
      _ batch: GraphBatch, _ colours: Buffer<Int32>, _ hashes: Buffer<UInt64>,
      into result: Buffer<Int32>, _ table: inout ColourTable
    ) {
      removeAll()
      let (before, keys, after) = (colours.pointer, hashes.pointer, result.pointer)
      batch.withAdjacencies { down, up in
        for node in 0..<batch.nodeCount {
          let own = before[node]
          var hash = Hash(keys[Int(own)])
          self.down.append(down, of: node, as: count, colours: before, hashes: keys)
          self.down.add(count, keys, to: &hash)
          self.up.append(up, of: node, as: count, colours: before, hashes: keys)
          self.up.add(count, keys, to: &hash)
          let colour = table.findOrInsert(hash.value, count: count) {
            self.own.pointer[$0] == own && self.down.isEqual($0, count)
              && self.up.isEqual($0, count)
          }
          if colour == count {
            self.own.pointer[count] = own
            self.hashes.pointer[count] = hash.value
            count += 1
          }
          after[node] = Int32(colour)
        }
      }
    }

    /// The round that gives each node a colour of its own.
    ///
    /// - Parameter result: receives the colours, and their hashes are stored; nil for the last
    ///   round
    fileprivate mutating func distinguish(
      _ batch: GraphBatch, _ colours: Buffer<Int32>, _ hashes: Buffer<UInt64>,
      into result: Buffer<Int32>? = nil
    ) {
      removeAll()
      let (before, keys) = (colours.pointer, hashes.pointer)
      batch.withAdjacencies { down, up in
        for node in 0..<batch.nodeCount {
          own.pointer[node] = before[node]
          self.down.append(down, of: node, as: node, colours: before, hashes: keys)
          self.up.append(up, of: node, as: node, colours: before, hashes: keys)
          guard let result else { continue }
          var hash = Hash(keys[Int(before[node])])
          self.down.add(node, keys, to: &hash)
          self.up.add(node, keys, to: &hash)
          self.hashes.pointer[node] = hash.value
          result.pointer[node] = Int32(node)
        }
      }
      count = batch.nodeCount
    }
  }

  /// The arrivals at the nodes of each colour: an ``Adjacency`` that grows by a colour at a time.
  struct Arrivals: Sendable {
    private var starts = Buffer<Int32>(count: 1)
    private var neighbours = Buffer<Int32>(count: 0)
    private var weights = Buffer<Float>(count: 0)

    var forC: tgnas_adjacency {
      tgnas_adjacency(
        starts: starts.pointer, neighbours: neighbours.pointer, weights: weights.pointer)
    }

    fileprivate mutating func reserve(nodes: Int, edges: Int) {
      if starts.count < nodes + 1 { starts = Buffer(count: nodes + 1) }
      if neighbours.count < edges {
        neighbours = Buffer(count: edges)
        weights = Buffer(count: edges)
      }
    }

    fileprivate func removeAll() { starts.pointer[0] = 0 }

    fileprivate func count(colours: Int) -> Int { Int(starts.pointer[colours]) }

    @inline(__always)
    private func places(_ colour: Int) -> Range<Int> {
      Int(starts.pointer[colour])..<Int(starts.pointer[colour + 1])
    }

    /// Stores the arrivals at a node as those of the colour after all others, sorted by hash.
    @inline(__always)
    fileprivate func append(
      _ edges: AdjacencyPointers, of node: Int, as colour: Int,
      colours: UnsafePointer<Int32>, hashes: UnsafePointer<UInt64>
    ) {
      let (neighbours, weights) = (neighbours.pointer, weights.pointer)
      let first = Int(starts.pointer[colour])
      var end = first
      for edge in edges.edges(of: node) {
        let (neighbour, weight) = (colours[Int(edges.neighbours[edge])], edges.weights[edge])
        let key = hashes[Int(neighbour)]
        var place = end
        while place > first,
          (key, weight) < (hashes[Int(neighbours[place - 1])], weights[place - 1])
        {
          neighbours[place] = neighbours[place - 1]
          weights[place] = weights[place - 1]
          place -= 1
        }
        neighbours[place] = neighbour
        weights[place] = weight
        end += 1
      }
      starts.pointer[colour + 1] = Int32(end)
    }

    @inline(__always)
    fileprivate func add(_ colour: Int, _ hashes: UnsafePointer<UInt64>, to hash: inout Hash) {
      let places = places(colour)
      hash.add(UInt64(places.count))
      for place in places {
        hash.add(hashes[Int(neighbours.pointer[place])])
        hash.add(UInt64(weights.pointer[place].bitPattern))
      }
    }

    @inline(__always)
    fileprivate func isEqual(_ one: Int, _ other: Int) -> Bool {
      let (here, there) = (places(one), places(other))
      guard here.count == there.count else { return false }
      for index in 0..<here.count
      where neighbours.pointer[here.lowerBound + index]
        != neighbours.pointer[there.lowerBound + index]
        || weights.pointer[here.lowerBound + index] != weights.pointer[there.lowerBound + index]
      {
        return false
      }
      return true
    }
  }
}

/// Colours by their hashes.
private struct ColourTable: Sendable {
  /// -1 for none; at least twice as many as colours.
  private var places = Buffer<Int32>(count: 0)
  /// One less than the number of places in use, a power of two.
  private var mask = 0

  mutating func clear(for colours: Int) {
    var size = 16
    while size < 2 * colours { size *= 2 }
    if places.count < size { places = Buffer(count: size) }
    mask = size - 1
    places.pointer.update(repeating: -1, count: size)
  }

  /// - Parameters:
  ///   - count: the number of colours so far, which is given to a new one
  ///   - isEqual: whether a known colour is the one that is looked for
  /// - Returns: the colour
  @inline(__always)
  func findOrInsert(_ hash: UInt64, count: Int, _ isEqual: (_ known: Int) -> Bool) -> Int {
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let known = Int(places.pointer[place])
      if known < 0 {
        places.pointer[place] = Int32(count)
        return count
      }
      if isEqual(known) { return known }
      place = (place + 1) & mask
    }
  }
}

/// A hash that is the same in every run and on every machine.
private struct Hash {
  private(set) var value: UInt64

  @inline(__always)
  init(_ start: UInt64) {
    value = 0
    add(start)
  }

  @inline(__always)
  mutating func add(_ number: UInt64) {
    value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }
}
