import Pipeline
import TestSupport
import Testing

@testable import ExportStage

@Suite struct MarkdownTests {
  private static let small = """
    ## Zoë, "the" voice

    Source: a.txt · en · 9 words, 2 sentences, 2 entities, 1 relation

    ### Problems

    - read: 2 bytes were replaced

    ### Summary

    - She left.

    ### Entities

    | Type | Name | Mentions |
    |---|---|--:|
    | PERSON | Ito, Zoë | 1 |
    | GPE | Rome | 1 |

    ### Relations

    | Type | Subject | Predicate | Object | Also |
    |---|---|---|---|---|
    | lives\\_in | Zoë Ito | of | Rome | topic: Ça va; hypothetical |

    ### Keywords

    Zoë Ito, Rome


    """

  @Test func aFileHasASectionPerArticle() throws {
    let folder = try Rendered(["markdown": "digest.md"]).files([SampleArticle.small, SampleArticle.failed])
    let failed = """
      ## wire/broken.txt

      Source: wire/broken.txt

      ### Problems: this document failed

      - segment: the text has a line of more than 1 MB


      """
    #expect(try folder.read("digest.md") == "# Articles\n\n" + Self.small + failed)
  }

  @Test func aFolderHasAPagePerArticleAndAnIndex() throws {
    let folder = try Rendered(["markdown": "pages/"]).files([SampleArticle.small, SampleArticle.failed])
    #expect(folder.files().filter { $0.hasSuffix(".md") } == ["pages/a.txt.md", "pages/index.md", "pages/wire~broken.txt.md"])
    #expect(
      try folder.read("pages/index.md") == """
        # Articles

        - [Zoë, "the" voice](a.txt.md): 9 words, 2 sentences, 2 entities, 1 relation (with problems)
        - [wire/broken.txt](wire~broken.txt.md) (failed)

        """)
    #expect(try folder.read("pages/a.txt.md").hasPrefix("# Zoë, \"the\" voice\n\nSource: a.txt"))
  }

  @Test func quotesAndSourcesOfClaimsAreShown() throws {
    let folder = try Rendered(["markdown": "m.md"]).files([SampleArticle.ferry])
    let page = try folder.read("m.md")
    #expect(page.contains("\n- Haugen: “This is a good day for everyone who lives by the sea,” (direct)\n"))
    #expect(page.contains("| the line | with: two ships; hypothetical; according to Paul Mercier |\n"))
    #expect(page.contains("| GPE | Norway | 3 |\n| GPE | Iceland | 3 |\n| GPE | Bergen | 2 |\n"))
  }

  @Test(
    arguments: [
      ("a*b_c`d", "a\\*b\\_c\\`d"), ("<script>&", "\\<script\\>\\&"), ("[x](javascript:y)", "\\[x\\](javascript:y)"),
      ("a | b", "a \\| b"), ("# x", "\\# x"), ("- x", "\\- x"), ("+x", "\\+x"), ("1. x", "1\\. x"), ("23) x", "23\\) x"),
      ("a 1. x", "a 1. x"), ("a-b #1", "a-b #1"), ("  a\n\n# b\t c  ", "a # b c"), ("\\", "\\\\"), ("~~x~~", "\\~\\~x\\~\\~"),
      ("a\u{0}b\u{7F}", "a\u{2400}b\u{2421}"), ("===", "\\==="), ("", ""),
    ])
  func textIsShownAsItIs(text: String, written: String) {
    var writer = ByteWriter()
    writer.markdown(text)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == written)
  }
}
