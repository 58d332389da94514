import Pipeline

/// The identifiers of a layer's items, by which others refer to them.
struct RecordIdentifiers {
  private let prefix: UInt8
  private let first: Int
  private var count = 0
  /// By identifier, once one is not prefix and number.
  private var others: [String: UInt32]?

  /// The identifiers that `RecordWriter` gives: a prefix and a number, from the given one on.
  init(_ prefix: Unicode.Scalar, from first: Int) {
    self.prefix = UInt8(ascii: prefix)
    self.first = first
  }

  /// Takes the next item's identifier; where it has none, it gets the one that would be written.
  mutating func append(_ json: JSONValue?, _ place: RecordPlace) throws(StageFailure) {
    defer { count += 1 }
    guard let json = json.present else { return }
    guard let utf8 = json.utf8 else { throw place.failure("has an 'id' that is no string") }
    if others == nil {
      if canonical(utf8) == count { return }
      others = Dictionary(uniqueKeysWithValues: (0..<count).map { (name($0), UInt32($0)) })
    }
    let id = String(decoding: utf8, as: UTF8.self)
    guard others?[id] == nil else { throw place.failure("has the 'id' of another one") }
    others?[id] = UInt32(count)
  }

  /// The index of the item that a reference names, or nil where it names none.
  func index(of json: JSONValue?, _ name: StaticString, _ place: RecordPlace) throws(StageFailure) -> UInt32? {
    guard let json = json.present else { return nil }
    guard let utf8 = json.utf8 else { throw place.failure("has a '\(name)' that is neither a string nor null") }
    if let others {
      if let index = others[String(decoding: utf8, as: UTF8.self)] { return index }
    } else if let index = canonical(utf8), index < count {
      return UInt32(index)
    }
    throw place.failure("has a '\(name)' that is the 'id' of nothing in this record")
  }

  private func name(_ index: Int) -> String { "\(Unicode.Scalar(prefix))\(index + first)" }

  /// The index that a prefix and a number stand for.
  private func canonical(_ utf8: UnsafeBufferPointer<UInt8>) -> Int? {
    guard utf8.count > 1, utf8.count < 12, utf8[0] == prefix, utf8[1] != UInt8(ascii: "0") || utf8.count == 2 else { return nil }
    var number = 0
    for byte in utf8.dropFirst() {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte) - 0x30
    }
    return number >= first ? number - first : nil
  }
}
