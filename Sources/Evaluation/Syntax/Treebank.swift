import Pipeline

/// Reads CoNLL-U. A document begins at `# newdoc`, a paragraph at `# newpar`; sentences are joined by a space, paragraphs by an empty line. Empty nodes are
/// passed over.
enum Treebank {
  typealias Line = (number: Int, bytes: ArraySlice<UInt8>)

  /// Reads the documents of a file; what is wrong with it is reported there.
  ///
  /// - Parameter isAnnotated: Whether parts of speech and trees are checked and kept; without, segmentation is all that is read.
  static func read(_ file: inout GoldFile, tokens: TreebankText, isAnnotated: Bool = false) -> [TreebankDocument] {
    var documents: [TreebankDocument] = []
    var builder = TreebankBuilder(id: file.name, style: tokens)
    var sentence = TreebankSentence()
    func endSentence(_ file: inout GoldFile) {
      if !sentence.rows.isEmpty {
        if isAnnotated { sentence.checkTree(&file) }
        builder.add(sentence, &file)
        sentence = TreebankSentence()
      }
    }
    for line in file.lines {
      if line.bytes.first == UInt8(ascii: "#") {
        let comment = String(decoding: line.bytes.dropFirst(), as: UTF8.self).trimmingSpaces
        if comment == "newdoc" || comment.hasPrefix("newdoc ") {
          endSentence(&file)
          if let done = builder.finish() { documents.append(done) }
          let id = comment.firstIndex(of: "=").map { String(comment[comment.index(after: $0)...]).trimmingSpaces }
          builder = TreebankBuilder(id: id ?? "\(file.name) \(documents.count + 1)", style: tokens)
        } else if comment == "newpar" || comment.hasPrefix("newpar ") {
          sentence.beginsParagraph = true
        } else if comment.hasPrefix("text ="), let equals = line.bytes.firstIndex(of: UInt8(ascii: "=")) {
          sentence.text = line.bytes[(equals + 1)...].drop { $0 == 0x20 }
        }
      } else if line.bytes.isEmpty {
        endSentence(&file)
      } else {
        sentence.add(line, isAnnotated: isAnnotated, &file)
      }
    }
    endSentence(&file)
    if let done = builder.finish() { documents.append(done) }
    return documents
  }
}

/// The lines of one sentence.
struct TreebankSentence {
  /// A token with its words.
  struct Surface {
    var line: Treebank.Line
    var form: ArraySlice<UInt8>
    var words: Range<Int>
    var isMultiword: Bool
    var hasSpaceAfter: Bool
  }

  /// A word.
  struct Row {
    var line: Treebank.Line
    var form: ArraySlice<UInt8>
    var lemma: String
    var pos: String
    /// From 1, 0 for the root.
    var head: Int
    var headOffset: Int
    var relation: String
  }

  var rows: [Row] = []
  var surfaces: [Surface] = []
  var text: ArraySlice<UInt8>?
  var beginsParagraph = false
  /// The last word of the multiword token that is open.
  private var openUntil = 0

  init() {}

