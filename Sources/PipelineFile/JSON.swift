/// JSON as a tree whose objects keep their order, and its text: enough to write a schema.
enum JSON {
  case object([(String, JSON)])
  case array([JSON])
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)

  /// The text, indented by two spaces; arrays of plain values on one line.
  var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .string(let string): Self.write(string, to: &text)
    case .integer(let integer): text += "\(integer)"
    case .number(let number): text += number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .bool(let bool): text += "\(bool)"
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        text += index == 0 ? "" : ", "
        item.write(to: &text, indent: indent)
      }
      text += "]"
    case .object(let members):
      if members.isEmpty { return text += "{}" }
      let margin = "\n" + String(repeating: " ", count: indent + 2)
      text += "{"
      for (index, member) in members.enumerated() {
        text += index == 0 ? margin : "," + margin
        Self.write(member.0, to: &text)
        text += ": "
        member.1.write(to: &text, indent: indent + 2)
      }
      text += "\n" + String(repeating: " ", count: indent) + "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
