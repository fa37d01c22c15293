/// Numbers at a fixed address, for kernels that would otherwise pay for checks in inner loops.
public final class Buffer<Element: Numeric & BitwiseCopyable>: @unchecked Sendable {
  // Sendable because every kernel that shares one writes to disjoint parts (see `Parallel`).
  public let count: Int
  public let pointer: UnsafeMutablePointer<Element>
  @usableFromInline let pool: BufferPool?

  /// Zeros.
  ///
  /// - Parameter count: may be zero.
  @inlinable
  public convenience init(count: Int, from pool: BufferPool? = nil) {
    self.init(uninitialized: count, from: pool)
    pointer.initialize(repeating: 0, count: Swift.max(count, 1))
  }

  /// Whatever lies there. Every number has to be written before it is read.
  ///
  /// - Parameters:
  ///   - count: may be zero.
  ///   - pool: lends the memory and gets it back
  @inlinable
  public init(uninitialized count: Int, from pool: BufferPool? = nil) {
    self.count = count
    self.pool = pool
    let bytes = Swift.max(count, 1) * MemoryLayout<Element>.stride
    let memory =
      pool?.take(bytes)
      ?? .allocate(byteCount: bytes, alignment: BufferPool.alignment)
    pointer = memory.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
  }

  deinit {
    if let pool {
      pool.give(back: pointer, Swift.max(count, 1) * MemoryLayout<Element>.stride)
    } else {
      UnsafeMutableRawPointer(pointer).deallocate()
    }
  }

  @inlinable
  public func fill(with value: Element = 0) {
    pointer.update(repeating: value, count: count)
  }
}
