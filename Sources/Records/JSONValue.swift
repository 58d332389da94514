import Pipeline

/// A value of a parsed JSON text: a place on simdjson's tape. Lives as long as the closure that it was handed to.
package struct JSONValue {
  /// What a value is.
  package enum Kind: UInt8 {
    /// The types, as the tape marks them. A whole number is `unsigned` only where it does not fit in a signed one.
    case object = 0x7B
    case array = 0x5B
    case string = 0x22
    case integer = 0x6C
    case unsigned = 0x75
    case number = 0x64
    case `true` = 0x74
    case `false` = 0x66
    case null = 0x6E
  }

  fileprivate let tape: UnsafePointer<UInt64>
  fileprivate let strings: UnsafePointer<UInt8>
  fileprivate let index: Int

  init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
    self.tape = tape
    self.strings = strings
    self.index = index
  }

  private var payload: UInt64 { tape[index] & 0x00FF_FFFF_FFFF_FFFF }

  /// What it is.
  package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: tape[index] >> 56)) ?? .null }

  /// Whether it is null.
  package var isNull: Bool { kind == .null }

  /// The bytes of a string, without escapes, or nil where it is none.
  package var utf8: UnsafeBufferPointer<UInt8>? {
    guard kind == .string else { return nil }
    let start = strings + Int(payload)
    let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: start + 4, count: Int(count))
  }

  /// A copy of a string, or nil where it is none.
  package var string: String? {
    utf8.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number that fits in `Int`, or nil.
  package var integer: Int? {
    kind == .integer ? Int(truncatingIfNeeded: tape[index + 1]) : nil
  }

  /// Any number, or nil where it is none.
  package var number: Double? {
    switch kind {
    case .integer: Double(Int64(bitPattern: tape[index + 1]))
    case .unsigned: Double(tape[index + 1])
    case .number: Double(bitPattern: tape[index + 1])
    default: nil
    }
  }

  /// True or false, or nil where it is neither.
  package var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The members of an object; none where it is no object.
  package var members: Members { Members(value: self, next: kind == .object ? index + 1 : end - 1) }

  /// The elements of an array; none where it is no array.
  package var elements: Elements { Elements(value: self, next: kind == .array ? index + 1 : end - 1) }

  /// The number of elements or members, for reserving space: exact up to 16 million.
  package var count: Int {
    kind == .array || kind == .object ? Int(payload >> 32) : 0
  }

  /// The index after this value.
  fileprivate var end: Int {
    switch kind {
    case .object, .array: Int(UInt32(truncatingIfNeeded: payload))
    case .integer, .unsigned, .number: index + 2
    default: index + 1
    }
  }

  /// Names and values of an object in order. Names that stand twice come twice.
  package struct Members: Sequence, IteratorProtocol {
    private let value: JSONValue
    private var nextIndex: Int

    fileprivate init(value: JSONValue, next: Int) {
      self.value = value
      self.nextIndex = next
    }

    package mutating func next() -> (key: JSONValue, value: JSONValue)? {
      if nextIndex >= value.end - 1 { return nil }
      let key = JSONValue(tape: value.tape, strings: value.strings, index: nextIndex)
      let member = JSONValue(tape: value.tape, strings: value.strings, index: nextIndex + 1)
      nextIndex = member.end
      return (key, member)
    }
  }

  /// The elements of an array in order.
  package struct Elements: Sequence, IteratorProtocol {
    private let value: JSONValue
    private var nextIndex: Int

    fileprivate init(value: JSONValue, next: Int) {
      self.value = value
      self.nextIndex = next
    }

    package mutating func next() -> JSONValue? {
      if nextIndex >= value.end - 1 { return nil }
      let element = JSONValue(tape: value.tape, strings: value.strings, index: nextIndex)
      nextIndex = element.end
      return element
    }
  }
}

extension JSONValue {
  /// Whether it is this string.
  @inline(__always)
  package func equals(_ literal: StaticString) -> Bool {
    guard let utf8, utf8.count == literal.utf8CodeUnitCount else { return false }
    for index in 0..<utf8.count where utf8[index] != literal.utf8Start[index] { return false }
    return true
  }

  /// The value of the first member with this name.
  package func member(_ name: StaticString) -> JSONValue? {
    for (key, value) in members where key.equals(name) { return value }
    return nil
  }
}

extension MetadataValue {
  /// A copy of a JSON value. A whole number beyond `Int` becomes the nearest `Double`.
  package init(_ json: JSONValue) {
    self =
      switch json.kind {
      case .null: .null
      case .true: .bool(true)
      case .false: .bool(false)
      case .string: .string(json.string ?? "")
      case .integer: .integer(json.integer ?? 0)
      case .unsigned, .number: .number(json.number ?? 0)
      case .array: .list(json.elements.map { MetadataValue($0) })
      case .object: .object(MetadataValue.members(of: json))
      }
  }

  /// Copies of an object's members.
  package static func members(of json: JSONValue) -> [Member] {
    json.members.map { Member($0.key.string ?? "", MetadataValue($0.value)) }
  }
}
