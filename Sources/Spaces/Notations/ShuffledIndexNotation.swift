import Documents
import Randomness
import Wording

/// The place of an architecture in a list that its publishers shuffled with Python's generator. It
/// is computed: the space file gives the seed, and the shuffled list is the space's own.
///
/// The index of NAS-Bench-201 and NATS-Bench is of this kind: exps/NAS-Bench-201/main.py of
/// D-X-Y/AutoDL-Projects lists all cells node by node, edge by edge, the last one fastest
/// (`gen_all`), and shuffles them with the seed 88 (`generate_meta_info`).
struct ShuffledIndexNotation: Notation {
  static let kind = "shuffled-index"
  private static let largestSize = 1_000_000

  private let topology: OperatorsOnEdges
  /// The place in the space's listing of each index, and the index of each place.
  private let places: [Int]
  private let indices: [Int]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard let section = section.rereading(required: ["name", "kind", "seed"]) else { return nil }
    guard let topology = topology as? OperatorsOnEdges else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnEdges.kind, in: section)
      return nil
    }
    guard let seed = section["seed"]?.integer(in: 0...Int(UInt32.max)) else { return nil }
    guard let count = topology.size.countable, count <= Self.largestSize else {
      section.report(
        "the notation kind \(Self.kind) needs a space of at most \(Self.largestSize) architectures")
      return nil
    }
    var order = Array(0..<count)
    var random = MersenneTwister(seed: UInt32(seed))
    random.shuffle(&order)
    var inverse = order
    for (index, place) in order.enumerated() { inverse[place] = index }
    self.topology = topology
    places = order
    indices = inverse
  }

  func isConvention(_ text: Substring) -> Bool { true }

  func recognises(_ text: Substring) -> Bool { text.allSatisfy { ("0"..."9").contains($0) } }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    let digits = scanner.takeAll { !("0"..."9").contains($0) }
    guard let index = Int(digits), places.indices.contains(index) else {
      throw ArchitectureError(
        text, "is no index of the list; expected a number from 0 to \(places.count - 1)")
    }
    try scanner.expectEnd()
    var genes = [UInt8](repeating: 0, count: topology.edges.count)
    var rest = places[index]
    for edge in genes.indices.reversed() {
      let choices = topology.choices[edge]
      genes[edge] = choices[rest % choices.count]
      rest /= choices.count
    }
    return Architecture(genes: genes)
  }

  func text(of architecture: Architecture) -> String {
    let place = zip(topology.choices, architecture.genes).reduce(0) { place, edge in
      place * edge.0.count + (edge.0.firstIndex(of: edge.1) ?? 0)
    }
    return String(indices[place])
  }
}
