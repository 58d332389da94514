import Pipeline

/// Text in which entities are marked: `[Isaac Herzog|PERSON] visited [Azerbaijan|GPE]`. A backslash before `[` takes its meaning away.
package struct MarkedInput: Sendable {
  /// The text without the marks.
  package private(set) var text: Text
  /// The marked entities, in order.
  package private(set) var entities: [(span: TextSpan, type: String)] = []

  /// Reads the marks.
  ///
  /// - Throws: What is wrong with them, to be put after `'marked'`.
  package init(_ marked: String) throws(MarkedInputProblem) {
    var bytes: [UInt8] = []
    var start: Int?
    var type: [UInt8]?
    var isEscaped = false
    for byte in marked.utf8 {
      if isEscaped {
        isEscaped = false
        if byte != UInt8(ascii: "[") && byte != UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
        if type == nil { bytes.append(byte) } else { type?.append(byte) }
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "["):
        if start != nil {
          throw MarkedInputProblem(message: "has a '[' inside a mark: put a backslash before one that is only a character")
        }
        start = bytes.count
      case UInt8(ascii: "|") where start != nil && type == nil: type = []
      case UInt8(ascii: "]") where start != nil:
        let name = String(decoding: type ?? [], as: UTF8.self)
        let span = TextSpan((start ?? 0)..<bytes.count)
        if span.isEmpty || name.isEmpty { throw MarkedInputProblem(message: "has a mark that is not of the form [text|TYPE]") }
        entities.append((span, name))
        (start, type) = (nil, nil)
      default:
        if type == nil { bytes.append(byte) } else { type?.append(byte) }
      }
    }
    if start != nil { throw MarkedInputProblem(message: "has a '[' without its ']': marks are of the form [text|TYPE]") }
    if isEscaped { bytes.append(UInt8(ascii: "\\")) }
    text = Text(String(decoding: bytes, as: UTF8.self))
  }
}

/// What is wrong with marked text.
package struct MarkedInputProblem: Error {
  package let message: String
}
