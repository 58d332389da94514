/// Makes a new text from an old one in one pass, with the alignment between them.
///
/// Call `keep`, `replace` and `insert` from the start of the old text to its end; what is kept is copied in bulk. A step that finds nothing
/// to change costs no copy: `finish` then returns nil.
public struct TextRewriter {
  private let source: Text
  private var bytes: [UInt8] = []
  private var edits: [Alignment.Edit] = []
  private var position = 0

  /// Starts at the beginning of a text.
  public init(_ source: Text) {
    self.source = source
  }

  /// The offset in the old text up to which it has been kept or replaced.
  public var offset: Int { position }

  /// Keeps the old text up to an offset.
  public mutating func keep(upTo offset: Int) {
    precondition(offset >= position && offset <= source.count, "the rewriter goes forward only")
    if edits.isEmpty {
      position = offset
      return
    }
    bytes.append(contentsOf: source[TextSpan(position..<offset)])
    position = offset
  }

  /// Replaces a range of the old text, keeping all before it that was not yet passed. The range and the new bytes are whole scalars.
  public mutating func replace(_ range: Range<Int>, with replacement: some Collection<UInt8>) {
    keep(upTo: range.lowerBound)
    if range.isEmpty && replacement.isEmpty { return }
    if edits.isEmpty {
      bytes.reserveCapacity(source.count + replacement.count)
      bytes.append(contentsOf: source[TextSpan(0..<range.lowerBound)])
    }
    let start = bytes.count
    bytes.append(contentsOf: replacement)
    edits.append(Alignment.Edit(text: TextSpan(start..<bytes.count), source: TextSpan(range)))
    position = range.upperBound
  }

  /// Removes a range of the old text.
  public mutating func remove(_ range: Range<Int>) {
    replace(range, with: EmptyCollection())
  }

  /// The new text and its alignment with the old one, or nil where nothing was changed. Keeps all that was not yet passed.
  public mutating func finish() -> (text: Text, alignment: Alignment)? {
    keep(upTo: source.count)
    return edits.isEmpty ? nil : (Text(trusted: bytes), Alignment(edits: edits))
  }
}
