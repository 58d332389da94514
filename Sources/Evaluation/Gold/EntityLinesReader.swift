import Pipeline
import Records

/// Reads JSON Lines: `{"id", "text" or "tokens", "entities": [{"start", "end", "type"}]}`, ends not included. Offsets count the code points of the text, or
/// the tokens. Of entities that overlap the longest is kept, of equally long ones the first: a pipeline's entities do not overlap either.
struct EntityLinesReader {
  let joining: TokenJoining

  func read(_ file: inout GoldFile) -> [GoldEntityDocument] {
    var documents: [GoldEntityDocument] = []
    var dropped = 0
    for line in file.lines where !line.bytes.allSatisfy({ $0 <= 0x20 }) {
      let problem: Problem?
      do throws(Problem) {
        var document = try Self.parse(line.bytes, number: line.number, joining)
        let all = document.entities
        document.entities = Self.withoutOverlaps(all)
        dropped += all.count - document.entities.count
        documents.append(document)
        problem = nil
      } catch {
        problem = error
      }
      if let problem {
        file.report(
          problem.code, problem.message, line: line, at: line.bytes.startIndex + Self.offset(of: problem.member, in: Array(line.bytes)))
      }
    }
    if dropped > 0, let first = file.lines.first {
      file.report(
        "overlapping-gold", "the file has \(dropped) entities that overlap a longer one; they are left out", as: .warning, line: first,
        at: 0)
    }
    return documents
  }

  /// What is wrong with a line, and the member in which.
  struct Problem: Error {
    var code: String
    var message: String
    var member: String?
  }

  private static func parse(
    _ line: ArraySlice<UInt8>, number: Int, _ joining: TokenJoining
  ) throws(Problem) -> GoldEntityDocument {
    let result = try JSONParser.parse(Array(line)) { (json) throws(Problem) in try document(json, number, joining) }
    switch result {
    case .success(let document): return document
    case .failure(let failure): throw Problem(code: "bad-json", message: "the line \(failure.message)")
    }
  }

  private static func document(_ json: JSONValue, _ number: Int, _ joining: TokenJoining) throws(Problem) -> GoldEntityDocument {
    guard json.kind == .object else { throw Problem(code: "bad-gold", message: "a line is an object with 'text' and 'entities'") }
    let id = json.member("id")?.string ?? "line \(number)"
    var text: [UInt8] = []
    /// Byte offsets of the starts and of the ends of what offsets count.
    let starts: [Int]
    let ends: [Int]
    if let given = json.member("text")?.string {
      text = Array(given.utf8)
      let bounds = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
      starts = bounds
      ends = bounds
    } else if let tokens = json.member("tokens"), tokens.kind == .array {
      var words: [String] = []
      for element in tokens.elements {
        guard let word = element.string, !word.allSatisfy(\.isWhitespace) else {
          throw Problem(code: "bad-gold", message: "'tokens' must be a list of words", member: "tokens")
        }
        words.append(word)
      }
      let spans = joining.append(words, to: &text)
      starts = spans.map { Int($0.start) }
      ends = [0] + spans.map { Int($0.end) }
    } else {
      throw Problem(code: "bad-gold", message: "the line has neither 'text' nor 'tokens'")
    }
    guard let list = json.member("entities"), list.kind == .array else {
      throw Problem(code: "bad-gold", message: "the line has no list 'entities'")
    }
    var entities: [GoldEntityDocument.Entity] = []
    for (index, entity) in list.elements.enumerated() {
      guard let start = entity.member("start")?.integer, let end = entity.member("end")?.integer, let type = entity.member("type")?.string,
        !type.isEmpty
      else {
        throw Problem(code: "bad-gold", message: "entity \(index) needs 'start', 'end' and 'type'", member: "entities")
      }
      guard start >= 0, start < end, start < starts.count, end < ends.count else {
        throw Problem(
          code: "bad-gold", message: "entity \(index) has the span \(start) to \(end), which is empty or outside", member: "entities")
      }
      entities.append(.init(span: TextSpan(starts[start]..<ends[end]), label: type))
    }
    return GoldEntityDocument(id: id, text: Text(String(decoding: text, as: UTF8.self)), entities: entities)
  }

  private static func withoutOverlaps(_ entities: [GoldEntityDocument.Entity]) -> [GoldEntityDocument.Entity] {
    let order = entities.enumerated().sorted { ($1.element.span.count, $0.offset) < ($0.element.span.count, $1.offset) }
    var kept: [GoldEntityDocument.Entity] = []
    for (_, entity) in order {
      // Sorted by start, so that only the two neighbours can overlap it.
      let place = kept.partitioningIndex { $0.span.start >= entity.span.start }
      if place < kept.count, kept[place].span.overlaps(entity.span) { continue }
      if place > 0, kept[place - 1].span.overlaps(entity.span) { continue }
      kept.insert(entity, at: place)
    }
    return kept
  }

  /// Where the value of a member begins, in bytes.
  private static func offset(of member: String?, in line: [UInt8]) -> Int {
    guard let member else { return 0 }
    let name = Array(member.utf8)
    var found = 0
    line.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.object { candidate, value in
        guard bytes[candidate].elementsEqual(name) else { return true }
        found = value.lowerBound
        return false
      }
    }
    return found
  }
}

extension Array {
  /// The first index for which a condition holds that holds for a suffix. O(log n).
  func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
