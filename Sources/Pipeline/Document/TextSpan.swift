/// A half-open range of UTF-8 byte offsets into a ``Text``, on scalar boundaries. Eight bytes.
public struct TextSpan: Sendable, Hashable, Comparable, Codable {
  /// The first byte.
  public var start: UInt32
  /// One past the last byte.
  public var end: UInt32

  /// Creates a span; `end` is not before `start`.
  @inlinable
  public init(_ start: UInt32, _ end: UInt32) {
    self.start = start
    self.end = end
  }

  /// Creates a span from offsets as `Span` and arrays count them.
  @inlinable
  public init(_ range: Range<Int>) {
    self.init(UInt32(truncatingIfNeeded: range.lowerBound), UInt32(truncatingIfNeeded: range.upperBound))
  }

  /// The offsets as a range of `Int`.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(end) }

  /// The length in bytes.
  @inlinable
  public var count: Int { Int(end) - Int(start) }

  /// Whether the span covers nothing.
  @inlinable
  public var isEmpty: Bool { start == end }

  /// Whether the other span lies inside this one.
  @inlinable
  public func contains(_ other: TextSpan) -> Bool { start <= other.start && other.end <= end }

  /// Whether both spans share at least one byte.
  @inlinable
  public func overlaps(_ other: TextSpan) -> Bool { start < other.end && other.start < end }

  /// Orders by start, then by end.
  @inlinable
  public static func < (left: TextSpan, right: TextSpan) -> Bool {
    left.start == right.start ? left.end < right.end : left.start < right.start
  }
}

/// A half-open range of indices into another layer, such as a sentence's tokens. Eight bytes.
public struct IndexRange: Sendable, Hashable, Codable {
  /// The first index.
  public var start: UInt32
  /// One past the last index.
  public var end: UInt32

  /// Creates a range from array indices.
  @inlinable
  public init(_ range: Range<Int>) {
    self.start = UInt32(truncatingIfNeeded: range.lowerBound)
    self.end = UInt32(truncatingIfNeeded: range.upperBound)
  }

  /// The indices as a range of `Int`.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(end) }

  /// How many indices there are.
  @inlinable
  public var count: Int { Int(end) - Int(start) }
}
