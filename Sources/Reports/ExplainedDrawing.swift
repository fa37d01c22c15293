import Drawing
import Scoring
import Spaces

extension CellDrawing {
  /// The explained architecture, each operator coloured by its contribution to the score.
  ///
  /// - Parameter attributes: of each of the space's operators, [O]
  public init(
    of explanation: Explanation, in space: SearchSpace, attributes: [OperatorAttributes]
  ) {
    let shading: Shading
    switch explanation.worth(in: space) {
    case .removal(let values):
      shading = .init(title: "change in score when the operator is removed", values: values)
    case .replacement(let values):
      shading = .init(
        title: "mean change in score when another operator replaces it", values: values)
    }
    self.init(
      of: explanation.architecture, in: space, attributes: attributes, shading: shading)
  }
}
