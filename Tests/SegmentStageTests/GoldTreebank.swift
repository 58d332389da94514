import Pipeline

/// A document of a treebank: its raw text, with the spans of its sentences and words.
struct GoldDocument {
  var id = ""
  var text: [UInt8] = []
  var sentences: [TextSpan] = []
  var words: [TextSpan] = []

  /// The documents of a CoNLL-U file. Sentences are joined by a space, paragraphs by an empty line. The words of a multiword token have spans of
  /// their own where their forms joined are the token's; otherwise the token counts as one.
  static func read(conllu: String) -> [GoldDocument] {
    var documents: [GoldDocument] = []
    var current = GoldDocument()
    var beginsParagraph = false
    var cursor = 0
    var multiword: (last: Int, form: [UInt8], parts: [[UInt8]])?

    func place(_ form: [UInt8]) -> Int {
      var start = cursor
      while start + form.count <= current.text.count, !current.text[start...].starts(with: form) { start += 1 }
      cursor = start + form.count
      return start
    }
    for line in conllu.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# newdoc") {
        if !current.text.isEmpty { documents.append(current) }
        current = GoldDocument(id: String(line))
      } else if line.hasPrefix("# newpar") {
        beginsParagraph = true
      } else if line.hasPrefix("# text = ") {
        if !current.text.isEmpty { current.text.append(contentsOf: beginsParagraph ? [0x0A, 0x0A] : [0x20]) }
        beginsParagraph = false
        cursor = current.text.count
        current.text.append(contentsOf: line.utf8.dropFirst(9))
        current.sentences.append(TextSpan(cursor..<current.text.count))
      } else if let first = line.utf8.first, first &- 0x30 < 10 {
        let fields = line.split(separator: "\t", maxSplits: 2)
        let form = Array(fields[1].utf8)
        if fields[0].contains(".") { continue }
        if let dash = fields[0].firstIndex(of: "-") {
          multiword = (Int(fields[0][fields[0].index(after: dash)...])!, form, [])
        } else if multiword != nil {
          multiword!.parts.append(form)
          guard Int(fields[0])! == multiword!.last else { continue }
          var start = place(multiword!.form)
          let parts = Array(multiword!.parts.joined()) == multiword!.form ? multiword!.parts : [multiword!.form]
          for part in parts {
            current.words.append(TextSpan(start..<start + part.count))
            start += part.count
          }
          multiword = nil
        } else {
          let start = place(form)
          current.words.append(TextSpan(start..<start + form.count))
        }
      }
    }
    if !current.text.isEmpty { documents.append(current) }
    return documents
  }
}

/// Precision and recall of spans, with white space left out of account as the CoNLL 2018 evaluation does.
struct SpanScore {
  var gold = 0
  var system = 0
  var correct = 0

  var f1: Double { 200 * Double(correct) / Double(max(1, gold + system)) }

  mutating func add(_ text: [UInt8], gold goldSpans: [TextSpan], system systemSpans: [TextSpan]) {
    var offsets: [Int] = []
    var seen = 0
    for byte in text {
      offsets.append(seen)
      if byte > 0x20 { seen += 1 }
    }
    offsets.append(seen)
    func compact(_ spans: [TextSpan]) -> Set<[Int]> { Set(spans.map { [offsets[Int($0.start)], offsets[Int($0.end)]] }) }
    let (wanted, found) = (compact(goldSpans), compact(systemSpans))
    gold += wanted.count
    system += found.count
    correct += wanted.intersection(found).count
  }
}
