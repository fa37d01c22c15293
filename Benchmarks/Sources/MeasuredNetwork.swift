import Operators
import Predictor
import Signals
import TGNAS
import TensorFiles
import Tensors

/// One shipped ensemble member, with all distinct cells of a space.
struct MeasuredNetwork {
  /// The inputs of the network: operators only, or operators and signals.
  enum View: String, CaseIterable {
    case plain
    case signals
  }

  let space: SearchSpace
  let predictor: ArchitecturePredictor
  let network: DirectedGraphNetwork
  let parameters: [Float]
  let operators: OperatorInputs
  let architectures: [Architecture]
  /// The distinct cells that compute something, in canonical form.
  let graphs: [OperatorGraph]

  /// - Parameter space: one that can be listed and has shipped weights
  init(ofSpace name: String, in installation: Installation) throws {
    let space = try SearchSpace.named(name, in: installation)
    let predictor = try installation.predictor(for: space)
    self.space = space
    self.predictor = predictor
    operators = OperatorInputs(readings: predictor.readings)
    let file = try TensorFile(path: installation.defaultWeights(for: space))
    network = DirectedGraphNetwork(
      .init(
        features: try file.integer("features"), width: try file.integer("width"),
        layers: try file.integer("layers"), signals: try file.integer("signals") > 0))
    parameters = try network.layout.entries.flatMap {
      try file.tensor("members/0/\($0.name)").floats
    }
    architectures = Array(space.architectures)
    var seen: Set<OperatorGraph.CanonicalForm> = []
    graphs = architectures.compactMap { architecture in
      guard let form = space.operatorGraph(of: architecture)?.canonicalForm,
        seen.insert(form).inserted
      else { return nil }
      return form.graph
    }
  }

  func inputs(_ view: View) -> OperatorInputs {
    view == .signals ? operators : OperatorInputs(features: operators.features)
  }

  func engine(_ view: View) -> GraphScoringEngine {
    GraphScoringEngine(network, parameters: parameters, operators: inputs(view))
  }

  /// The floating-point operations of one pass over graphs with their layouts, two for a
  /// multiply-add. Shared states and the looked-up first layer are not counted. Counted are layers,
  /// signals, messages and the read-out.
  func operations(of layouts: [GraphLayout], _ view: View) -> Double {
    let width = network.configuration.width
    var sum = graphs.count * (3 * width * width + width)
    for layout in layouts {
      let work = layout.work(withSignals: view == .signals)
      sum += work.states * width * 3 * width + work.messages * width
      if view == .signals { sum += work.inputs * SignalPropagation.count * 4 * width }
    }
    return 2 * Double(sum)
  }

  /// Writes network, graphs and scores for peers.
  func export(to path: String) throws {
    var writer = TensorFileWriter()
    writer.addNetwork(network, parameters, operators)
    writer.addGraphs(graphs, propagation: operators.propagation)
    for view in View.allCases {
      let scores = engine(view).scores(of: graphs, threads: 1)
      writer.add("scores/\(view)", shape: [scores.count], scores)
    }
    try writer.write(to: path)
  }
}

extension OperatorInputs {
  /// The inputs that networks get of operators that were read.
  init(readings: [OperatorReading]) {
    self.init(
      features: Matrix(
        rows: readings.count, columns: OperatorAttributes.names.count,
        elements: readings.flatMap(\.attributes.values)),
      propagation: SignalPropagation(readings.map { OperatorResponse($0.attributes) }))
  }
}

extension TensorFileWriter {
  mutating func addNetwork(
    _ network: DirectedGraphNetwork, _ parameters: [Float], _ operators: OperatorInputs
  ) {
    set("layers", .integer(network.layers.count))
    set("width", .integer(network.configuration.width))
    set("norm_epsilon", .number(Double(DirectedGraphNetwork.normEpsilon)))
    set("typical_nodes", .number(Double(DirectedGraphNetwork.typicalNodeCount)))
    network.layout.store(parameters, in: &self, below: "parameters/")
    let features = operators.features
    add("features", shape: [features.rows, features.columns], features.elements)
  }

  mutating func addGraphs(_ graphs: [OperatorGraph], propagation: SignalPropagation?) {
    let batch = GraphBatch(graphs, propagation: propagation)
    func numbers(_ name: String, _ values: [Int32]) {
      add(name, Tensor(shape: [values.count], elements: .int32(values)))
    }
    numbers("starts", batch.starts)
    numbers("operators", batch.operators.map(Int32.init))
    add(
      "signals", shape: [batch.nodeCount, batch.signals.count / max(1, batch.nodeCount)],
      batch.signals)
    for (name, adjacency) in [("down", batch.down), ("up", batch.up)] {
      numbers("\(name)/starts", adjacency.starts)
      numbers("\(name)/neighbours", adjacency.neighbours)
      add("\(name)/weights", shape: [adjacency.weights.count], adjacency.weights)
    }
  }
}
