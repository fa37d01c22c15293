import Synchronization
import Tensors
import Testing

@Suite("Parallel")
struct ParallelTests {
  @Test(
    "Every index runs once, and no two running calls share a thread number",
    arguments: [0, 1, 2, 3, 64, 1000], [1, 2, 3, 16])
  func eachOnce(count: Int, threads: Int) {
    let state = Mutex((runs: [Int](repeating: 0, count: count), busy: Set<Int>(), clashes: 0))
    Parallel.forEach(count, threads: threads) { index, thread in
      state.withLock { state in
        state.runs[index] += 1
        if !(0..<threads).contains(thread) || !state.busy.insert(thread).inserted {
          state.clashes += 1
        }
      }
      for _ in 0..<20 { state.withLock { _ in } }  // lets the other threads in
      state.withLock { state in _ = state.busy.remove(thread) }
    }
    let (runs, clashes) = state.withLock { ($0.runs, $0.clashes) }
    #expect(runs == [Int](repeating: 1, count: count))
    #expect(clashes == 0)
  }

  @Test("All work is done when the call returns, also when calls are nested")
  func nested() {
    let sum = Atomic<Int>(0)
    Parallel.forEach(8, threads: 4) { outer, _ in
      Parallel.forEach(8, threads: 4) { inner, _ in
        sum.add(outer * 8 + inner, ordering: .relaxed)
      }
    }
    #expect(sum.load(ordering: .relaxed) == 63 * 64 / 2)
  }

  @Test("There is at least one processor")
  func processors() {
    #expect(Parallel.processorCount >= 1)
  }
}
