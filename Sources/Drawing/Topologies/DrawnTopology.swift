import Spaces

/// A topology that is drawn in a way of its own. Others are drawn as their
/// ``SearchSpace/drawnGraph(of:)``, operators on the nodes.
///
/// To give a topology its own drawing, write one file with its conformance.
protocol DrawnTopology: Topology {
  func panels(of architecture: Architecture, _ operators: DrawnOperators) -> [CellDrawing.Panel]
}
