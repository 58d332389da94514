/// How messages show names and values from a file.
package enum Wording {
  /// A name or value in single quotes: at most 60 characters, control characters as U+FFFD.
  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    var shown = String.UnicodeScalarView()
    for scalar in scalars.prefix(60) { shown.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar) }
    return "'\(String(shown))\(scalars.dropFirst(60).isEmpty ? "" : "…")'"
  }

  /// Names in single quotes with commas, and a word before the last: `'a', 'b' or 'c'`.
  package static func list(_ names: [String], _ word: String) -> String {
    let quotedNames = names.map { "'\($0)'" }
    guard let last = quotedNames.last, quotedNames.count > 1 else { return quotedNames.first ?? "" }
    return quotedNames.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
