import Tables

/// All results of a run of the benchmark.
struct Results: Codable {
  let machine: Machine
  let sections: [Section]

  private func timing(_ what: String, by who: String, threads: Int) -> Timing? {
    sections.lazy.flatMap(\.timings).first {
      $0.what.hasPrefix(what) && $0.who.hasPrefix(who) && $0.threads == threads
    }
  }

  private func seconds(_ what: String, by who: String = "tgnas", threads: Int) -> Double? {
    timing(what, by: who, threads: threads)?.median
  }

  /// The targets of the project, and the measured figures beside them.
  func targetsText(threads: Int) -> String {
    var table = ResultTable(columns: ["target", "wanted", "measured", "reached"])
    func add(_ target: String, _ wanted: String, _ measured: Double?, _ reaches: (Double) -> Bool) {
      guard let measured else { return }
      table.append([
        .text(target), .text(wanted), .number(measured, decimals: 2),
        .text(reaches(measured) ? "yes" : "no"),
      ])
    }
    func ratio(_ what: String, _ peer: String, threads: Int) -> Double? {
      guard let theirs = seconds(what, by: peer, threads: threads),
        let ours = seconds(what, threads: threads)
      else { return nil }
      return theirs / ours
    }
    let (member, peaks) = (
      "one member without signals", SgemmPeak.rates(sections.flatMap(\.timings))
    )
    let scoring = timing(member, by: "tgnas", threads: threads)
    add("\(member), ms", "at most 15", scoring.map { 1000 * $0.median }) { $0 <= 15 }
    add(
      "the same, % of sgemm", "at least 50",
      scoring.flatMap { scoring in
        peaks[threads].map { 100 * (scoring.operations ?? 0) / scoring.median / $0 }
      }
    ) { $0 >= 50 }
    for peer in ["PyTorch", "JAX"] {
      add("\(peer) over tgnas, network", "at least 10", ratio(member, peer, threads: threads)) {
        $0 >= 10
      }
    }
    for (name, what) in [("one description", "one description"), ("batch", "batch")] {
      add(
        "onnxruntime over tgnas, \(name), 1 thread", "at least 1",
        ratio(what, "onnxruntime", threads: 1)
      ) { $0 >= 1 }
    }
    add("encoder's load, ms", "below 60", seconds("load", threads: 1).map { 1000 * $0 }) { $0 < 60 }
    add("JAX over tgnas, epoch", "at least 2", ratio("epoch", "JAX", threads: threads)) { $0 >= 2 }
    let small = seconds("tgnas rank nasbench201", threads: threads)
    add("rank of NAS-Bench-201, ms", "below 100", small.map { 1000 * $0 }) { $0 < 100 }
    let large = timing("tgnas rank nasbench101", by: "tgnas", threads: threads)
    add("rank of NAS-Bench-101, s", "at most 1", large?.median) { $0 <= 1 }
    add("the same, MB", "below 300", large?.peakMegabytes) { $0 < 300 }
    return "Targets\n\n" + table.text(.table)
  }
}
