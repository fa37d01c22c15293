/// How a tensor's numbers are stored in a file.
public enum TensorStorage: String, Sendable, CaseIterable {
  case float32
  /// IEEE half precision; widened to single precision when it is used.
  case float16
  case uint8
  case int32
}

/// A tensor as it is stored: a shape, outermost dimension first, and its numbers in row-major
/// order.
public struct Tensor: Equatable, Sendable {
  /// The numbers of a tensor, by their storage.
  public enum Elements: Equatable, Sendable {
    case float32([Float])
    /// Bit patterns of IEEE half-precision numbers.
    case float16([UInt16])
    case uint8([UInt8])
    case int32([Int32])

    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float16(let values): values.count
      case .uint8(let values): values.count
      case .int32(let values): values.count
      }
    }

    /// Whether all bits are the same; what is no number equals itself.
    func hasBits(of other: Elements) -> Bool {
      guard case .float32(let own) = self, case .float32(let others) = other else {
        return self == other
      }
      return own.map(\.bitPattern) == others.map(\.bitPattern)
    }

    /// The storage of the numbers.
    public var storage: TensorStorage {
      switch self {
      case .float32: .float32
      case .float16: .float16
      case .uint8: .uint8
      case .int32: .int32
      }
    }
  }

  public let shape: [Int]
  /// The numbers in row-major order.
  public let elements: Elements

  public init(shape: [Int], elements: Elements) {
    precondition(
      shape.reduce(1, *) == elements.count,
      "a tensor of shape \(shape) cannot hold \(elements.count) elements")
    self.shape = shape
    self.elements = elements
  }

  /// The numbers in single precision; integers are converted, halves are widened exactly.
  public var floats: [Float] {
    switch elements {
    case .float32(let values): values
    case .float16(let values): HalfPrecision.widened(values)
    case .uint8(let values): values.map(Float.init)
    case .int32(let values): values.map(Float.init)
    }
  }
}

/// The tensors that a file must hold: names with shapes and permitted storage.
///
/// A model declares its table once, beside its properties; writer, strict loader and tests read it
/// from there.
public struct TensorTable: Sendable {
  /// A tensor that a file must hold.
  public struct Entry: Sendable {
    public let name: String
    public let shape: [Int]
    /// The permitted kinds of storage.
    public let storage: Set<TensorStorage>
  }

  /// The declared tensors, in the order of their declaration.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// - Precondition: no other entry has this name.
  public mutating func add(
    _ name: String, _ shape: [Int], storage: Set<TensorStorage> = [.float32, .float16]
  ) {
    precondition(!entries.contains { $0.name == name }, "two tensors are called \(name)")
    entries.append(Entry(name: name, shape: shape, storage: storage))
  }
}
