import Spaces
import Testing

@Suite struct CitationTests {
  @Test(
    "A citation is shortened to surnames, venue and year",
    arguments: [
      (
        "X. Dong and Y. Yang, \"A: B\", ICLR 2020; more (C. D, TPAMI 2021).",
        "Dong and Yang, ICLR 2020"
      ),
      ("C. Ying, A. Klein and E. Real, \"A, and B\", ICML 2019.", "Ying et al., ICML 2019"),
      ("Hieu Pham, \"A\", IEEE TPAMI 2018", "Pham, IEEE TPAMI 2018"),
      ("A. van den Oord and B. C, \"A\",\n  NeurIPS 2017 (spotlight)", "Oord and C, NeurIPS 2017"),
    ])
  func short(citation: String, expected: String) {
    #expect(Citation(citation)?.text == expected)
  }

  @Test(
    "What has another form is not shortened",
    arguments: ["", "Dong, 2020", "\"A\", ICLR 2020", "X. D, \"A\", ICLR", "X. D, \"A\", 2020"])
  func others(citation: String) {
    #expect(Citation(citation) == nil)
  }

  @Test("Every shipped citation can be shortened")
  func shipped() throws {
    for name in try SearchSpace.names(in: Shipped.installation) {
      #expect(Citation(try Shipped.space(name).citation) != nil, "\(name)")
    }
  }
}
