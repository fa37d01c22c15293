import Synchronization

/// Memory of buffers that are gone, kept for the next ones of their size. Fresh memory costs a page
/// fault for every 4 KiB, which is as much as a kernel takes to fill it.
///
/// No more is kept than was ever in use at a time, so that ever new sizes do not fill the memory.
public final class BufferPool: Sendable {
  /// A cache line, and the widest vectors.
  @usableFromInline static let alignment = 64

  private let state = Mutex(State())

  // A block that nobody uses.
  private struct Block: @unchecked Sendable { let memory: UnsafeMutableRawPointer }

  private struct State {
    /// By size.
    var free: [Int: [Block]] = [:]
    var freeBytes = 0
    var usedBytes = 0
    var mostUsed = 0

    /// Gives blocks of other sizes back to the system until no more is free than was ever in use.
    mutating func trim(keeping size: Int) {
      while freeBytes > mostUsed {
        guard let other = free.keys.first(where: { $0 != size }) ?? free.keys.first,
          let block = free[other]?.popLast()
        else { return }
        block.memory.deallocate()
        freeBytes -= other
        if free[other]?.isEmpty == true { free[other] = nil }
      }
    }
  }

  /// An empty pool.
  public init() {}

  deinit {
    state.withLock { for block in $0.free.values.joined() { block.memory.deallocate() } }
  }

  /// The bytes that are kept and not in use.
  public var freeBytes: Int { state.withLock(\.freeBytes) }

  /// Memory with any content.
  @usableFromInline
  func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    let known = state.withLock { state -> Block? in
      state.usedBytes += bytes
      state.mostUsed = max(state.mostUsed, state.usedBytes)
      guard let block = state.free[bytes]?.popLast() else { return nil }
      if state.free[bytes]?.isEmpty == true { state.free[bytes] = nil }
      state.freeBytes -= bytes
      return block
    }
    return known?.memory ?? .allocate(byteCount: bytes, alignment: BufferPool.alignment)
  }

  @usableFromInline
  func give(back memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let block = Block(memory: memory)
    state.withLock { state in
      state.usedBytes -= bytes
      state.free[bytes, default: []].append(block)
      state.freeBytes += bytes
      state.trim(keeping: bytes)
    }
  }
}
