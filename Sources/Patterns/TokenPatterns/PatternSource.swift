import Pipeline
import YAML

/// The text of a pattern, with where it stands in a file.
package struct PatternSource: Sendable {
  /// What the pattern belongs to, as messages name it: `rule 'visit'`.
  package var owner: String
  /// The pattern.
  package var text: String
  /// The file; nil for a pattern from code.
  package var file: String?
  /// The line of the first character, from 1.
  package var line: Int
  /// The column of the first character, from 1, in Unicode scalars.
  package var column: Int
  /// The column of the first character of every further line: where a YAML block is indented to.
  package var continuationColumn: Int
  /// The file's text, for excerpts.
  var yaml: YAMLSource?
  /// Whether offsets can be placed; otherwise every problem stands at the start.
  var isExact = true

  /// Creates a source.
  package init(_ text: String, owner: String, file: String? = nil, line: Int = 1, column: Int = 1, continuationColumn: Int? = nil) {
    self.owner = owner
    self.text = text
    self.file = file
    self.line = line
    self.column = column
    self.continuationColumn = continuationColumn ?? column
  }

  /// Where a range of byte offsets of `text` stands; its length ends with the line.
  package func location(_ range: Range<Int>) -> SourceLocation? {
    guard let file else { return nil }
    var location = SourceLocation(file: file, line: line, column: column)
    if !isExact { return location }
    var length = 0
    for (offset, byte) in text.utf8.enumerated() where byte & 0xC0 != 0x80 {
      if offset >= range.lowerBound {
        if offset >= range.upperBound || byte == UInt8(ascii: "\n") { break }
        length += 1
      } else if byte == UInt8(ascii: "\n") {
        location.line += 1
        location.column = continuationColumn
      } else {
        location.column += 1
      }
    }
    location.length = max(1, length)
    return location
  }

  /// A problem in this pattern.
  package func diagnostic(_ code: String, _ message: String, _ range: Range<Int>) -> Diagnostic {
    let location = location(range)
    let excerpt = location.flatMap { location in yaml?.excerpt(line: location.line) }
    return Diagnostic(code: code, owner.isEmpty ? message : "\(owner): \(message)", at: location, excerpt: excerpt)
  }
}
