import Pipeline

/// Text with spans marked inside it: `[Isaac Herzog|PERSON] visited [Azerbaijan|GPE]`. A backslash before `[` takes its meaning away.
package struct MarkedText {
  /// The text without the marks.
  package var text: String
  /// The marked spans in order, with their labels.
  package var spans: [(span: TextSpan, label: String)] = []

  package init(_ marked: String) {
    var bytes: [UInt8] = []
    var start: Int?
    var label: [UInt8]?
    var escaped = false
    for byte in marked.utf8 {
      switch (byte, escaped) {
      case (UInt8(ascii: "\\"), false):
        escaped = true
        continue
      case (UInt8(ascii: "["), false) where start == nil: start = bytes.count
      case (UInt8(ascii: "|"), false) where start != nil && label == nil: label = []
      case (UInt8(ascii: "]"), false) where label != nil:
        spans.append((TextSpan(start!..<bytes.count), String(decoding: label!, as: UTF8.self)))
        (start, label) = (nil, nil)
      default:
        if escaped, byte != UInt8(ascii: "[") { bytes.append(UInt8(ascii: "\\")) }
        if label != nil { label!.append(byte) } else { bytes.append(byte) }
      }
      escaped = false
    }
    text = String(decoding: bytes, as: UTF8.self)
  }
}
