import Files
import Foundation
import TestSupport
import Testing

@Suite("Installation")
struct InstallationTests {
  /// Makes a folder with `spaces/` and `weights/` below `folder` and returns its path.
  private func makeRoot(_ path: String, in folder: URL) throws -> String {
    let root = path.isEmpty ? folder : folder.appendingPathComponent(path)
    for name in ["spaces", "weights"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    return root.resolvingSymlinksInPath().path
  }

  private func locate(_ executable: String, home: String? = nil) throws -> String {
    try Installation.locate(
      environment: home.map { ["TGNAS_HOME": $0] } ?? [:], executable: executable
    ).root
  }

  @Test("TGNAS_HOME comes first, and is refused where it names no installation")
  func home() throws {
    try withTemporaryFolder { folder in
      let checkout = try makeRoot("checkout", in: folder)
      let home = try makeRoot("home", in: folder)
      #expect(try locate(checkout + "/tgnas", home: home) == home)
      #expect(try locate(checkout + "/tgnas", home: "") == checkout)
      #expect(
        throws: FileError(
          path: folder.path,
          problem: "TGNAS_HOME names this folder, but it does not hold spaces/ and weights/")
      ) { try locate(checkout + "/tgnas", home: folder.path) }
    }
  }

  @Test("An installed program finds share/tgnas beside its bin, also through a symbolic link")
  func installed() throws {
    try withTemporaryFolder { folder in
      let share = try makeRoot("usr/share/tgnas", in: folder)
      let bin = folder.appendingPathComponent("usr/bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      let program = bin.appendingPathComponent("tgnas").path
      try AtomicFile.write("", to: program)
      #expect(try locate(program) == share)
      let link = folder.appendingPathComponent("link").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: program)
      #expect(try locate(link) == share)
      _ = try makeRoot("usr", in: folder)
      #expect(try locate(program) == share, "the share folder comes before the folders above")
    }
  }

  @Test("A built program finds the nearest folder above it that holds both spaces and weights")
  func checkout() throws {
    try withTemporaryFolder { folder in
      let outer = try makeRoot("", in: folder)
      let program = folder.appendingPathComponent("a/b/.build/release/tgnas").path
      #expect(try locate(program) == outer)
      let inner = try makeRoot("a/b", in: folder)
      #expect(try locate(program) == inner)
      try FileManager.default.removeItem(atPath: inner + "/weights")
      #expect(try locate(program) == outer, "a folder with spaces alone is none")
      try AtomicFile.write("", to: inner + "/weights")
      #expect(try locate(program) == outer, "a file called weights is none")
    }
  }

  @Test("The folders of an installation lie in its root")
  func folders() {
    let installation = Installation(root: "/opt/tgnas")
    #expect(installation.spaces == "/opt/tgnas/spaces")
    #expect(installation.weights == "/opt/tgnas/weights")
  }
}
