/// Reads our own pages back, byte by byte: a `Character` may join a bracket to a combining mark after it.
struct PageReader {
  /// The start and end tags, without their brackets.
  var tags: [String] = []
  /// The text between them, references resolved.
  var text: [UInt8] = []

  init(_ html: String) {
    var rest = Array(html.utf8)[...]
    while let first = rest.first {
      if first == UInt8(ascii: "<") {
        let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex - 1
        tags.append(String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
        rest = rest[(end + 1)...]
      } else if let (reference, byte) = Self.references.first(where: { rest.starts(with: $0.0) }) {
        text.append(byte)
        rest = rest.dropFirst(reference.count)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
  }

  private static let references: [([UInt8], UInt8)] = [
    (Array("&lt;".utf8), 0x3C), (Array("&gt;".utf8), 0x3E), (Array("&quot;".utf8), 0x22), (Array("&#39;".utf8), 0x27),
    (Array("&amp;".utf8), 0x26),
  ]

  /// The names of the elements, in order.
  var elements: [String] { tags.filter { !$0.hasPrefix("/") }.map { String($0.prefix { $0 != " " }) } }

  /// The names of all attributes, in order. A value is whatever stands up to the next quotation mark.
  var attributes: [String] {
    tags.flatMap { tag in
      var names: [String] = []
      for (index, piece) in tag.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false).enumerated()
      where index % 2 == 0 {
        var words = String(decoding: piece, as: UTF8.self).split(separator: " ")
        if index == 0, !words.isEmpty { words.removeFirst() }
        names += words.map { String($0.prefix { $0 != "=" }) }
      }
      return names
    }
  }

  /// Whether every element ends inside the one that it begins in.
  var isNested: Bool {
    var open: [Substring] = []
    for tag in tags {
      let name = tag.prefix { $0 != " " }
      if !name.hasPrefix("/") { open.append(name) } else if open.popLast() != name.dropFirst() { return false }
    }
    return open.isEmpty
  }
}
