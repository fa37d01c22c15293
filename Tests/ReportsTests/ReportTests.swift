import Foundation
import Reports
import Statistics
import Tables
import TensorFiles
import TestSupport
import Testing

@Suite("Reports of rankings") struct ReportTests {
  private func report(_ material: ReportMaterial) throws -> Report {
    try Report(of: material, program: "tgnas 1.2.3", command: "tgnas report <a> & \"b\"")
  }

  @Test("What the material does not allow is left out, and the rest has code")
  func sections() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let one = try sample.write("one.csv") { "\($0 * 7 % 40)" }
      let two = try sample.write("two.csv") { "\($0)" }
      #expect(
        try report(sample.material([one])).sections.map(\.title) == [
          "At a glance", "The best architectures", "The distribution of the scores",
        ])
      let all = try report(
        sample.material([one, two], truth: sample.truth { Double($0 % 13) }, isExplained: true))
      #expect(
        all.sections.map(\.title) == [
          "At a glance", "The best architectures", "The distribution of the scores",
          "Why the best one is good", "Score against true accuracy", "The best k", "Agreement",
        ])
      #expect(
        all.tableNames == ["sources", "architectures", "operators", "top", "measures"])
      #expect(all.sections.allSatisfy { !$0.items.isEmpty && $0.code.contains("(") })
    }
  }

  @Test("The page and the notebook hold everything that they show")
  func formats() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let path = try sample.write("one.csv", columns: "score,params") { "\($0),\($0 % 5)" }
      let report = try report(
        sample.material([path], truth: sample.truth { Double($0) }, isExplained: true))
      let files = Dictionary(
        uniqueKeysWithValues: try report.files().map { ($0.path, Data($0.bytes)) })
      let pictures = report.sections.flatMap(\.items).compactMap { item -> String? in
        if case .picture(_, let svg, _) = item { svg } else { nil }
      }
      let page = String(decoding: try #require(files["report.html"]), as: UTF8.self)
      // Every accuracy is the score, so that the best loses nothing.
      #expect(page.contains("<dt>regret against 39.00</dt><dd>0.00</dd>"))
      #expect(page.contains("<dt>Kendall's tau over 40</dt><dd>1.000</dd>"))
      #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("))
      for svg in pictures { #expect(page.contains(svg)) }
      #expect(page.contains("tgnas report &lt;a&gt; &amp; &quot;b&quot;"))

      let bytes = try #require(files["report.ipynb"])
      let notebook = try #require(
        try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
      let cells = try #require(notebook["cells"] as? [[String: Any]])
      #expect(Set(cells.compactMap { $0["id"] as? String }).count == cells.count)
      let code = cells.filter { $0["cell_type"] as? String == "code" }
      #expect(code.count == report.sections.count + 1)
      #expect(code.allSatisfy { $0["execution_count"] is NSNull })
      let outputs = code.flatMap { $0["outputs"] as? [[String: Any]] ?? [] }
      #expect(outputs.count == report.sections.flatMap(\.items).count)
      let html = outputs.compactMap { ($0["data"] as? [String: Any])?["text/html"] as? [String] }
        .map { $0.joined() }
      for svg in pictures {
        let image = Data(svg.utf8).base64EncodedString()
        #expect(html.contains { $0.contains("data:image/svg+xml;base64,\(image)") })
      }
      // A picture that code shows again lies beside it.
      for (name, _) in files where name.hasPrefix("pictures/best") {
        #expect(code.contains { "\($0["source"] ?? "")".contains(name) })
      }
    }
  }

  @Test("Correlations are those of the evaluation, over what all have")
  func agreement() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let scores = (0..<Sample.count).map { $0 == 3 ? -Double.infinity : Double($0 * 7 % 40) }
      let path = try sample.write("one.csv", columns: "score,params,note") {
        "\(scores[$0]),\($0 == 5 ? "" : "\($0 % 6)"),text"
      }
      var notes: [String] = []
      let contents = try ReportSource.Contents(contentsOf: path) { notes.append("\($0)") }
      #expect(notes == ["note: \(path): the column \"note\" holds no numbers and is left out"])
      let truth = sample.truth(leavingOut: 2) { Double($0 * $0 % 31) }
      let material = try ReportMaterial(
        space: sample.space, attributes: sample.space.operators.map { _ in .none },
        sources: [ReportSource(contents, of: sample.space, threads: 1)], truth: truth)
      let table = try #require(AgreementSection.tables(from: material).first)
      #expect(table.columns.map(\.name) == ["arch", "score", "params", "test"])
      // Without the first two, which were not trained, and the one without parameters.
      let kept = (2..<Sample.count).filter { $0 != 5 }
      #expect(table.columns[1].values == .numbers(kept.map { scores[$0] }))
      let tau = try #require(
        try RankCorrelation.kendall(
          kept.map { scores[$0] }, kept.map { Double($0 * $0 % 31) }))
      let section = try #require(try AgreementSection.make(from: material))
      guard case .picture(_, let svg, _) = section.items[0] else { throw Missing() }
      let shown = (tau * 100).rounded() / 100
      #expect(svg.contains(">\(String(format: "%.2f", shown))<"), "\(tau)")
    }
  }

  private struct Missing: Error {}

  @Test("The best k are counted in the order of the scores")
  func top() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      // The last is the best scored; its accuracy is 60, and the best of all is 99.
      let path = try sample.write("one.csv") { "\($0)" }
      let truth = sample.truth { $0 == 37 ? 99 : $0 == 39 ? 60 : 50 }
      let table = try TopSection.tables(from: sample.material([path], truth: truth))[0]
      let columns = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.values) })
      guard case .numbers(let regret) = columns["regret"],
        case .numbers(let mean) = columns["mean"],
        case .integers(let counts) = columns["k"]
      else { throw Missing() }
      #expect(Array(counts.prefix(3)) == [1, 2, 3])
      #expect(counts.last == Sample.count)
      #expect(Array(regret.prefix(3)) == [39.0, 39, 0])
      let means: [Double] = [60, 55, (60.0 + 50 + 99) / 3]
      #expect(Array(mean.prefix(3)) == means)
    }
  }

  @Test("Every score stands in the data, in full, and so it does in the CSV file")
  func data() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let path = try sample.write("one.csv") { $0 == 0 ? "-inf" : "\(Double($0) / 3)" }
      let report = try report(sample.material([path]))
      let target = folder.appendingPathComponent("report").path
      try report.write(to: target, replacing: false)
      let table = try BenchmarkTable(path: "\(target)/architectures.csv")
      #expect(table.columns == ["source", "number", "arch", "score", "feasible"])
      #expect(try table.texts("score")[0] == "-inf")
      #expect(try table.texts("score")[7] == "\(7.0 / 3)")
      #expect(table.architectures == sample.cells.map { sample.space.notation(of: $0) })
      let file = try TensorFile(path: "\(target)/data.h5")
      #expect(file.contents["architectures/score"]?.shape == [Sample.count])
      #expect(try file.string("space") == "nasbench201")
    }
  }

  @Test("Equal inputs give equal files")
  func reproducible() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let path = try sample.write("one.csv", columns: "score,flops") { "\($0),\(40 - $0)" }
      func files() throws -> [[UInt8]] {
        try report(sample.material([path], isExplained: true)).files().map(\.bytes)
      }
      #expect(try files() == files())
    }
  }
}
