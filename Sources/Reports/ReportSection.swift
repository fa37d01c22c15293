import Tables
import TensorFiles

/// One part of a report: its text, its tables and pictures, and the code that draws the same from
/// the data.
///
/// Notebook and page are both written from this.
package struct ReportSection: Sendable {
  package enum Item: Sendable {
    /// - Parameters:
    ///   - name: of the file in `pictures/`, without its ending
    ///   - caption: a description of the picture
    case picture(name: String, svg: String, caption: String)
    case table(ResultTable, caption: String)
    case figures([Figure], caption: String)
  }

  /// A number with its name.
  package struct Figure: Sendable {
    package let name: String
    package let value: String
  }

  package let title: String
  /// One paragraph each, plain text.
  package let words: [String]
  package let items: [Item]
  /// Python, over the tables of `data.h5`.
  package let code: String
}

/// A table of `data.h5`, and of a CSV file of that name.
package struct ReportTable: Sendable {
  package let name: String
  package let columns: [(name: String, values: ColumnFileWriter.Column)]
}

/// A part of reports that is there when the material allows it.
///
/// To add one, write one file with a conforming type and add it to ``ReportSections/registered``.
protocol ReportSectionMaker {
  /// Nil where the material does not allow it.
  static func make(from material: ReportMaterial) throws -> ReportSection?

  /// The tables that the section's code reads beside `architectures` and `sources`.
  static func tables(from material: ReportMaterial) throws -> [ReportTable]
}

extension ReportSectionMaker {
  static func tables(from material: ReportMaterial) -> [ReportTable] { [] }
}

/// The sections there are, in the order of the report.
enum ReportSections {
  static var registered: [any ReportSectionMaker.Type] {
    [
      GlanceSection.self, BestSection.self, DistributionSection.self, ProgressSection.self,
      FrontSection.self, OperatorsSection.self, AccuracySection.self, TopSection.self,
      AgreementSection.self,
    ]
  }
}
