/// Validated UTF-8, immutable and cheap to pass around. Offsets are bytes.
///
/// Work on `bytes`: it is as fast as unsafe pointers and bounds-checked. `String` is for the edges.
public struct Text: Sendable, Hashable {
  @usableFromInline
  let storage: [UInt8]

  /// Whether every byte is below 0x80, so that all offset units agree.
  public let isASCII: Bool

  /// The largest text in bytes, so that offsets fit `UInt32` with room to spare.
  public static let maximumCount = 1 << 30

  /// The text of a string.
  public init(_ string: String) {
    self.init(trusted: Array(string.utf8))
  }

  /// The bytes as text, or nil where they are not valid UTF-8 or longer than `maximumCount`.
  public init?(validating bytes: [UInt8]) {
    guard bytes.count <= Self.maximumCount, bytes.withUnsafeBufferPointer(Self.isValid) else { return nil }
    self.init(trusted: bytes)
  }

  /// The bytes as text without a check. The caller has made sure that they are valid UTF-8, for example by copying whole
  /// scalars from another text.
  package init(trusted bytes: [UInt8]) {
    self.storage = bytes
    self.isASCII = bytes.withUnsafeBufferPointer { Self.isASCII($0) }
  }

  /// The bytes.
  @inlinable
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span }
  }

  /// The length in bytes.
  @inlinable
  public var count: Int { storage.count }

  /// Whether there is no text.
  @inlinable
  public var isEmpty: Bool { storage.isEmpty }

  /// The span of the whole text.
  @inlinable
  public var span: TextSpan { TextSpan(0..<storage.count) }

  /// The byte at an offset.
  @inlinable
  public subscript(offset: Int) -> UInt8 { storage[offset] }

  /// The bytes of a span.
  @inlinable
  public subscript(span: TextSpan) -> ArraySlice<UInt8> { storage[span.range] }

  /// The text of a span as a string.
  public func string(_ span: TextSpan) -> String {
    storage.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[span.range]), as: UTF8.self) }
  }

  /// The whole text as a string.
  public var string: String { string(span) }

  /// Whether a span's bytes equal the given ones.
  public func equals(_ span: TextSpan, _ bytes: some Collection<UInt8>) -> Bool {
    storage[span.range].elementsEqual(bytes)
  }

  /// Whether an offset lies between scalars, or at either end.
  @inlinable
  public func isScalarBoundary(_ offset: Int) -> Bool {
    offset >= 0 && (offset == storage.count || (offset < storage.count && storage[offset] & 0xC0 != 0x80))
  }

  /// The span without ASCII white space at its ends.
  public func trimmed(_ span: TextSpan) -> TextSpan {
    var range = span.range
    while let first = range.first, Self.isSpace(storage[first]) { range = range.dropFirst() }
    while let last = range.last, Self.isSpace(storage[last]) { range = range.dropLast() }
    return TextSpan(range)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var offset = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while offset + 8 <= raw.count {
      if raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
      offset += 8
    }
    while offset < raw.count {
      if raw[offset] >= 0x80 { return false }
      offset += 1
    }
    return true
  }

  private static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    isASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil
  }
}

extension Text: ExpressibleByStringLiteral {
  /// The text of a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}
