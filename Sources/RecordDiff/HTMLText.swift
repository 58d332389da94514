/// Text on its way into a page.
enum HTMLText {
  /// The text for an element or a quoted attribute. It is replaced byte by byte, so that no combining mark hides a quotation mark; what could turn the direction of
  /// the page or is a control character is no longer there after `Printable.flat`.
  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in Printable.flat(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As `escaped`, with a space for white space at each end.
  static func fragment(_ text: String) -> String {
    if text.isEmpty { return "" }
    return (text.first == " " ? " " : "") + escaped(text) + (text.last == " " && text.count > 1 ? " " : "")
  }
}
