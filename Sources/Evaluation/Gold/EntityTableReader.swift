import Pipeline

/// Reads tokens with their tags: a token and, in the last column, its tag on a line, columns apart by tabs or spaces; an empty line after a segment;
/// `# doc = id` or `-DOCSTART-` before a document.
///
/// Tags are `O`, `B-LABEL`, `I-LABEL` (IOB2). An `I-` that goes on with nothing begins an entity, as in the evaluation of CoNLL 2000 and in IOB1; how many
/// there were is a warning.
struct EntityTableReader {
  let joining: TokenJoining
  let segments: SegmentBreak

  private typealias Line = (number: Int, bytes: ArraySlice<UInt8>)

  /// What was read of the present document.
  private struct State {
    var id = ""
    var text: [UInt8] = []
    var entities: [GoldEntityDocument.Entity] = []
    var tokens: [String] = []
    /// For each token: the label of the entity that it belongs to, and whether it begins it.
    var tags: [(label: String, begins: Bool)?] = []
  }

  func read(_ file: inout GoldFile) -> [GoldEntityDocument] {
    var documents: [GoldEntityDocument] = []
    var state = State(id: file.name)
    var repaired: (count: Int, first: Line, offset: Int)?
    for line in file.lines {
      if let id = Self.documentStart(line.bytes) {
        finish(&state, into: &documents)
        state = State(id: id.isEmpty ? "\(file.name) \(documents.count + 1)" : id)
      } else if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        endSegment(&state)
      } else if let (token, tag, offset) = columns(line, &file) {
        let known = state.tags.last.flatMap { $0 }?.label
        switch Self.parse(tag) {
        case .outside: state.tags.append(nil)
        case .begins(let label): state.tags.append((label, true))
        case .goesOn(let label):
          if known != label { repaired = (1 + (repaired?.count ?? 0), repaired?.first ?? line, repaired?.offset ?? offset) }
          state.tags.append((label, known != label))
        case .wrong:
          file.report(
            "bad-tag", "the tag '\(tag)' is none of O, B-LABEL and I-LABEL", line: line, at: offset)
          state.tags.append(nil)
        }
        state.tokens.append(token)
      }
    }
    finish(&state, into: &documents)
    if let repaired {
      let many = repaired.count == 1 ? "a tag begins" : "\(repaired.count) tags, of which this is the first, begin"
      file.report(
        "stray-inside-tag", "\(many) an entity with I-, read as B-", as: .warning, line: repaired.first, at: repaired.offset)
    }
    return documents
  }

  /// The id, if a document begins here.
  private static func documentStart(_ line: ArraySlice<UInt8>) -> String? {
    if line.starts(with: "-DOCSTART-".utf8) { return "" }
    guard line.starts(with: "# ".utf8), let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = line[line.startIndex..<equals]
    guard ["# doc", "# newdoc id"].contains(String(decoding: name, as: UTF8.self).trimmingSpaces) else { return nil }
    return String(decoding: line[(equals + 1)...], as: UTF8.self).trimmingSpaces
  }

  /// Token and tag of a line, and where the tag stands.
  private func columns(_ line: Line, _ file: inout GoldFile) -> (token: String, tag: String, offset: Int)? {
    let separator: UInt8 = line.bytes.contains(0x09) ? 0x09 : 0x20
    let parts = line.bytes.split(separator: separator, omittingEmptySubsequences: separator == 0x20)
    guard parts.count >= 2, let token = parts.first, let tag = parts.last else {
      file.report("bad-line", "a line is a token, a tab and its tag; here is one column", line: line, at: line.bytes.endIndex)
      return nil
    }
    let text = String(decoding: token, as: UTF8.self)
    if text.allSatisfy(\.isWhitespace) {
      file.report("bad-line", "the token is empty", line: line, at: token.startIndex)
      return nil
    }
    return (text, String(decoding: tag, as: UTF8.self), tag.startIndex)
  }

  private enum Tag {
    case outside, wrong
    case begins(String)
    case goesOn(String)
  }

  private static func parse(_ tag: String) -> Tag {
    if tag == "O" { return .outside }
    let label = String(tag.dropFirst(2))
    if label.isEmpty { return .wrong }
    return tag.hasPrefix("B-") ? .begins(label) : tag.hasPrefix("I-") ? .goesOn(label) : .wrong
  }

  private func endSegment(_ state: inout State) {
    if state.tokens.isEmpty { return }
    if !state.text.isEmpty { state.text += segments.bytes }
    let spans = joining.append(state.tokens, to: &state.text)
    var index = 0
    while index < spans.count {
      guard let tag = state.tags[index] else {
        index += 1
        continue
      }
      var end = index + 1
      while end < spans.count, let next = state.tags[end], !next.begins { end += 1 }
      state.entities.append(.init(span: TextSpan(spans[index].start, spans[end - 1].end), label: tag.label))
      index = end
    }
    state.tokens = []
    state.tags = []
  }

  private func finish(_ state: inout State, into documents: inout [GoldEntityDocument]) {
    endSegment(&state)
    if state.text.isEmpty { return }
    documents.append(GoldEntityDocument(id: state.id, text: Text(String(decoding: state.text, as: UTF8.self)), entities: state.entities))
  }
}

extension String {
  /// Without spaces at its ends.
  var trimmingSpaces: String {
    var slice = self[...]
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
