import Operators
import Testing

/// Descriptions in other languages than English.
@Suite struct ForeignLanguageTests {
  @Test(
    "The words of operators become English, and qualities stand before what they qualify",
    arguments: [
      ("3x3-Faltung mit Batch-Normalisierung", "3x3 convolution with batch normalisation"),
      ("Mittelwert-Pooling über ein 5x5-Fenster", "average pooling over a 5x5 window"),
      ("TIEFENWEISE FALTUNG 7x7", "depthwise convolution 7x7"),
      ("convolution séparable en profondeur 5x5", "depthwise separable convolution 5x5"),
      ("convolution 3x3 dilatée", "dilated convolution 3x3"),
      ("suivie d’une normalisation par lot", "followed by a batch normalisation"),
      ("convolución de 3x3 agrupada", "grouped convolution of 3x3"),
      ("convoluzione separabile in profondità", "depthwise separable convolution"),
      ("convolução com normalização em lote", "convolution with batch normalisation"),
      ("свёртка 3x3", "convolution 3x3"),
    ])
  func alphabets(text: String, english: String) {
    #expect(OperatorDescription(text).english == english)
  }

  @Test(
    "So do those of languages without spaces",
    arguments: [
      ("3x3深度可分离卷积", ["depthwise", "separable", "convolution"], 3),
      ("卷积核大小为５的卷积", ["convolution"], 5),
      ("5x5 最大値プーリング", ["max", "pooling"], 5),
      ("3x3 평균 풀링", ["average", "pooling"], 3),
    ])
  func ideographs(text: String, words: [String], kernel: Int) {
    let description = OperatorDescription(text)
    #expect(words.allSatisfy { description.phrase.contains($0) }, "\(description.phrase)")
    #expect(description.numbers == [.kernel: kernel])
  }

  @Test(
    "English stays what it is",
    arguments: [
      "3x3 convolution", "a convolution par excellence", "normal convolution", "null", "no-op",
      "die cut", "separable convolution of kernel 5", "residual connection", "",
    ])
  func english(text: String) {
    #expect(OperatorDescription(text).translation == nil)
  }

  @Test("A language that is not known stays what it is", arguments: ["การคอนโวลูชัน 3x3", "漢字"])
  func unknown(text: String) {
    #expect(OperatorDescription(text).translation == nil)
  }
}
