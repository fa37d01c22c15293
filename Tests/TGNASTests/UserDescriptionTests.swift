import Files
import Operators
import SentenceEmbedding
import TGNAS
import TestSupport
import Testing

/// Descriptions as users have them, read by the shipped reader.
@Suite struct UserDescriptionTests {
  private struct Count {
    var all = 0
    var kind = 0
    var numbers = 0
    var silent = 0
  }

  @Test("Nearly all descriptions of users are read rightly, and hardly one wrongly in silence")
  func shares() throws {
    let installation = try Installation.locate()
    let sorts = try EvaluationTexts(in: installation).users
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings())
    var total = Count()
    for (sort, descriptions) in sorts {
      var count = Count()
      let readings = try reader.readings(of: descriptions.map(\.text))
      for (wanted, reading) in zip(descriptions, readings) {
        let isKind = reading.kind == wanted.kind
        let hasNumbers = wanted.numbers.allSatisfy { number, value in
          reading.numbers[number] == value || number == .stride && value == 1
        }
        count.all += 1
        count.kind += isKind ? 1 : 0
        count.numbers += isKind && hasNumbers ? 1 : 0
        count.silent += !isKind && !reading.isDoubtful && !reading.isUnsure ? 1 : 0
      }
      #expect(Double(count.kind) >= 0.95 * Double(count.all), "\(sort): \(count)")
      total.all += count.all
      total.kind += count.kind
      total.numbers += count.numbers
      total.silent += count.silent
    }
    #expect(total.all >= 400)
    #expect(Double(total.kind) >= 0.98 * Double(total.all), "\(total)")
    #expect(Double(total.numbers) >= 0.98 * Double(total.all), "\(total)")
    #expect(Double(total.silent) <= 0.012 * Double(total.all), "\(total)")
  }

  @Test("Only the texts in other languages are put into English")
  func english() throws {
    let installation = try Installation.locate()
    let texts = try EvaluationTexts(in: installation)
    for (sort, descriptions) in texts.users where !["languages", "modules"].contains(sort) {
      for description in descriptions {
        let read = OperatorDescription(description.text)
        #expect(read.english == OperatorDescription(english: description.text).english)
      }
    }
    for text in texts.unrelated + texts.near {
      #expect(OperatorDescription(text).translation == nil, "\(text)")
    }
    // The words of the corpus, and of the shipped spaces.
    for text in try installation.shippedDescriptions() {
      #expect(
        OperatorDescription(text).english == OperatorDescription(english: text).english, "\(text)")
    }
  }
}
