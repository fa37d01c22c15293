import Files
import Foundation
import TestSupport
import Testing

@Suite struct FolderTests {
  @Test("Folders are made with those that they lie in, and may be there already")
  func making() throws {
    try withTemporaryFolder { folder in
      for path in ["a/b/c", "a/b/c/", "a//d", "a"] {
        let path = folder.appendingPathComponent(path).path
        try Folder.check(path)
        try Folder.make(path)
        var isFolder: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder))
        #expect(isFolder.boolValue)
      }
    }
  }

  @Test("What cannot be made is refused, before and when it is made")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file").path
      try AtomicFile.write("", to: file)
      let below = "\(file)/x/y"
      let early = #expect(throws: FileError.self) { try Folder.check(below) }
      #expect(early?.description == "\(below): cannot be made, as \(file) is no folder")
      let late = #expect(throws: FileError.self) { try Folder.make(below) }
      #expect(late?.description == "\(below): cannot make this folder: Not a directory")
      let named = #expect(throws: FileError.self) { try Folder.make(below, describedAs: "z") }
      #expect(named?.path == "z")
    }
  }

  @Test(
    "The last step of a path",
    arguments: [("/a/b", "b"), ("a/b/", "b"), ("a", "a"), ("..", ".."), ("/", "/")])
  func names(path: String, name: String) {
    #expect(Folder.name(of: path) == name)
  }

  @Test(
    "The folder that a path lies in",
    arguments: [
      ("/a/b", "/a"), ("/a", "/"), ("/", "/"), ("a/b/", "a"), ("a", "."), (".", "."),
    ])
  func parents(path: String, parent: String) {
    #expect(Folder.parent(of: path) == parent)
  }
}
