import Pipeline

/// Prints diagnostics for people: a line each, and on a terminal the source line with a caret under what is wrong.
package struct DiagnosticRenderer: Sendable {
  /// How much is shown.
  package enum Style: Sendable {
    /// `file:line:column: error: message`, one line each.
    case plain
    /// The source line and a caret as well.
    case caret(color: Bool)
  }

  private let style: Style
  /// The width in columns that a source line is cut to.
  private static let widest = 160

  /// Creates a renderer.
  package init(style: Style) { self.style = style }

  /// The text of the diagnostics, each line with its end. Control characters from the file come out as U+FFFD, so that none reaches the terminal.
  package func render(_ diagnostics: Diagnostics) -> String {
    diagnostics.all.map(render).joined()
  }

  private func render(_ diagnostic: Diagnostic) -> String {
    guard case .caret(let color) = style else { return Self.safe(diagnostic.line) + "\n" }
    var place = ""
    if let location = diagnostic.location { place = "\(location.file):\(location.line):\(location.column): " }
    let tint = diagnostic.severity == .error ? "31" : diagnostic.severity == .warning ? "33" : "36"
    let severity = paint("\(diagnostic.severity.rawValue):", "1;\(tint)", color)
    let first = "\(paint(Self.safe(place), "1", color))\(severity) \(paint(Self.safe(diagnostic.message), "1", color))\n"
    return first + (caret(diagnostic).map { source, caret in source + paint(caret, "1;\(tint)", color) + "\n" } ?? "")
  }

  private func paint(_ text: String, _ code: String, _ color: Bool) -> String {
    color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// The source line with its number, and the line with the caret up to its end.
  private func caret(_ diagnostic: Diagnostic) -> (source: String, caret: String)? {
    guard let location = diagnostic.location, let excerpt = diagnostic.excerpt else { return nil }
    var scalars = Array(excerpt.unicodeScalars)
    var (start, cut) = (min(location.column - 1, scalars.count), "")
    if start > Self.widest * 2 / 3 {
      let dropped = start - Self.widest / 3
      scalars.removeFirst(dropped)
      (start, cut) = (start - dropped, "…")
    }
    let isLong = scalars.count > Self.widest
    scalars = Array(scalars.prefix(Self.widest))
    let end = min(start + location.length, max(scalars.count, start + 1))
    let margin = String(repeating: " ", count: "\(location.line)".count)
    let padding = scalars[..<start].map { $0 == "\t" ? "\t" : String(repeating: " ", count: Self.width($0)) }.joined()
    let marked = start < scalars.count ? max(1, scalars[start..<min(end, scalars.count)].reduce(0) { $0 + Self.width($1) }) : 1
    let source = " \(location.line) | \(cut)\(Self.safe(String(String.UnicodeScalarView(scalars))))\(isLong ? "…" : "")\n"
    return (source + " \(margin) | \(cut.isEmpty ? "" : " ")\(padding)", "^" + String(repeating: "~", count: marked - 1))
  }

  /// The text with control characters as U+FFFD; tabs stay.
  private static func safe(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 != "\t" && $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }

  /// How many columns a terminal gives a scalar: none to combining marks and formats, two to wide ones (East Asian Width W and F, and emoji), else one.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
