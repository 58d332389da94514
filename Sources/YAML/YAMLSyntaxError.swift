import Pipeline

/// What libyaml says where it cannot go on; positions are scalar indices from 0.
struct YAMLSyntaxError: Error {
  var problem: String
  var at: Int
  var context: String
  var from: Int?

  init(problem: String, at: Int, context: String, from: Int?) {
    self.problem = problem
    self.at = at
    self.context = context
    self.from = from
  }

  /// The diagnostic in our words and at the place that a person would look at: where an open quote or bracket stands rather than the end of the file.
  func diagnostic(in source: YAMLSource) -> Diagnostic {
    let end = source.endOfContent
    let here = source.location(scalars: min(at, end), min(at, end) + 1)
    let start = from.map { source.location(scalars: $0, $0 + 1) }
    let (message, location) = explanation(in: source, here, start ?? here)
    return source.diagnostic(code: "syntax", message, at: location)
  }

  private func explanation(in source: YAMLSource, _ here: SourceLocation, _ start: SourceLocation) -> (String, SourceLocation) {
    func from(_ what: String) -> String {
      start.line == here.line ? "\(what) from column \(start.column)" : "\(what) from line \(start.line), column \(start.column)"
    }
    let isAtEnd = at >= source.endOfContent
    switch (context, problem) {
    case (_, "found character that cannot start any token"):
      switch source.scalarText(at) {
      case "\t": return ("a tab cannot indent: use spaces", here)
      case let text: return ("no value can start with \(Wording.quoted(text)): put it in quotes", here)
      }
    case (_, "found a tab character that violates indentation"), (_, "found a tab character where an indentation space is expected"):
      return ("a tab cannot indent: use spaces", here)
    case ("while scanning a quoted scalar", "found unexpected end of stream"),
      ("while scanning a quoted scalar", "found unexpected document indicator"):
      return ("this quoted text is not closed", start)
    case ("while parsing a quoted scalar", "found unknown escape character"), (_, "found unknown escape character"):
      return ("there is no such escape in double quotes: use single quotes, or write '\\\\' for a backslash", here)
    case ("while parsing a flow sequence", _) where isAtEnd: return ("this '[' is not closed", start)
    case ("while parsing a flow mapping", _) where isAtEnd: return ("this '{' is not closed", start)
    case ("while parsing a flow sequence", _):
      return (hint(source, "expected ',' or ']' in \(from("the list"))", here), here)
    case ("while parsing a flow mapping", _):
      return (hint(source, "expected ',' or '}' in \(from("the mapping"))", here), here)
    case ("while parsing a block mapping", _) where source.scalarText(at) == ":":
      return ("a key is missing before this ':'", here)
    case ("while parsing a block mapping", _):
      return ("expected a key at the indentation of the mapping that starts in line \(start.line): check the indentation", here)
    case ("while parsing a block collection", _):
      return ("expected '- ' at the indentation of the list that starts in line \(start.line): check the indentation", here)
    case ("while scanning a simple key", _):
      return ("expected ':' and a space after this key", start)
    case (_, "mapping values are not allowed in this context"):
      return ("a ':' cannot stand here: check the indentation, or put the text in quotes", here)
    case (_, "block sequence entries are not allowed in this context"):
      return ("a '- ' cannot stand here: put the list on a line of its own", here)
    case (_, "did not find expected node content"):
      return ("a value is missing here", here)
    case (_, "found undefined tag handle"):
      return ("the tag's handle is not declared", start)
    case (_, "did not find expected <document start>"):
      return ("unexpected text after the end of the document", here)
    default:
      let text = problem.isEmpty ? "the YAML cannot be read" : problem
      return (context.isEmpty ? text : "\(text) \(context)", here)
    }
  }

  /// `${NAME}` unquoted inside `[ ]` or `{ }` is the one mistake of this kind that pipeline files invite.
  private func hint(_ source: YAMLSource, _ message: String, _ here: SourceLocation) -> String {
    let isReference = source.excerpt(line: here.line)?.contains("${") == true
    return isReference ? "\(message); inside brackets, put ${…} in double quotes" : message
  }
}

extension YAMLSource {
  /// The index of the scalar after the last that is neither white space nor a line end.
  var endOfContent: Int {
    let last = bytes.lastIndex { !" \t\r\n".utf8.contains($0) }
    return bytes[..<(last.map { $0 + 1 } ?? 0)].count { $0 & 0xC0 != 0x80 }
  }

  /// The scalar at an index, or nothing at the end.
  func scalarText(_ index: Int) -> String {
    let start = byteOffset(scalar: index)
    return String(String(decoding: bytes[start..<min(start + 4, bytes.count)], as: UTF8.self).unicodeScalars.prefix(1))
  }
}
