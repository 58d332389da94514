import Pipeline

/// Where in a record something stands, for messages.
struct RecordPlace {
  var layer: StaticString
  var index: Int
  /// A part of the item, such as `.subject`.
  var part = ""

  func failure(_ message: String) -> StageFailure { .record("\(layer)[\(index)]\(part) \(message)") }

  func part(_ name: String) -> RecordPlace {
    var place = self
    place.part += name
    return place
  }
}

/// The members that every annotation with a span has.
struct SpanFields {
  private(set) var start: Int?
  private(set) var end: Int?
  private(set) var text: UnsafeBufferPointer<UInt8>?

  /// Takes the member if it is one of them.
  @inline(__always)
  mutating func take(_ name: JSONValue, _ value: JSONValue, _ place: RecordPlace) throws(StageFailure) -> Bool {
    if name.equals("start") {
      start = value.integer
    } else if name.equals("end") {
      end = value.integer
    } else if name.equals("text") {
      guard let utf8 = value.utf8 else { throw place.failure("has a 'text' that is no string") }
      text = utf8
    } else {
      return name.equals("source_start") || name.equals("source_end")
    }
    return true
  }
}

extension JSONValue? {
  /// The value, where it is there and not null.
  var present: JSONValue? { flatMap { $0.isNull ? nil : $0 } }
}

extension RecordPlace {
  func string(_ json: JSONValue?, _ name: StaticString) throws(StageFailure) -> String {
    guard let string = json?.string else { throw failure("must have a string '\(name)'") }
    return string
  }

  func optionalString(_ json: JSONValue?, _ name: StaticString) throws(StageFailure) -> String? {
    guard let json = json.present else { return nil }
    guard let string = json.string else { throw failure("has a '\(name)' that is neither a string nor null") }
    return string
  }

  func confidence(_ json: JSONValue?) throws(StageFailure) -> Float? {
    guard let json = json.present else { return nil }
    guard let number = json.number else { throw failure("has a 'confidence' that is neither a number nor null") }
    return Float(number)
  }
}
