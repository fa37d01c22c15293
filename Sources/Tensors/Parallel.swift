import Dispatch

/// Independent pieces of work on several threads.
public enum Parallel {
  /// Calls `body` once for each index in `0..<count`, on at most `threads` threads at a time, and
  /// returns when all are done. Which thread runs which index is unspecified, so `body` must write
  /// only to places that belong to its index.
  ///
  /// - Parameter body: gets the index and the number of its thread, in `0..<threads`, which no two
  ///   running calls share.
  public static func forEach(
    _ count: Int, threads: Int, _ body: @Sendable (_ index: Int, _ thread: Int) -> Void
  ) {
    precondition(threads > 0, "threads must be positive")
    let workers = min(threads, count)
    guard workers > 1 else {
      for index in 0..<count { body(index, 0) }
      return
    }
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let index = next.increment()
        guard index < count else { return }
        body(index, worker)
      }
    }
  }

  /// The number of processors this process may use.
  public static var processorCount: Int { activeProcessorCount() }
}

extension Parallel {
  /// The results of `body` for each index in `0..<count`, in order.
  public static func map<T: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (_ index: Int, _ thread: Int) -> T
  ) -> [T] {
    [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Each index is written once, by the thread that runs it.
      nonisolated(unsafe) let results = buffer
      forEach(count, threads: threads) { index, thread in
        results.initializeElement(at: index, to: body(index, thread))
      }
      initialized = count
    }
  }
}
