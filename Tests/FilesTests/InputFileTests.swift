import Files
import Foundation
import TestSupport
import Testing

@Suite("Input file and digests")
struct InputFileTests {
  @Test("A missing file, a folder and a file that is not text are refused by name")
  func refused() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing").path
      #expect(throws: FileError(path: missing, problem: "no such file")) {
        try InputFile.bytes(at: missing)
      }
      #expect(throws: FileError(path: folder.path, problem: "is a folder, not a file")) {
        try InputFile.text(at: folder.path)
      }
      let latin = folder.appendingPathComponent("latin").path
      try AtomicFile.write([0x63, 0x61, 0x66, 0xE9] as [UInt8], to: latin)
      #expect(throws: FileError(path: latin, problem: "is not UTF-8 text")) {
        try InputFile.text(at: latin)
      }
      #expect(FileError(path: "a", problem: "b").localizedDescription == "a: b")
    }
  }

  @Test("An empty file is an empty text")
  func empty() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("empty").path
      try AtomicFile.write("", to: path)
      #expect(try InputFile.text(at: path) == "")
      #expect(try InputFile.bytes(at: path).isEmpty)
    }
  }

  /// FIPS 180-4 and RFC 1321.
  @Test(
    "Digests equal the published vectors",
    arguments: [
      (
        "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "d41d8cd98f00b204e9800998ecf8427e"
      ),
      (
        "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "900150983cd24fb0d6963f7d28e17f72"
      ),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "8215ef0796a20bcaaae116d3876c664a"
      ),
    ])
  func digests(text: String, sha256: String, md5: String) throws {
    #expect(Digest.sha256(Data(text.utf8)) == sha256)
    #expect(Digest.md5(Data(text.utf8)) == md5)
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("file").path
      try AtomicFile.write(text, to: path)
      #expect(try Digest.sha256(ofFile: path) == sha256)
    }
  }
}
