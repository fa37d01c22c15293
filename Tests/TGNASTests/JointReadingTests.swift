import Operators
import Randomness
import Spaces
import TGNAS
import TestSupport
import Testing

@Suite("Operators of one space, read together")
struct JointReadingOfSpacesTests {
  private let reader: OperatorReader

  init() throws {
    let installation = try Installation.locate()
    reader = try installation.makeReader(embeddings: installation.makeEmbeddings())
  }

  private func read(_ descriptions: [String], roles: [Operator.Role] = []) throws
    -> [OperatorReading]
  {
    try reader.read(
      descriptions.enumerated().map {
        Operator(
          name: "o\($0)", role: $0 < roles.count ? roles[$0] : .operation, description: $1)
      }, ignoringRoles: roles.isEmpty)
  }

  @Test("What would be a second zero is the identity, and says so")
  func secondZero() throws {
    let alone = try read(["no-operation path"])[0]
    #expect(alone.kind == "zero")
    #expect(alone.jointDecision == nil)
    #expect(try reader.readings(of: ["no-operation path"])[0].kind == "zero")

    for (zero, roles) in [("void", []), ("an edge that was cut", [.zero])]
      as [(String, [Operator.Role])]
    {
      let readings = try read([zero, "no-operation path", "3x3 convolution"], roles: roles)
      #expect(readings.map(\.role) == [.zero, .identity, .operation])
      let decision = try #require(readings[1].jointDecision)
      #expect(decision == OperatorReading.JointDecision(instead: "zero", holder: "o0"))
      #expect(readings[1].evidence.hasSuffix(", rather than zero, which o0 is here"))
      #expect(readings[0].jointDecision == nil && readings[2].jointDecision == nil)
    }
  }

  @Test("No operator is a cell's end but those that the space names")
  func ends() throws {
    let sentence = "what the cell receives, again"
    #expect(try reader.readings(of: [sentence])[0].kind == "input")
    let reading = try read([sentence])[0]
    #expect(reading.role == .identity)
    #expect(reading.evidence.hasSuffix(", rather than input, which the space names itself"))
    #expect(try read([sentence], roles: [.input])[0].source == .role)
  }

  @Test("Two operators in the same words are read alike")
  func twins() throws {
    let readings = try read(["no-operation edge", "no-operation edge", "unused road"])
    #expect(readings[0].kind == readings[1].kind)
    #expect(readings[2].kind == "zero")
  }

  private let sentences = [
    "nothing at all happens", "plain edge with no work", "hands back what it was handed",
    "no-operation edge", "leaves a hole", "what the cell receives, again", "carries nothing new",
    "does no work at all", "unused road", "filters of width three that are trained", "void",
    "averages what is near",
  ]

  @Test("The order of the operators changes no reading", arguments: 0..<8)
  func permuted(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var chosen = sentences
    random.shuffle(&chosen)
    chosen = Array(chosen.prefix(3 + random.integer(below: 4)))
    var order = Array(chosen.indices)
    random.shuffle(&order)
    let kinds = try read(chosen).map(\.kind)
    #expect(try read(order.map { chosen[$0] }).map(\.kind) == order.map { kinds[$0] })
  }

  @Test("One more operator does not change how a clear one is read")
  func joined() throws {
    let clear = ["an edge that was cut", "the tensor goes through as it is", "3x3 convolution"]
    let kinds = try read(clear).map(\.kind)
    #expect(kinds == ["zero", "identity", "convolution"])
    for sentence in sentences {
      #expect(try read(clear + [sentence]).prefix(3).map(\.kind) == kinds, "\(sentence)")
    }
  }

  @Test("The operators of the shipped spaces are read as each would be on its own")
  func shipped() throws {
    let installation = try Installation.locate()
    for name in try SearchSpace.names(in: installation) {
      let space = try SearchSpace.named(name, in: installation)
      for ignoring in [false, true] {
        let readings = try reader.read(
          space.operators, ignoringTypedAttributes: ignoring, ignoringRoles: ignoring)
        #expect(readings.allSatisfy { $0.jointDecision == nil }, "\(name)")
      }
      let inner = space.operators.filter { ![.input, .output].contains($0.role) }
      let together = try reader.read(
        space.operators, ignoringTypedAttributes: true, ignoringRoles: true
      ).filter { ![.input, .output].contains($0.operator.role) }
      let apart = try reader.readings(of: inner.map(\.description))
      for (one, other) in zip(together, apart) {
        #expect(one.kind == other.kind, "\(name): \(one.operator.description)")
      }
    }
  }
}
