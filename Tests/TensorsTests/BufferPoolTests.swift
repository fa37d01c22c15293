import Tensors
import Testing

@Suite("Memory of buffers that is used again")
struct BufferPoolTests {
  @Test("A buffer of the same size gets the memory of one that is gone")
  func again() {
    let pool = BufferPool()
    var first: Buffer<Float>? = Buffer(count: 1000, from: pool)
    let place = first?.pointer
    #expect(pool.freeBytes == 0)
    first = nil
    #expect(pool.freeBytes == 4000)
    let second = Buffer<Float>(count: 1000, from: pool)
    #expect(second.pointer == place && pool.freeBytes == 0)
    #expect((0..<1000).allSatisfy { second.pointer[$0] == 0 })
  }

  @Test("Ever new sizes keep no more than was ever in use")
  func sizes() {
    let pool = BufferPool()
    for count in 1...200 {
      let buffers = (0..<3).map { _ in Buffer<Double>(uninitialized: count, from: pool) }
      #expect(buffers.allSatisfy { $0.count == count })
    }
    #expect(pool.freeBytes <= 3 * 200 * 8)
    var both: [Buffer<Double>] = [Buffer(count: 5, from: pool), Buffer(count: 700, from: pool)]
    both.removeAll()
    #expect(pool.freeBytes <= 705 * 8 + 3 * 200 * 8)
  }

  @Test("Buffers outlive the one who made the pool")
  func lifetime() {
    var pool: BufferPool? = BufferPool()
    let buffer = Buffer<Float>(count: 64, from: pool)
    pool = nil
    buffer.fill(with: 2)
    #expect(buffer.pointer[63] == 2)
  }
}
