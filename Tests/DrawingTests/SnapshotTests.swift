import Drawing
import Foundation
import TestSupport
import Testing

/// Drawings as they are in `Tests/Goldens/drawing`. See the file there on how to renew them.
@Suite("Snapshots of drawings")
struct SnapshotTests {
  static let goldens = Locations.goldens.appendingPathComponent("drawing")
  /// The variable that renews the goldens instead of comparing with them.
  static let renewal = "RENEW_DRAWINGS"

  private static let cell201 =
    "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|"
  /// Seven vertices and nine edges.
  private static let cell101 =
    "0110001/0010000/0001010/0000100/0000010/0000001/0000000:"
    + "input|conv1x1-bn-relu|conv3x3-bn-relu|maxpool3x3|conv3x3-bn-relu|conv1x1-bn-relu|output"

  private static func drawings() throws -> [(name: String, drawing: CellDrawing)] {
    [
      ("nasbench101", try Examples.drawing(cell101, in: "nasbench101")),
      (
        "nasbench101-canonical",
        try Examples.drawing(cell101, in: "nasbench101", isCanonical: true)
      ),
      ("nasbench201", try Examples.drawing(cell201, in: "nasbench201")),
      (
        "nasbench201-canonical",
        try Examples.drawing(cell201, in: "nasbench201", isCanonical: true)
      ),
      (
        "nasbench201-disconnected",
        try Examples.drawing(
          "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|", in: "nasbench201", isCanonical: true)
      ),
      (
        "transnasbench101-micro",
        try Examples.drawing("64-41414-1_02_333", in: "transnasbench101-micro")
      ),
      ("nasbench-macro", try Examples.drawing("00120121", in: "nasbench-macro")),
      (
        "once-for-all-mobilenetv3",
        try Examples.drawing(
          "k3e6,k7e4,k5e6,k5e4|k3e6,k5e6,k7e6|k3e4,k3e3,k3e3,k7e6|k5e3,k3e6|k3e6,k5e4,k3e3,k3e3",
          in: "once-for-all-mobilenetv3")
      ),
      (
        "autoformer-tiny",
        try Examples.drawing(
          "w192|h3r4,h4r3.5,h4r4,h3r3.5,h3r4,h4r3.5,h4r4,h3r3.5,h3r4,h4r3.5,h4r4,h3r3.5",
          in: "autoformer-tiny")
      ),
      ("cell-pair", Examples.cellPair), ("chain", Examples.chain), ("awkward", Examples.awkward),
    ]
  }

  @Test("Drawings are those that were last looked at")
  func goldens() throws {
    var names: Set<String> = []
    for (name, drawing) in try Self.drawings() {
      for format in DrawingFormats.registered {
        let file = "\(name).\(format.name == "text" ? "txt" : format.name)"
        names.insert(file)
        let url = Self.goldens.appendingPathComponent(file)
        let text = format.text(of: drawing)
        if ProcessInfo.processInfo.environment[Self.renewal] != nil {
          try text.write(to: url, atomically: true, encoding: .utf8)
        }
        let golden = try? String(contentsOf: url, encoding: .utf8)
        #expect(
          text == golden, "\(file) differs; if that is meant, renew it with \(Self.renewal)=1")
      }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.goldens.path)
    #expect(Set(files.filter { $0 != "README.md" }) == names)
  }
}
