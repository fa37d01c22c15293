import Synchronization

/// Memory of buffers that are gone, kept for the next ones of their size. Fresh memory costs a page
/// fault for every 4 KiB, which is as much as a kernel takes to fill it.
public final class BufferPool: Sendable {
  /// A cache line, and the widest vectors.
  @usableFromInline static let alignment = 64

  private let free = Mutex<[Int: [Block]]>([:])

  // A block that nobody uses.
  private struct Block: @unchecked Sendable { let memory: UnsafeMutableRawPointer }

  /// An empty pool.
  public init() {}

  deinit {
    free.withLock { for block in $0.values.joined() { block.memory.deallocate() } }
  }

  /// Memory with any content.
  @usableFromInline
  func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    let known = free.withLock { $0[bytes]?.popLast() }
    return known?.memory ?? .allocate(byteCount: bytes, alignment: BufferPool.alignment)
  }

  @usableFromInline
  func give(back memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let block = Block(memory: memory)
    free.withLock { $0[bytes, default: []].append(block) }
  }
}
