import Testing

@testable import Patterns

struct LemmatizerTests {
  static let first: [(String, String)] = [
    ("visited", "visit"), ("met", "meet"), ("expelled", "expel"), ("criticised", "criticize"), ("Criticized", "criticize"),
    ("has", "have"), ("been", "be"), ("strengthening", "strengthen"), ("accused", "accuse"), ("accuses", "accuse"), ("called", "call"),
    ("dies", "die"), ("dying", "die"), ("cities", "city"), ("carried", "carry"), ("women", "woman"), ("analysed", "analyze"),
    ("arrested", "arrest"), ("stopping", "stop"), ("pressed", "press"), ("making", "make"), ("arranged", "arrange"), ("goes", "go"),
    ("watches", "watch"), ("advised", "advise"), ("labour", "labor"), ("left", "leave"), ("negotiating", "negotiate"), ("killed", "kill"),
  ]

  @Test("the likeliest lemma comes first", arguments: first)
  func likeliest(word: String, lemma: String) throws {
    #expect(String(decoding: try Lemmatizer().candidates(of: word.utf8)[0], as: UTF8.self) == lemma)
  }

  static let among: [(String, String)] = [
    ("found", "find"), ("found", "found"), ("travelled", "travel"), ("traveled", "travel"), ("organising", "organize"), ("saw", "see"),
    ("talks", "talk"), ("ties", "tie"), ("leaves", "leave"), ("cancelled", "cancel"), ("quarrelling", "quarrel"), ("hoping", "hope"),
    ("felled", "fell"), ("vetoed", "veto"), ("series", "series"), ("panicked", "panic"), ("agreed", "agree"), ("freed", "free"),
  ]

  @Test("every likely lemma is among the candidates", arguments: among)
  func candidates(word: String, lemma: String) throws {
    #expect(try Lemmatizer().isForm(word.utf8, of: lemma.utf8))
  }

  @Test("words that only look inflected are not cut", arguments: [("press", "pres"), ("bus", "bu"), ("bring", "br"), ("red", "r")])
  func notCut(word: String, lemma: String) throws {
    #expect(try !Lemmatizer().isForm(word.utf8, of: lemma.utf8))
  }

  @Test("every form of a lemma has the lemma among its candidates")
  func roundTrip() throws {
    let lemmatizer = try Lemmatizer()
    let lemmas = [
      "visit", "meet", "expel", "accuse", "criticize", "be", "have", "die", "carry", "stop", "panic", "agree", "travel", "analyze", "favor",
      "go",
      "minister", "woman", "sanction", "lie", "quit", "focus", "veto", "dye", "see", "advise", "condemn", "call",
    ]
    for lemma in lemmas {
      for form in lemmatizer.forms(of: lemma.utf8) {
        #expect(lemmatizer.isForm(form.bytes, of: lemma.utf8), "\(String(decoding: form.bytes, as: UTF8.self)) of \(lemma)")
      }
    }
  }

  @Test("forms say what they can be")
  func forms() throws {
    let lemmatizer = try Lemmatizer()
    func forms(_ lemma: String) -> [String: WordForms] {
      Dictionary(uniqueKeysWithValues: lemmatizer.forms(of: lemma.utf8).map { (String(decoding: $0.bytes, as: UTF8.self), $0.forms) })
    }
    #expect(forms("meet") == ["meet": .base, "meets": .s, "met": [.past, .participle], "meeting": .ing])
    #expect(forms("come")["come"] == [.base, .participle])
    #expect(forms("accuse") == ["accuse": .base, "accuses": .s, "accused": [.past, .participle], "accusing": .ing])
    #expect(forms("criticise").keys.sorted() == forms("criticize").keys.sorted())
    #expect(forms("criticize")["criticised"] == [.past, .participle])
    #expect(forms("deny") == ["deny": .base, "denies": .s, "denied": [.past, .participle], "denying": .ing])
  }
}
