import Pipeline
import Testing

@testable import NormalizeStage

@Suite(.enabled(if: Corpora.isPresent, "the corpora are not there: set TEXTMILL_DATA"))
struct CorpusTests {
  @Test func theTitlesOfBBCArticlesAreFound() throws {
    let articles = try Corpora.articles("bbc-visible")
    var found = 0
    for article in articles {
      let document = try normalized(article.text)
      #expect(flaws(of: document) == [], "\(article.name)")
      if document.title == String(article.text.prefix { $0 != "\n" }) { found += 1 }
    }
    print("titles found: \(found) of \(articles.count)")
    #expect(articles.count > 1000)
    #expect(found * 100 >= articles.count * 95)
  }

  @Test func newswireArticlesKeepTheirParagraphsAndAreStable() throws {
    let articles = try Corpora.articles("worldwide-train-raw")
    #expect(articles.count > 700)
    for article in articles {
      let document = try normalized(article.text)
      #expect(flaws(of: document) == [], "\(article.name)")
      let again = try normalized(document.text.string)
      #expect(again.alignment.isIdentity && again.blocks == document.blocks, "\(article.name)")
    }
  }
}
