import Fixtures
import Foundation
import Studies
import TestSupport
import Testing

@Suite("Studies of any bytes") struct StudyFuzzTests {
  @Test("Each file of a study", arguments: ["study.json", "trials.csv", "trials.sha"])
  func files(name: String) throws {
    try withTemporaryFolder { folder in
      try ToySearch(budget: 30).run(in: folder)
      let url = folder.appendingPathComponent(name)
      let bytes = [UInt8](try Data(contentsOf: url))
      if name == "trials.csv" {
        // Without checksums, so that the rows are read whatever they say.
        let description = folder.appendingPathComponent("study.json")
        let text = try String(contentsOf: description, encoding: .utf8)
        try Data(text.replacing("  \"is_chained\" : true,\n", with: "").utf8).write(
          to: description)
      }
      Fuzzer(name, [bytes]).run { bytes in
        try Data(bytes).write(to: url)
        let results = try StudyResults(in: folder.path)
        #expect(results.all.count == results.evaluations)
      }
    }
  }
}
