/// An operator whose meaning is known, with ways to describe it, from `spaces/operators/known.yaml`.
public struct KnownOperator: Hashable, Sendable {
  public let name: String
  public let attributes: OperatorAttributes
  public let descriptions: [String]
}
