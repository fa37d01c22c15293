import Files
import Surrogates
import TGNAS
import TestSupport
import Testing

@Suite("How much of a space is like what weights learned from")
struct SourceSupportTests {
  private let installation = Installation(root: Locations.root.path)
  private let opened: OpenInstallation

  init() { opened = OpenInstallation(installation, threads: 1) }

  private func space(_ name: String) throws -> SearchSpace {
    try SearchSpace.named(name, in: installation)
  }

  private func described(_ name: String) throws -> SourceSupport.Described {
    let space = try space(name)
    let reader = try opened.reader()
    return (space, try reader.read(space.operators).map(\.attributes))
  }

  private func support(_ name: String, threads: Int = 2) throws -> SourceSupport {
    let workbench = try Workbench(
      space(name), ScoringSettings(by: .predictor, threads: threads), in: opened, note: { _ in })
    return try #require(try workbench.support())
  }

  @Test(
    "Cells of convolutions, poolings and skips have support, whatever the number of threads",
    arguments: ["nasbench101", "nasbench201", "transnasbench101-micro"])
  func cells(name: String) throws {
    let support = try support(name)
    #expect(support.share > 0.9 && support.share <= 1 && support.isEnough)
    #expect(try self.support(name, threads: 1).share == support.share)
  }

  @Test(
    "Cells of other operators with two inputs have not, and neither have whole networks",
    arguments: [
      "darts", "darts-oncenas", "nds-amoebanet", "nds-enas", "nds-nasnet", "nds-pnas",
      "transnasbench101-macro", "nasbench-macro", "autoformer-tiny", "once-for-all-mobilenetv3",
    ])
  func others(name: String) throws {
    let support = try support(name)
    #expect(support.share < 0.5 && !support.isEnough, "\(support.share)")
  }

  @Test("A space is no distance from itself, and further from one that lacks its operators")
  func distances() throws {
    let (micro, cells) = (try described("transnasbench101-micro"), try described("nasbench201"))
    let itself = SourceSupport.distances(of: cells, from: [cells], threads: 2)
    #expect(itself.count > 200 && itself.count <= SourceSupport.sampleSize)
    #expect(itself.allSatisfy { $0 == 0 })
    // Micro has no pooling, so that those of NAS-Bench-201 are unlike anything in it.
    let poolings = SourceSupport.distances(of: cells, from: [micro], threads: 2)
    let convolutions = SourceSupport.distances(of: micro, from: [cells], threads: 2)
    #expect(poolings.count { $0 > 0 } > convolutions.count { $0 > 0 })
    // Another source can only bring nearer, on the scale of both.
    #expect(SourceSupport(of: cells, by: [micro, cells], threads: 2).share == 1)
  }

  private func scored(
    _ space: SearchSpace, _ settings: ScoringSettings = ScoringSettings(threads: 2)
  ) throws -> (by: String, notes: [String]) {
    var notes: [String] = []
    let workbench = try Workbench(space, settings, in: opened, note: { notes.append("\($0)") })
    return (workbench.scorer.identity.name, notes)
  }

  @Test("Without support cells are scored by their usable size, and a note says why")
  func fallback() throws {
    let (by, notes) = try scored(space("darts"))
    #expect(by == "usable_size")
    #expect(
      notes == [
        "note: 0 % of 256 random cells of darts (seed 0) are like those that the weights "
          + "\"universal\" learned from, less than 50 %: scored by usable_size, in closed form "
          + "(by: \"predictor\" for the learned score)",
        "note: usable_size is on the scale of 512 random networks of darts (seed 0)",
        "note: expect a tau of 0.37 to 0.76: usable_size has these on the 6 labelled spaces that "
          + "it ranks by default, and one more of their sort lies between in 5 of 7 cases",
      ])
    for settings in [
      ScoringSettings(by: .predictor, threads: 2),
      ScoringSettings(weights: "universal", threads: 2),
    ] {
      let (asked, notes) = try scored(space("darts"), settings)
      #expect(asked == "predictor")
      #expect(!notes.contains { $0.contains("usable_size") })
    }
  }

  @Test("With support nothing changes", arguments: ["nasbench101", "nasbench201"])
  func supported(name: String) throws {
    let (by, notes) = try scored(space(name))
    #expect(by == "predictor")
    #expect(notes.isEmpty)
  }

  @Test("Where networks cannot be built the learned score stays, with a warning")
  func withoutNetworks() throws {
    let path = Locations.spaces.appendingPathComponent("darts.yaml").path
    let whole = try InputFile.text(at: path)
    let start = try #require(whole.range(of: "\nskeleton:\n"))
    let end = try #require(whole.range(of: "\nnotations:\n"))
    let bare = (whole[..<start.lowerBound] + whole[end.lowerBound...])
      .replacingOccurrences(of: "name: darts\n", with: "name: bare\n")
    let space = try SearchSpace(yaml: bare, path: "bare.yaml")
    let (by, notes) = try scored(space)
    #expect(by == "predictor")
    let warning = try #require(notes.first { $0.hasPrefix("warning: 0 % of 256") })
    #expect(
      warning.contains("networks to score by usable_size cannot be built (bare.yaml: has no "))
    #expect(warning.hasSuffix("the learned score is a guess"))
  }
}
