import Pipeline

/// The documents that a plugin is shown: ordinary ones, and such as articles are not but files may be.
enum ConformanceSamples {
  /// A word of no language. Where it turns up in a message, the message holds text.
  static let marker = "qzxvkwy"

  /// A text with its name in reports.
  static let texts: [(name: String, text: String)] = [
    ("a plain article", "Anna Berg visited Geneva on 3 May 2021. She met the \(marker) council there.\n\nIt agreed to her plan."),
    ("an empty text", ""), ("a space", " "), ("line ends alone", "\n\n\r\n\n"), ("one letter", "a"), ("one number", "1952"),
    ("punctuation alone", "... — !? () [] {}"), ("only emoji", "😀😀 👩‍👩‍👧‍👦 🏳️‍🌈 👋🏽"), ("an emoji before a name", "😀 Anna Berg is in 🇨🇭 Geneva. 😀"),
    ("letters beyond the basic plane", "𝔄𝔫𝔫𝔞 𝔅𝔢𝔯𝔤 met 𐍈𐌹𐌻 in 𝟚𝟘𝟚𝟙."),
    ("combining marks", "Zoe\u{308} a\u{301}\u{323}te cafe\u{301} n\u{303}. Z\u{351}\u{36B}\u{343}a\u{316}lgo."),
    ("Arabic and Hebrew", "زارت آنا برغ جنيف. אנה ברג ביקרה בז׳נבה ב־2021."), ("Chinese and Japanese", "安娜·贝里访问了日内瓦。彼女は市長に会った。"),
    ("Devanagari and Thai", "अन्ना बर्ग जिनेवा गईं। แอนนาไปเจนีวา"), ("line ends of Windows", "Anna Berg\r\nvisited Geneva.\r\n\r\nShe stayed.\r\n"),
    ("lone carriage returns", "Anna Berg\rvisited Geneva.\r"),
    ("separators of lines and paragraphs", "Anna\u{2028}Berg\u{2029}visited\u{85}Geneva."),
    ("tabs and odd spaces", "Anna\tBerg\u{A0}visited\u{2003}Geneva\u{200B}.\u{3000}"), ("a NUL", "Anna \u{0}Berg visited\u{0} Geneva."),
    ("control characters", "Anna \u{1}\u{7}\u{8}\u{1B}[31mBerg\u{7F} left."),
    ("a byte order mark inside", "\u{FEFF}Anna Berg\u{FEFF} left."),
    ("characters that are none", "Anna \u{FFFF}\u{FFFE}\u{1FFFE}\u{FFFD} Berg \u{10FFFF}."),
    ("directions overridden", "Anna \u{202E}greB\u{202C} \u{2067}left\u{2069}."),
    ("text that is JSON", #"{"id":1,"record":{"layers":{}}}"#),
    ("quotation marks and backslashes", #"She said "\"Geneva\\" \n \u0041 'now'."#),
    ("markup", "<p>Anna &amp; <b onclick='x'>Berg</b> left.</p><!-- -->"),
    ("a regular expression's worst", String(repeating: "a", count: 5_000) + "!"),
    ("one word of 100,000 letters", String(repeating: "Geneva", count: 16_667)),
    ("10,000 short lines", String(repeating: "ab.\n", count: 10_000)),
    ("a text of 1 MB", String(repeating: "Anna Berg visited Geneva on 3 May 2021, and the council agreed. ", count: 16_384)),
    ("1 MB beyond ASCII", String(repeating: "Ζωή 😀 ", count: 77_000)),
  ]

  /// A document with all layers that a stage may be sent.
  ///
  /// - Parameter layers: The layers that are there.
  static func document(_ text: String, layers: Set<Layer>) -> Document {
    var document = Document(id: "check/article.txt", text: Text(text))
    let bytes = Array(text.utf8)
    var start = 0
    // Words are what stands between ASCII white space; a sentence is a line.
    var lineStart = 0
    var firstToken = 0
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    for offset in 0...bytes.count {
      let isEnd = offset == bytes.count
      if isEnd || isSpace(bytes[offset]) {
        if start < offset { document.tokens.append(TextSpan(start..<offset)) }
        start = offset + 1
      }
      if isEnd || bytes[offset] == 0x0A {
        if firstToken < document.tokens.count {
          let span = TextSpan(max(lineStart, Int(document.tokens[firstToken].start))..<Int(document.tokens[document.tokens.count - 1].end))
          document.sentences.append(Sentence(span, tokens: IndexRange(firstToken..<document.tokens.count)))
          document.blocks.append(Block(.paragraph, span))
        }
        firstToken = document.tokens.count
        lineStart = offset + 1
      }
    }
    document.tags = document.tokens.map { _ in TokenTag(.NOUN, lemma: "word") }
    for sentence in document.sentences {
      for index in sentence.tokens.start..<sentence.tokens.end {
        let isFirst = index == sentence.tokens.start
        document.syntax.append(Dependency(head: isFirst ? -1 : Int32(sentence.tokens.start), relation: isFirst ? "root" : "dep"))
      }
    }
    for token in document.tokens.prefix(20_000) where token.count == 4 && document.text.string(token) == "Anna" {
      document.entities.append(Entity(token, "PERSON", by: Provenance("check/sample")))
    }
    document.keywords = document.text.isEmpty ? [] : [Keyword("Geneva", score: 0.5)]
    if !document.sentences.isEmpty { document.summary = Summary(text: document.text.string(document.sentences[0].span), sentences: [0]) }
    document.layers = layers
    for layer in layers where layer != .text && !Layer.builtIn.contains(layer) {
      document.openLayers[layer] = .encoded(EncodedLayer(bytes: Array("{}".utf8), unit: .codepoint) { _, _ in throw CancellationError() })
    }
    return document
  }
}
