import Files
import Foundation
import Spaces
import TestSupport
import Testing
import Wording

@Suite struct NamedSpaceTests {
  @Test(
    "A space is found by name, by alias and by path",
    arguments: [
      ("nasbench101", "nasbench101"), ("nb201", "nasbench201"),
      ("tnb101-micro", "transnasbench101-micro"),
      (Locations.spaces.appendingPathComponent("nasbench201.yaml").path, "nasbench201"),
    ])
  func found(asked: String, name: String) throws {
    let space = try SearchSpace.named(asked, in: Shipped.installation)
    #expect(space.name == name)
    let file = Locations.spaces.appendingPathComponent("\(name).yaml").path
    #expect(space.sha256 == (try Digest.sha256(ofFile: file)))
    #expect(space.path.hasSuffix("\(name).yaml"))
  }

  @Test(
    "An unknown space is answered with the nearest and all known ones",
    arguments: [
      ("nasbench210", "; did you mean \"nasbench201\"?"),
      ("NASBench101", "; did you mean \"nasbench101\"?"),
      ("nb202", "; did you mean \"nb201\"?"),
      ("xception", ""),
    ])
  func unknown(asked: String, hint: String) throws {
    let error = #expect(throws: UnknownNameError.self) {
      try SearchSpace.named(asked, in: Shipped.installation)
    }
    let known = try SearchSpace.names(in: Shipped.installation)
    #expect(known == known.sorted())
    #expect(Set(Shipped.names).isSubset(of: known))
    #expect(
      error?.description == "unknown search space \"\(asked)\"; known are "
        + known.joined(separator: ", ") + hint)
  }

  @Test("A file that is no space file is refused in one sentence")
  func notASpaceFile() throws {
    try withTemporaryFolder { (folder) throws -> Void in
      func sentence(_ content: [UInt8]) throws -> String {
        let path = folder.appendingPathComponent("x.yaml").path
        try AtomicFile.write(content, to: path)
        do {
          _ = try SearchSpace.named(path, in: Shipped.installation)
          return "no error"
        } catch {
          return "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
        }
      }
      let keys = "format, name, operators, topology, notations"
      #expect(
        try sentence([]) == "x.yaml: is empty; expected a search space with the keys \(keys)")
      #expect(
        try sentence(Array("# nothing\n".utf8))
          == "x.yaml: is empty; expected a search space with the keys \(keys)")
      #expect(
        try sentence([0xFF, 0xFE, 0x00])
          == "x.yaml: is not UTF-8 text; expected a search space in YAML")
      #expect(
        try sentence(Array("just words".utf8))
          == "x.yaml:1:1: the space file is the text \"just words\"; expected the keys \(keys), "
          + "title, citation, aliases, skeleton, benchmark, extends"
      )
      let truncated = try sentence(Array(Example.edges.prefix(300).utf8))
      #expect(
        truncated
          == "x.yaml:10:1: is not valid YAML: while parsing a flow mapping, did not find expected "
          + "',' or '}'")
      #expect(
        try sentence(Array("format: 1\nname: a\nname: b\n".utf8))
          == "x.yaml:2:1: the key \"name\" is given twice in one mapping; remove one")
      #expect(
        try sentence(Array("a: b: c\n".utf8))
          == "x.yaml:1:5: is not valid YAML: mapping values are not allowed in this context")
      #expect(
        try sentence(Array("a: \u{1}\n".utf8))
          == "x.yaml: is not valid YAML: control characters are not allowed")
      #expect(
        try sentence(Array("a: 1\n---\nb: 2\n".utf8))
          == "x.yaml:2:1: is not valid YAML: expected a single document in the stream, but found "
          + "another document")
    }
  }

  @Test("A missing file and a folder are refused in one sentence")
  func missing() throws {
    try withTemporaryFolder { (folder) throws -> Void in
      let missing = folder.appendingPathComponent("x.yaml").path
      let none = #expect(throws: FileError.self) {
        try SearchSpace.named(missing, in: Shipped.installation)
      }
      #expect(none?.description == "\(missing): no such file")
      try FileManager.default.createDirectory(atPath: missing, withIntermediateDirectories: false)
      let directory = #expect(throws: FileError.self) {
        try SearchSpace.named(missing, in: Shipped.installation)
      }
      #expect(directory?.description == "\(missing): is a folder, not a file")
      let empty = #expect(throws: FileError.self) {
        try SearchSpace.named("x", in: Installation(root: folder.path))
      }
      #expect(
        empty?.description == "\(folder.path)/spaces: cannot list this folder of search spaces")
    }
  }

  @Test("Misspelt names are matched by their edits")
  func editDistance() {
    let cases = [
      ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
      ("nasbench210", "nasbench201", 1),
    ]
    for (first, second, distance) in cases {
      #expect(NearestName.editDistance(first, second) == distance)
      #expect(NearestName.editDistance(second, first) == distance)
    }
    #expect(NearestName.suggestion(for: "xyz", among: ["nasbench201"]) == nil)
    #expect(NearestName.suggestion(for: "ab", among: []) == nil)
  }
}
