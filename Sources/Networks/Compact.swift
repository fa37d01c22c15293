/// A whole number that takes half of the memory of an `Int`. Networks have thousands of layers, and
/// what reads them waits for memory.
@propertyWrapper
public struct Compact: Hashable, Sendable {
  @usableFromInline
  var stored: Int32

  /// - Parameter wrappedValue: at most 2^31 - 1; a larger one, which a network builder refuses, is
  ///   taken for that
  @inlinable
  public init(wrappedValue: Int) { stored = Int32(clamping: wrappedValue) }

  @inlinable
  public var wrappedValue: Int {
    get { Int(stored) }
    set { stored = Int32(clamping: newValue) }
  }
}
