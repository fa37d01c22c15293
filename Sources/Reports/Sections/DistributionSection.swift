import Plots
import Wording

/// The distribution of the scores, and the place of the best one.
enum DistributionSection: ReportSectionMaker {
  private static let bins = 60

  static func make(from material: ReportMaterial) throws -> ReportSection? {
    let panels = material.sources.compactMap { source -> Histogram.Panel? in
      HistogramCounts(of: source.scores, bins: bins).map { counts in
        Histogram.Panel(
          title: source.name, label: "score", counts: counts,
          mark: source.bestScore.isFinite
            ? (source.bestScore, "best: \(fixed(source.bestScore, 4))") : nil)
      }
    }
    guard !panels.isEmpty else { return nil }
    let words = material.sources.map { source in
      let lost = source.scores.count { !$0.isFinite }
      return "\(source.name): \(grouped(source.entries.count)) architectures"
        + (lost == 0
          ? "."
          : "; \(grouped(lost)) without a finite score \(lost == 1 ? "is" : "are") not in the "
            + "picture.")
    }
    return ReportSection(
      title: "The distribution of the scores", words: words,
      items: [
        .picture(
          name: "scores", svg: Histogram(panels: panels).svg,
          caption: "Architectures by score; the line is the best.")
      ],
      code: """
        for source, rows in architectures.groupby("source", sort=False):
            scores = rows.score[np.isfinite(rows.score)]
            plt.figure(figsize=(6, 3.6))
            plt.hist(scores, bins=\(bins), color="\(PlotColours.many)")
            plt.axvline(scores.max(), color="\(PlotColours.found)", label=f"best: \
        {scores.max():.4f}")
            plt.xlabel("score")
            plt.ylabel("architectures")
            plt.title(source)
            plt.legend()
            plt.show()
        """)
  }
}
