import Foundation

/// A scalar as it is written. Its type follows from text, style and tag by the YAML 1.2 core schema: `yes`, `no`, `on` and `off` are text.
package struct YAMLScalar: Sendable, Hashable {
  /// How it is written.
  package enum Style: Sendable, Hashable {
    /// Without quotes: the text decides the type.
    case plain
    /// In single or double quotes, or as a block after `|` or `>`: text.
    case quoted
    /// The result of putting in a value from elsewhere: whatever type its reader wants.
    case untyped
    /// Stands for what could not be read and is reported already: fits nothing, and nobody complains about it again.
    case unreadable
  }

  /// A tag that decides the type.
  package enum Tag: String, Sendable, Hashable {
    case string = "str"
    case integer = "int"
    case number = "float"
    case bool, null
  }

  /// A typed value.
  package enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string
  }

  /// The text, escapes and line folding undone.
  package var text: String
  /// How it is written.
  package var style: Style
  /// The tag, if there is one.
  package var tag: Tag?

  package init(_ text: String, style: Style = .plain, tag: Tag? = nil) {
    self.text = text
    self.style = style
    self.tag = tag
  }

  /// The value. A tag that the text does not fit was refused by the parser; a whole number beyond 64 bits is a number.
  package var value: Value {
    if style == .unreadable { return .null }
    if tag == .string || (tag == nil && style == .quoted) { return .string }
    let resolved = Self.resolve(text)
    if tag == .number, case .integer(let integer) = resolved { return .number(Double(integer)) }
    return resolved
  }

  /// The text, if it is text or a number: a number as it is written. A bool or nothing is no text unless it is quoted.
  package var string: String? {
    if style == .untyped { return text }
    return switch value {
    case .string, .integer, .number: text
    case .null, .bool: nil
    }
  }

  /// The whole number.
  package var integer: Int? { if case .integer(let integer) = value { integer } else { nil } }

  /// The number, whole or not.
  package var number: Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  /// The bool.
  package var bool: Bool? { if case .bool(let bool) = value { bool } else { nil } }

  /// Whether the text fits the tag.
  var fitsTag: Bool {
    switch (tag, Self.resolve(text)) {
    case (nil, _), (.string, _), (.integer, .integer), (.number, .integer), (.number, .number), (.bool, .bool), (.null, .null): true
    default: false
    }
  }

  /// The type of a plain scalar by the core schema (YAML 1.2.2, section 10.3.2).
  private static func resolve(_ text: String) -> Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    default: return text.utf8.count > 400 ? .string : number(Array(text.utf8)) ?? .string
    }
  }

  private static func number(_ text: [UInt8]) -> Value? {
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    guard let first = text.first, isDigit(first) || "+-.".utf8.contains(first) else { return nil }
    let string = String(decoding: text, as: UTF8.self)
    if first == UInt8(ascii: "0"), text.count > 2, text[1] == UInt8(ascii: "x") || text[1] == UInt8(ascii: "o") {
      let digits = string.dropFirst(2)
      guard digits.utf8.first.map({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) == true else { return nil }
      return Int(digits, radix: text[1] == UInt8(ascii: "x") ? 16 : 8).map(Value.integer)
    }
    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    var rest = text[...]
    if "+-".utf8.contains(first) { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.isEmpty { return whole.isEmpty ? nil : Int(string).map(Value.integer) ?? Double(string).map(Value.number) }
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if let exponent = rest.first {
      guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return nil }
      rest.removeFirst()
      if let sign = rest.first, "+-".utf8.contains(sign) { rest.removeFirst() }
      guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
    }
    return strtodValue(string)
  }

  /// `Double` refuses `1.` and `.5e3` on some platforms; `strtod` takes all that the grammar above lets through.
  private static func strtodValue(_ string: String) -> Value { .number(strtod(string, nil)) }
}
