import Pipeline
import TestSupport
import Testing

@testable import Patterns

struct TokenPatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let text: String
    let matches: [String]

    init(_ pattern: String, _ text: String, _ matches: String...) {
      (self.pattern, self.text, self.matches) = (pattern, text, matches)
    }

    var testDescription: String { "\(pattern)  on  \(text)" }
  }

  static let words = [
    Case("the president", "The President of the president 's wife", "The President", "the president"),
    Case("the president", "the vice president"),
    Case("\"the\"", "The end of the day", "the"),
    Case("\"the end\"", "the end , The end , the END", "the end"),
    Case("U.S.", "the u.s. and the U.S.", "u.s.", "U.S."),
    Case("Iran 's", "Iran ’s plan and Iran 's plan", "Iran ’s", "Iran 's"),
    Case("a , b ; c", "a , b ; c", "a , b ; c"),
    Case("\":\" \"(\" \"?\"", ": ( ?", ": ( ?"),
    Case("\"a\\\"b\"", "a\"b", "a\"b"),
    Case("<meet>", "met , meets , meeting , meet , meeter", "met", "meets", "meeting", "meet"),
    Case("<meet:past>", "met , meets , meeting", "met"),
    Case("<visit|meet:s|ing>", "visits visited meeting met", "visits", "meeting"),
    Case("<criticize:past>", "criticised and criticized and criticise", "criticised", "criticized"),
    Case("<criticise:past>", "criticised and criticized", "criticised", "criticized"),
    Case("<expel:participle>", "expelled expeled expel", "expelled", "expeled"),
    Case("<be>", "is are was were been 's being be am", "is", "are", "was", "were", "been", "'s", "being", "be", "am"),
    Case("<man>", "men man", "men", "man"),
    Case("<@verbs>", "called on him , met her , call", "called on", "met"),
    Case("<@verbs:past>", "calls on him , called on her , visits", "called on"),
    Case("<call on|meet:s>", "calls on me , meets you", "calls on", "meets"),
    Case("@colors", "dark blue and dark red", "dark blue", "dark", "red"),
    Case("@colors sea", "dark blue sea", "dark blue sea"),
    Case("@colors blue", "a dark blue", "dark blue"),
  ]

  static let constraints = [
    Case("[]", "a b", "a", "b"),
    Case("[capitalized]", "Élan élan Ab 1A", "Élan", "Ab"),
    Case("[upper]", "UN Un U.S. 12", "UN", "U.S."),
    Case("[lower]", "un Un u.s.", "un", "u.s."),
    Case("[digit]", "12 1,200 x1", "12"),
    Case("[number]", "12 1,200 3rd x1", "12", "1,200", "3rd"),
    Case("[alpha]", "ab a-b été 3", "ab", "été"),
    Case("[punct]", "a , — ?", ",", "—", "?"),
    Case("[shape=Xxxx]", "Iran iran Iraqi IRAN", "Iran"),
    Case("[shape=Xxxxx]", "Iran Iraqi Azerbaijan", "Iraqi", "Azerbaijan"),
    Case("[shape=dddd]", "2023 23 20234", "2023", "20234"),
    Case("[shape=\"d.d\"]", "1.5 15", "1.5"),
    Case("[word=(a|b)]", "a b c", "a", "b"),
    Case("[word!=a & word!=b]", "a b c", "c"),
    Case("[word=\"A\"]", "a A", "A"),
    Case("[!capitalized]", "a B c", "a", "c"),
    Case("[!(capitalized | punct)]", "a B ,", "a"),
    Case("[capitalized & !upper]", "Ab AB", "Ab"),
    Case("[list=modals]", "he will and May", "will", "May"),
    Case("[lemma=go | word=a]", "went a b gone", "went", "a", "gone"),
    Case("[starts=anti]", "anti-war Antidote war", "anti-war", "Antidote"),
    Case("[ends=ist & lower]", "activist list Marxist", "activist", "list"),
    Case("[pos=VERB]", "visited"),
  ]

  static let units = [
    Case("[PERSON]", "[Isaac Herzog|PERSON] met [Ilham Aliyev|PERSON]", "Isaac Herzog", "Ilham Aliyev"),
    Case("[GPE|NORP]", "[Iranian|NORP] ties with [Baku|GPE] and [Eli|PERSON]", "Iranian", "Baku"),
    Case("[PERSON] visited [GPE]", "[Isaac Herzog|PERSON] visited [Azerbaijan|GPE]", "Isaac Herzog visited Azerbaijan"),
    Case("Herzog visited", "[Isaac Herzog|PERSON] visited", "Herzog visited"),
    Case("[PERSON & capitalized]", "[Isaac Herzog|PERSON] said", "Isaac", "Herzog"),
    Case("[entity]", "a [b c|ORG] d", "b", "c"),
    Case("[!entity]", "a [b c|ORG] d", "a", "d"),
    Case("[WEAPON]", "a [big gun|WEAPON]", "big gun"),
    Case("[ORG] [ORG]", "[A B|ORG] [C|ORG]", "A B C"),
    Case("[PERSON]", "[Iran|GPE] said"),
    Case("[GPE]", "the [Oslo|GPE]-based bank of [Oslo|GPE].", "Oslo."),
  ]

  static let repetition = [
    Case("a b?", "a b a", "a b", "a"),
    Case("a b??", "a b", "a"),
    Case("a b*", "a b b b", "a b b b"),
    Case("a b*? c", "a b b c", "a b b c"),
    Case("a b+", "a a b b", "a b b"),
    Case("a b+?", "a b b", "a b"),
    Case("a{2}", "a a a a a", "a a", "a a"),
    Case("a{2,3}", "a a a a a", "a a a", "a a"),
    Case("a{2,3}?", "a a a a a", "a a", "a a"),
    Case("a{2,}", "a a a a", "a a a a"),
    Case("b a{,2} c", "b c b a a c b a a a c", "b c", "b a a c"),
    Case("(a b){2}", "a b a b a b", "a b a b"),
    Case("a []{0,2} b", "a x x b a x x x b", "a x x b"),
    Case("a []* b", "a b b", "a b b"),
    Case("a []*? b", "a b b", "a b"),
    Case("(a?)* b", "a a b", "a a b"),
    Case("a | b c", "a b c", "a", "b c"),
    Case("(a | a b) c", "a b c", "a b c"),
    Case("(b |) c", "b c c", "b c", "c"),
    Case("a?", "b"),
    Case("a # a comment | b\n  c", "a c", "a c"),
  ]

  static let places = [
    Case("^ a", "a a", "a"),
    Case("a $", "a a", "a"),
    Case("^ a $", "a", "a"),
    Case("^ a $", "a a"),
    Case("a (?= b)", "a b a", "a"),
    Case("a (?! b)", "a b a c", "a"),
    Case("a (?! b) []", "a b a c", "a c"),
    Case("(?<= b) a", "a b a", "a"),
    Case("(?<! b) a", "b a a", "a"),
    Case("(?<! in|of) [GPE]", "in [Baku|GPE] , [Iran|GPE]", "Iran"),
    Case("(?<= [PERSON] ,) a", "[Eli Cohen|PERSON] , a a", "a"),
    Case("(?<! not []?) b", "not x b , not b , x b", "b"),
  ]

  static let captures = [
    Case("who:[PERSON] visited what:[GPE]", "[Eli|PERSON] visited [Baku|GPE]", "Eli visited Baku {who=Eli; what=Baku}"),
    Case("name:[capitalized]+", "Eli Cohen said", "Eli Cohen {name=Eli Cohen}"),
    Case("maybe:(will)? go", "will go , go", "will go {maybe=will}", "go"),
    Case("(n:[PERSON] ,?)+ met", "[A|PERSON] , [B|PERSON] met", "A , B met {n=A; n=B}"),
    Case("all:(first:a second:b)", "a b", "a b {first=a; all=a b; second=b}"),
    Case("(x:a | y:a) b", "a b", "a b {x=a}"),
    Case("(x:a c | y:a) b", "a b", "a b {y=a}"),
    Case("$actor said", "[Eli|PERSON] said", "Eli said {actor=Eli}"),
    Case("$did(visit|go)", "will go , went , visited , go", "will go {maybe=will}", "went", "visited"),
    Case("$did(@verbs)", "may call on , met", "may call on {maybe=may}", "met"),
    Case("$twice(a, (b | c))", "a c a b a", "a c a"),
  ]

  @Test("the pattern matches what it says", arguments: [words, constraints, units, repetition, places, captures].joined().map { $0 })
  func matches(example: Case) throws {
    #expect(try TokenPatternFixture.matches(example.pattern, example.text) == example.matches)
  }

  @Test("a match never crosses the end of a sentence")
  func sentences() throws {
    #expect(try TokenPatternFixture.matches("a b", "x a", "b a b") == ["a b"])
    #expect(try TokenPatternFixture.matches("a []* b", "a x", "b") == [])
    #expect(try TokenPatternFixture.matches("^ b", "a b", "b a") == ["b"])
  }

  @Test("tags decide about lemma and part of speech where they are")
  func tags() throws {
    let tags = [TokenTag(.NOUN, lemma: "meeting"), TokenTag(.VERB, lemma: "meet"), TokenTag(.VERB, lemma: "criticise")]
    #expect(try TokenPatternFixture.matches("<meet>", "meeting meeting criticising", tags: tags) == ["meeting"])
    #expect(try TokenPatternFixture.matches("<meet:ing>", "meeting meeting criticising", tags: tags) == ["meeting"])
    #expect(try TokenPatternFixture.matches("<criticize>", "meeting meeting criticising", tags: tags) == ["criticising"])
    #expect(try TokenPatternFixture.matches("<@verbs:ing>", "meeting meeting criticising", tags: tags) == ["meeting"])
    let call = [TokenTag(.NOUN, lemma: "call"), TokenTag(.ADP, lemma: "on"), TokenTag(.VERB, lemma: "call"), TokenTag(.ADP, lemma: "on")]
    #expect(try TokenPatternFixture.matches("[] <call on>", "calls on calls on", tags: call) == ["on calls on"])
    #expect(try TokenPatternFixture.matches("[pos=NOUN]", "meeting meeting criticising", tags: tags) == ["meeting"])
    #expect(try TokenPatternFixture.matches("[pos=VERB & lemma=meet]", "meeting meeting criticising", tags: tags) == ["meeting"])
  }

  @Test("patterns of a set are matched together and told apart")
  func several() throws {
    let set = try PatternSet(["a b", "[PERSON]", "b", "x"].map { PatternSource($0, owner: "test") })
    let document = TokenPatternFixture.document(["a b [Eli|PERSON]", "b"])
    #expect(
      set.matches(in: document).matches.map { [$0.pattern, $0.sentence, $0.tokens.lowerBound] } == [
        [0, 0, 0], [1, 0, 2], [2, 0, 1], [2, 1, 3],
      ])
  }

  @Test("hostile patterns end in time that grows with the text, not exponentially")
  func hostile() throws {
    let text = Array(repeating: "a", count: 400).joined(separator: " ")
    for pattern in [
      "(a*)* b", "(a|a)* b", "(a*)*(a*)*(a*)* b", "a*a*a*a*a* b", "(a?){100} a{100} b", "((a{,10}){,10}){,10} b", "([]*[]*)* x",
    ] {
      let set = try PatternSet([PatternSource(pattern + " (?<! c)", owner: "test")])
      let document = Document(sentences: [text + " b c x y"])
      _ = set.matches(in: document)
      #expect(set.matches(in: Document(sentences: [text])).matches.isEmpty)
    }
  }

  @Test("a sentence is given up, and said to be, where look-arounds take too many steps")
  func limit() throws {
    let set = try PatternSet([PatternSource("a (?= (a|a)* (a|a)* (a|a)* b) z", owner: "test")])
    let text = Array(repeating: "a", count: 60).joined(separator: " ") + " z"
    let result = set.matches(in: Document(sentences: [text]))
    #expect(result.matches.isEmpty)
    #expect(!result.isComplete)
  }
}
