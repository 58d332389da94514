import Foundation
import Testing

@testable import NormalizeStage

@Suite struct MojibakeTests {
  /// UTF-8 read as Windows-1252, as most programs do it.
  private func broken(_ text: String) -> String {
    String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar(Windows1252.scalar(of: $0))! }))
  }

  @Test(arguments: [
    "“It’s over,” the coach said – and left…", "café, naïve, Élysée, façade", "São Paulo and Córdoba", "Zürich’s mayor", "€50 and £20",
    "½ price at 30°C",
    "Škoda and Łódź in Kraków", "Erdoğan of Türkiye", "привет миру", "日本語の記事", "😀 ok", "Ångström", "Renée’s “déjà vu”",
    "Sinéad O’Connor — 56",
  ])
  func brokenTextIsRepaired(original: String) throws {
    #expect(try text(broken(original)) == original)
    // Read wrongly twice.
    #expect(try text(broken(broken(original))) == original)
  }

  @Test(arguments: [
    "AMANHÃ”, disse ele", "café…” she said", "“É”", "PÅ” och", "Â, â, Ã and ã are letters", "Tromsø’s fjord – Ærø", "château’s “fenêtre”…",
    "NOËL… à Paris",
    "Ø“ and É’", "Malmö–Lund", "5 × 3 ÷ 2", "crème brûlée®", "São Tomé and Príncipe’s Água Grande", "à", "Ä‘",
  ])
  func correctTextStays(original: String) throws {
    #expect(try text(original) == original)
  }

  @Test func lostBytesOfAClosingQuotationMarkAreSupplied() throws {
    #expect(try text("â€œYesâ€, he said. â€œNoâ€\u{FFFD} came.") == "“Yes”, he said. “No” came.")
  }

  @Test func controlsOfLatin1BecomeWhatWindowsHasInTheirPlace() throws {
    #expect(try text("\u{93}Yes\u{94}, it\u{92}s \u{96} so\u{85}") == "“Yes”, it’s – so…")
  }

  @Test func brokenTextStaysWhereTheStepIsOff() throws {
    #expect(try text("cafÃ©", ["mojibake": false]) == "cafÃ©")
  }
}