  mutating func add(_ line: Treebank.Line, isAnnotated: Bool, _ file: inout GoldFile) {
    let fields = line.bytes.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 10 else {
      return file.report(
        "bad-columns", "a line of CoNLL-U has 10 columns apart by tabs, here are \(fields.count)", line: line, at: line.bytes.startIndex)
    }
    let id = String(decoding: fields[0], as: UTF8.self)
    if id.contains(".") { return }
    if fields[1].isEmpty {
      return file.report("empty-form", "the form is empty", line: line, at: fields[1].startIndex)
    }
    let isSpaced = !String(decoding: fields[9], as: UTF8.self).split(separator: "|").contains("SpaceAfter=No")
    if id.contains("-") {
      let bounds = id.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard bounds.count == 2, let first = bounds[0], let last = bounds[1], first == rows.count + 1, last > first, openUntil <= rows.count
      else {
        return file.report(
          "bad-id", "the range must begin at word \(rows.count + 1), which comes next", line: line, at: fields[0].startIndex)
      }
      openUntil = last
      surfaces.append(
        Surface(line: line, form: fields[1], words: rows.count..<last, isMultiword: true, hasSpaceAfter: isSpaced))
      return
    }
    guard Int(id) == rows.count + 1 else {
      return file.report("bad-id", "the word must have the number \(rows.count + 1)", line: line, at: fields[0].startIndex)
    }
    if rows.count >= openUntil {
      surfaces.append(
        Surface(line: line, form: fields[1], words: rows.count..<rows.count + 1, isMultiword: false, hasSpaceAfter: isSpaced))
    }
    let pos = String(decoding: fields[3], as: UTF8.self)
    let head = Int(String(decoding: fields[6], as: UTF8.self))
    let relation = String(decoding: fields[7].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    if isAnnotated {
      let known = UniversalPartOfSpeech.allCases.map(\.rawValue)
      if !known.contains(pos) {
        file.report(
          "unknown-upos", "there is no universal part of speech '\(pos)'\(Suggestion.suffix(for: pos, in: known))", line: line,
          at: fields[3].startIndex)
      }
      if head == nil { file.report("bad-head", "the head must be the number of a word, or 0", line: line, at: fields[6].startIndex) }
      if relation.isEmpty || relation == "_" {
        file.report("no-relation", "the word has no relation to its head", line: line, at: fields[7].startIndex)
      }
    }
    rows.append(
      Row(
        line: line, form: fields[1], lemma: String(decoding: fields[2], as: UTF8.self), pos: pos, head: head ?? 0,
        headOffset: fields[6].startIndex, relation: relation))
  }

  /// Checks that the heads make a tree with one root.
  func checkTree(_ file: inout GoldFile) {
    for row in rows where !(0...rows.count).contains(row.head) {
      return file.report(
        "bad-head", "the sentence has \(rows.count) words, and no word \(row.head)", line: row.line, at: row.headOffset)
    }
    let roots = rows.count { $0.head == 0 }
    if roots != 1, let row = rows.last(where: { $0.head == 0 }) ?? rows.first {
      return file.report(
        "bad-root", "the sentence must have one root, and has \(roots)", line: row.line, at: row.headOffset)
    }
    // 0 new, 1 on the present path, 2 known to lead to the root.
    var state = Array(repeating: 0, count: rows.count)
    for start in rows.indices {
      var path: [Int] = []
      var index = start
      while index >= 0, state[index] == 0 {
        state[index] = 1
        path.append(index)
        index = rows[index].head - 1
      }
      if index >= 0, state[index] == 1 {
        return file.report("cycle", "the heads go round in a circle here", line: rows[index].line, at: rows[index].headOffset)
      }
      path.forEach { state[$0] = 2 }
    }
  }
}

/// Makes a document of sentences.
struct TreebankBuilder {
  private let style: TreebankText
  private var document: TreebankDocument
  private var text: [UInt8] = []

  init(id: String, style: TreebankText) {
    self.style = style
    document = TreebankDocument(id: id)
  }

  /// The document, if it has a sentence.
  func finish() -> TreebankDocument? {
    if document.sentences.isEmpty { return nil }
    var document = document
    document.text = Text(String(decoding: text, as: UTF8.self))
    return document
  }

  mutating func add(_ sentence: TreebankSentence, _ file: inout GoldFile) {
    if !text.isEmpty { text += sentence.beginsParagraph ? [0x0A, 0x0A] : [0x20] }
    let start = text.count
    let first = document.words.count
    if style == .text, let given = sentence.text { text += given }
    var place = start
    var isSpaced = false
    for surface in sentence.surfaces {
      let words = sentence.rows[min(surface.words.lowerBound, sentence.rows.count)..<min(surface.words.upperBound, sentence.rows.count)]
      let isWhole = words.flatMap(\.form).elementsEqual(surface.form)
      var form = Array(surface.form)
      if style == .words, !isWhole { form = words.flatMap(\.form) }
      if style == .text, sentence.text != nil {
        while place < text.count, text[place] <= 0x20 || text[place...].starts(with: [0xC2, 0xA0]) { place += text[place] <= 0x20 ? 1 : 2 }
        guard text[place...].starts(with: form) else {
          return file.report(
            "text-differs", "the form is not what '# text' has in this place", line: surface.line, at: surface.form.startIndex)
        }
      } else {
        if isSpaced { text.append(0x20) }
        place = text.count
        text += form
      }
      isSpaced = surface.hasSpaceAfter
      let span = TextSpan(place..<place + form.count)
      var offset = place
      let isCut = isWhole || style == .words
      for row in words {
        let own = isCut ? TextSpan(offset..<offset + row.form.count) : span
        offset += row.form.count
        if isCut { document.tokens.append(own) }
        let isMultiword = surface.isMultiword && style == .text
        document.words.append(
          TreebankDocument.Word(
            form: String(decoding: row.form, as: UTF8.self), lemma: row.lemma, pos: row.pos,
            head: row.head == 0 ? -1 : first + row.head - 1,
            relation: row.relation, span: isMultiword ? span : own, isMultiword: isMultiword))
      }
      if !isCut { document.tokens.append(span) }
      place += form.count
    }
    if style == .text, sentence.text != nil, text[place...].contains(where: { $0 > 0x20 }), let last = sentence.surfaces.last {
      file.report("text-differs", "'# text' goes on after the last word of the sentence", line: last.line, at: last.form.startIndex)
    }
    document.sentences.append(TextSpan(start..<text.count))
    document.ranges.append(first..<document.words.count)
  }
}
