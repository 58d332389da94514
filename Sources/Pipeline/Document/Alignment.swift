/// How a text came from its source: the places where they differ, in order.
///
/// Between edits both texts are equal byte for byte, so that an offset outside every edit maps exactly. An offset inside an
/// edit maps outwards: a span's start to the start of the replaced source, its end to the end. A span therefore always maps
/// to the source that it came from, never to less.
public struct Alignment: Sendable, Hashable, Codable {
  /// One place where text and source differ: `text` replaced `source`. Either may be empty, not both.
  public struct Edit: Sendable, Hashable, Codable {
    /// The bytes in the text.
    public var text: TextSpan
    /// The bytes in the source.
    public var source: TextSpan

    /// Creates an edit.
    @inlinable
    public init(text: TextSpan, source: TextSpan) {
      self.text = text
      self.source = source
    }
  }

  /// The edits, by offset, none overlapping another in either text.
  public private(set) var edits: [Edit]

  /// The alignment of a text with itself.
  public static let identity = Alignment(edits: [])

  /// Creates an alignment from edits in order of their offsets.
  ///
  /// Edits that touch in both texts stay apart, so that a span that ends between them maps exactly; they are merged where a side of one is
  /// empty, for then nothing says which comes first.
  public init(edits: [Edit]) {
    self.edits = []
    self.edits.reserveCapacity(edits.count)
    for edit in edits {
      if let last = self.edits.last, last.text.end == edit.text.start, last.source.end == edit.source.start,
        last.text.isEmpty || last.source.isEmpty || edit.text.isEmpty || edit.source.isEmpty
      {
        self.edits[self.edits.count - 1] = Edit(
          text: TextSpan(last.text.start, edit.text.end), source: TextSpan(last.source.start, edit.source.end))
      } else {
        self.edits.append(edit)
      }
    }
  }

  /// Whether text and source are equal.
  @inlinable
  public var isIdentity: Bool { edits.isEmpty }

  /// Whether the edits are ordered, disjoint and separated by equally long stretches of both texts, of the given lengths in all.
  public func isValid(textCount: Int, sourceCount: Int) -> Bool {
    var text = 0
    var source = 0
    for edit in edits {
      let kept = Int(edit.text.start) - text
      guard kept >= 0, Int(edit.source.start) - source == kept, edit.text.count >= 0, edit.source.count >= 0 else { return false }
      text = Int(edit.text.end)
      source = Int(edit.source.end)
    }
    return textCount - text == sourceCount - source && textCount >= text
  }

  /// The source span that a span of the text came from. O(log edits).
  public func sourceSpan(of span: TextSpan) -> TextSpan {
    if edits.isEmpty { return span }
    let start = sourceOffset(start: span.start)
    return TextSpan(start, max(start, sourceOffset(end: span.end)))
  }

  /// A start offset: at a deletion, the source after it.
  private func sourceOffset(start: UInt32) -> UInt32 {
    let index = lastEdit { $0.text.start <= start }
    guard index >= 0 else { return start }
    let edit = edits[index]
    return start < edit.text.end ? edit.source.start : edit.source.end + (start - edit.text.end)
  }

  /// An end offset: at a deletion, the source before it.
  private func sourceOffset(end: UInt32) -> UInt32 {
    let index = lastEdit { $0.text.start < end }
    guard index >= 0 else { return end }
    let edit = edits[index]
    return end < edit.text.end ? edit.source.end : edit.source.end + (end - edit.text.end)
  }

  /// The index of the last edit for which the condition holds (it holds for a prefix of them), or -1.
  private func lastEdit(where condition: (Edit) -> Bool) -> Int {
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if condition(edits[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// The alignment of a text with this alignment's source, when `next` aligns that text with this alignment's text. O(n + m).
  public func followed(by next: Alignment) -> Alignment {
    if edits.isEmpty { return next }
    if next.edits.isEmpty { return self }
    var composed: [Edit] = []
    composed.reserveCapacity(edits.count + next.edits.count)
    // Both lists are walked over the text in the middle. Edits that overlap there, or touch where one is empty, join into one group, and
    // the offsets outside every group differ by a constant on both sides.
    var mine = 0
    var theirs = 0
    var outer = 0  // new text minus middle text, after the edits passed so far
    var inner = 0  // source minus middle text, likewise
    while mine < edits.count || theirs < next.edits.count {
      let mineStart = mine < edits.count ? edits[mine].text.start : .max
      let theirStart = theirs < next.edits.count ? next.edits[theirs].source.start : .max
      let start = min(mineStart, theirStart)
      let outerStart = Int(start) + outer
      let innerStart = Int(start) + inner
      var end = start
      var grown = true
      func joins(_ span: TextSpan) -> Bool { span.start < end || (span.start == end && (span.isEmpty || start == end)) }
      while grown {
        grown = false
        while mine < edits.count, joins(edits[mine].text) {
          end = max(end, edits[mine].text.end)
          inner = Int(edits[mine].source.end) - Int(edits[mine].text.end)
          mine += 1
          grown = true
        }
        while theirs < next.edits.count, joins(next.edits[theirs].source) {
          end = max(end, next.edits[theirs].source.end)
          outer = Int(next.edits[theirs].text.end) - Int(next.edits[theirs].source.end)
          theirs += 1
          grown = true
        }
      }
      composed.append(
        Edit(text: TextSpan(outerStart..<Int(end) + outer), source: TextSpan(innerStart..<Int(end) + inner)))
    }
    return Alignment(edits: composed)
  }
}
