import Pipeline

/// The name of what is made: of its folder, of its pipeline or plugin, and in another spelling of its stage.
package struct ScaffoldName: Sendable {
  /// Lower-case words joined by `-` or `_`, such as `word-marks`.
  package let text: String

  /// The name of the stage: words joined by `_`.
  package var stage: String { text.replacing("-", with: "_") }

  /// The name as a Swift type: `WordMarks`.
  package var type: String {
    text.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The most letters that a name may have.
  package static let maximumCount = 60

  /// Names that mean something else: in YAML, or where problems and runs name their own parts.
  private static let reserved: Set<String> = ["true", "false", "null", "read", "lock"]

  /// Checks a name.
  ///
  /// - Parameters:
  ///   - name: The name as it was given.
  ///   - what: What is named, for the message: `a pipeline`, `a plugin`.
  package init(_ name: String, of what: String) throws(Diagnostics) {
    if Self.reserved.contains(name) {
      throw Diagnostics(
        Diagnostic(code: "bad-name", "\(what) cannot be called '\(name)', which has a meaning of its own; choose another name"))
    }
    guard Self.isName(name) else {
      let nearest = Self.nearest(to: name)
      let advice = nearest.map { "; '\($0)' would be one" } ?? ""
      let shown = name.unicodeScalars.prefix(Self.maximumCount).map { $0.properties.generalCategory == .control ? "?" : String($0) }
        .joined()
      throw Diagnostics(
        Diagnostic(
          code: "bad-name",
          "'\(shown)' is no name for \(what): it takes up to \(Self.maximumCount) lower-case letters and digits, in words joined by '-', and begins with a letter\(advice)"
        ))
    }
    text = name
  }

  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= maximumCount, let first = name.utf8.first, isLetter(first) else { return false }
    var isJoined = false
    for byte in name.utf8 {
      let isJoint = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      if isJoint ? isJoined : !isLetter(byte) && !isDigit(byte) { return false }
      isJoined = isJoint
    }
    return !isJoined
  }

  /// A name made of the ASCII letters and digits of another text.
  private static func nearest(to name: String) -> String? {
    var words: [String] = [""]
    var wasLower = false
    for scalar in name.unicodeScalars.prefix(maximumCount) {
      let byte = scalar.isASCII ? UInt8(scalar.value) : 0
      let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if isUpper && wasLower { words.append("") }
      wasLower = isLetter(byte) || isDigit(byte)
      if isUpper || wasLower { words[words.count - 1] += scalar.properties.lowercaseMapping } else { words.append("") }
    }
    let joined = words.filter { !$0.isEmpty }.joined(separator: "-")
    let made = String(joined.drop { !$0.isLetter })
    return isName(made) && !reserved.contains(made) ? made : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
