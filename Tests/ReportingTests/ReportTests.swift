import Reporting
import Testing

@Suite struct ReportTests {}
