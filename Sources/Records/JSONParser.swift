import CSimdjson

/// Why bytes are not JSON that can be read.
package enum JSONFailure: Error, Sendable, Hashable {
  /// No value at all; bad syntax; a bad escape in a string or half of a surrogate pair; a control character in a string; a string without end; a number that is
  /// malformed or beyond 64 bits; bytes that are not UTF-8; deeper than 128 levels; longer than 4 GB; out of memory.
  case empty, syntax, string, control, unclosed, number, encoding, depth, size, memory

  /// What is wrong, as one lower-case phrase. The parser knows no position.
  package var message: String {
    switch self {
    case .empty: "holds no JSON value"
    case .syntax: "is not one complete JSON value"
    case .string: "has a string with a bad escape, or with half of a surrogate pair"
    case .control: "has a control character in a string that is not escaped"
    case .unclosed: "has a string without an end: it may have been cut off"
    case .number: "has a number that is malformed or does not fit in 64 bits"
    case .encoding: "is not valid UTF-8"
    case .depth: "is nested more than 128 levels deep"
    case .size: "is too long"
    case .memory: "does not fit in memory"
    }
  }

  fileprivate init(_ status: textmill_json_status) {
    self =
      switch status {
      case TEXTMILL_JSON_EMPTY: .empty
      case TEXTMILL_JSON_STRING: .string
      case TEXTMILL_JSON_CONTROL: .control
      case TEXTMILL_JSON_UNCLOSED: .unclosed
      case TEXTMILL_JSON_NUMBER: .number
      case TEXTMILL_JSON_UTF8: .encoding
      case TEXTMILL_JSON_DEPTH: .depth
      case TEXTMILL_JSON_SIZE: .size
      case TEXTMILL_JSON_MEMORY: .memory
      default: .syntax
      }
  }
}

/// Parses JSON through simdjson.
package enum JSONParser {
  /// How many bytes of capacity beyond its count save an array a copy when it is parsed.
  package static let padding = Int(TEXTMILL_JSON_PADDING)

  /// Parses one JSON text and hands its value to a closure. The value, and what is taken from it without a copy, ends with the closure.
  package static func parse<Value, Failure: Error>(
    _ json: [UInt8], _ body: (JSONValue) throws(Failure) -> Value
  ) throws(Failure) -> Result<Value, JSONFailure> {
    guard let parser = textmill_json_acquire() else { return .failure(.memory) }
    defer { textmill_json_release(parser) }
    // What stands in the padding is read, but has no meaning: it need not be initialised, only belong to the array.
    let isPadded = json.capacity - json.count >= padding
    let status = json.withUnsafeBufferPointer { textmill_json_parse(parser, $0.baseAddress, $0.count, isPadded) }
    guard status == TEXTMILL_JSON_OK, let tape = textmill_json_tape(parser), let strings = textmill_json_strings(parser) else {
      return .failure(JSONFailure(status))
    }
    return .success(try body(JSONValue(tape: tape, strings: strings, index: 1)))
  }
}
