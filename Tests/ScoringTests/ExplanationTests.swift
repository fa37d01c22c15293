import Fixtures
import Scoring
import Spaces
import Testing

@Suite struct ExplanationTests {
  private static let cell =
    "|nor_conv_3x3~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|"

  @Test("Every change has the score that the scorer gives it alone")
  func scores() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.convolutions, of: space)
    let architecture = try space.architecture(parsing: Self.cell)
    let explanation = Explanation(of: architecture, by: scorer)
    #expect(explanation.architecture == architecture)
    // The 3x3 convolution leads nowhere.
    #expect(explanation.score == 0.75)
    let places = space.places(of: architecture)
    #expect(explanation.effects.map(\.place) == places)
    for effect in explanation.effects {
      #expect(effect.replacements.count == 4)
      for (change, replacement) in zip(effect.replacements, effect.place.replacements) {
        #expect(change.replacement == replacement.operator)
        #expect(change.score == scorer.scores(of: [replacement.architecture])[0])
        #expect(change.difference == change.score - 0.75)
      }
    }
    // Removed, in order: no effect; half a point and the pooling behind it; not there; not there;
    // the identity; not there; the pooling and the operators before it.
    #expect(explanation.effects.map { $0.removal?.difference } == [0, -0.75, nil, 0, nil, -0.75])
    #expect(
      explanation.worth(in: space) == .removal([0, -0.75, nil, 0, nil, -0.75]))
  }

  @Test("All questions are asked at once")
  func batch() throws {
    let space = try Shipped.space("nasbench101")
    let scorer = ToyScorer(.proportions, of: space)
    let architecture = try space.architecture(
      parsing: "011/001/000:input|conv3x3-bn-relu|output")
    _ = Explanation(of: architecture, by: scorer)
    // Itself, two other operators, and without.
    #expect(scorer.numberOfQuestions == 4)
  }

  @Test("A cell that computes nothing is no better or worse than another one")
  func disconnected() throws {
    let space = try Shipped.space()
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|")
    let explanation = Explanation(of: architecture, by: ToyScorer(.convolutions, of: space))
    #expect(explanation.score == -.infinity)
    #expect(explanation.effects[0].removal?.difference == 0)
    #expect(
      explanation.effects[3].replacements.map(\.difference) == [
        .infinity, .infinity, .infinity, .infinity,
      ])
  }

  @Test("Networks of fixed length are judged by replacement")
  func worth() throws {
    let space = try Shipped.space("transnasbench101-macro")
    var shortest: Architecture?
    for architecture in space.architectures {
      shortest = architecture
      break
    }
    let architecture = try #require(shortest)
    let explanation = Explanation(of: architecture, by: ToyScorer(.proportions, of: space))
    #expect(explanation.effects.allSatisfy { $0.removal == nil })
    guard case .replacement(let values) = explanation.worth(in: space) else {
      Issue.record("something was removed")
      return
    }
    #expect(values.count == explanation.effects.count)
  }

  @Test("An edge without its operator is cut, whether the space can say so or not")
  func cutEdges() throws {
    for (operators, isInSpace) in [(["none", "nor_conv_3x3"], true), (["nor_conv_3x3"], false)] {
      let space = try SearchSpace(
        yaml: Example.edges(nodes: 4, operators: operators), path: "example.yaml")
      let architecture = space.architecture(
        choosing: [Int](repeating: 3, count: space.numberOfEdges))
      for (edge, place) in space.places(of: architecture).enumerated() {
        var alternatives = [[Int]](repeating: [3], count: space.numberOfEdges)
        alternatives[edge] = []
        let cut = space.operatorGraph(ofAlternatives: alternatives)
        switch place.removal {
        case .architecture(let remainder):
          #expect(isInSpace)
          #expect(space.operatorGraph(of: remainder) == cut)
        case .graph(let remainder):
          #expect(!isInSpace)
          #expect(remainder == cut)
        case nil: Issue.record("\(place.name) cannot be cut")
        }
      }
    }
  }
}
