import Pipeline

/// Bytes of an output on their way. Each format adds its own escaping in an extension.
struct ByteWriter {
  /// What was written so far.
  var bytes: [UInt8] = []

  /// Starts empty, with room for so many bytes.
  init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// Appends what is known when the program is built.
  @inline(__always)
  mutating func raw(_ literal: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends bytes that need no escaping.
  mutating func raw(_ literal: [UInt8]) {
    bytes.append(contentsOf: literal)
  }

  /// Appends a whole number.
  mutating func integer(_ value: Int) {
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Appends a whole number with commas between the thousands, as English writes it.
  mutating func grouped(_ value: Int) {
    let digits = Array(String(value).utf8)
    for (index, digit) in digits.enumerated() {
      let left = digits.count - index
      if index > 0, left % 3 == 0, digits[index - 1] != UInt8(ascii: "-") { bytes.append(UInt8(ascii: ",")) }
      bytes.append(digit)
    }
  }

  /// Appends a probability as a percentage without decimals.
  mutating func percent(_ probability: Float) {
    let share = probability.isFinite ? min(1, max(0, probability)) : 0
    integer(Int((share * 100).rounded()))
    raw("%")
  }
}

extension Text {
  /// Hands out the bytes of a span.
  @inline(__always)
  func withBytes(of span: TextSpan, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[span.range])) }
  }
}

extension String {
  /// Hands out the UTF-8 bytes.
  @inline(__always)
  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var copy = self
    copy.withUTF8(body)
  }
}
