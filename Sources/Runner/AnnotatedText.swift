import Pipeline

/// A document as a terminal shows it: the text with its entities in colour, then what else was found.
struct AnnotatedText {
  let document: Document
  let isColored: Bool

  /// The whole picture, ending in a line end.
  var rendered: String {
    var parts: [String] = []
    if document.isFailed || !document.problems.isEmpty {
      parts.append(section("problems", document.problems.map { "\($0.stage): \($0.message) (\($0.code))" }))
    }
    parts.append(body)
    for layer in [Layer.coreference, .relations, .quotes, .keywords, .summary] where document.layers.contains(layer) {
      parts.append(section(layer.name, document.lines(of: layer)))
    }
    for (name, lines) in document.pluginLayers { parts.append(section(name, lines)) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func section(_ name: String, _ lines: [String]) -> String {
    let body = lines.isEmpty ? ["  none"] : lines.map { "  \(Terminal.printable($0))" }
    return ([TextStyle.bold(name, isColored)] + body).joined(separator: "\n")
  }

  /// Where there are sentences, each on a numbered line of its own; what stands in none keeps its place without a number.
  private var body: String {
    guard document.layers.contains(.sentences) else { return markedLines.joined(separator: "\n") }
    var lines: [String] = []
    var offset: UInt32 = 0
    for (number, sentence) in document.sentences.enumerated() {
      appendLoose(TextSpan(offset, sentence.span.start), to: &lines)
      let label = String(number)
      lines.append(TextStyle.dim("\(String(repeating: " ", count: max(0, 3 - label.count)))\(label)  ", isColored) + marked(sentence.span))
      offset = max(offset, sentence.span.end)
    }
    appendLoose(TextSpan(offset, UInt32(document.text.count)), to: &lines)
    return lines.joined(separator: "\n")
  }

  /// The text line by line.
  private var markedLines: [String] {
    var lines: [String] = []
    var start = 0
    for end in 0...document.text.count where end == document.text.count || document.text[end] == UInt8(ascii: "\n") {
      lines.append(marked(TextSpan(start..<end)))
      start = end + 1
    }
    return lines
  }

  private func appendLoose(_ span: TextSpan, to lines: inout [String]) {
    let trimmed = document.text.trimmed(span)
    if !trimmed.isEmpty { lines.append("     " + TextStyle.dim(marked(trimmed), isColored)) }
  }

  /// The text of a span on one line, entities marked by colour, or by brackets where there is none.
  private func marked(_ span: TextSpan) -> String {
    var result = ""
    var offset = span.start
    for entity in document.entities where span.contains(entity.span) && entity.span.start >= offset {
      result += flat(TextSpan(offset, entity.span.start))
      let text = flat(entity.span)
      let type = entity.type.name
      result += isColored ? TextStyle.entity(type)(text, true) + TextStyle.dim("/\(type)", true) : "[\(text)|\(type)]"
      offset = entity.span.end
    }
    return result + flat(TextSpan(offset, span.end))
  }

  private func flat(_ span: TextSpan) -> String { Terminal.printable(document.text.string(span)) }
}
