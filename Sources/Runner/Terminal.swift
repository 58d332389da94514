import Foundation

/// Standard output for data and standard error for talk.
enum Terminal {
  /// Writes text to standard output. Where its reader has gone away, the command ends as a success: there is nobody left to tell. Where it cannot be
  /// written for another reason, the command says so and ends.
  static func print(_ text: String, terminator: String = "\n") {
    write(Array((text + terminator).utf8), to: STDOUT_FILENO)
  }

  /// Writes text to standard error.
  static func say(_ text: String, terminator: String = "\n") {
    write(Array((text + terminator).utf8), to: STDERR_FILENO)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
      if count > 0 {
        offset += count
      } else if errno != EINTR {
        guard descriptor == STDOUT_FILENO else { return }
        let reason = errno
        if reason == EPIPE { exit(ExitStatus.success.rawValue) }
        say("error: standard output cannot be written: \(OutputPlace.reason(reason))")
        exit(ExitStatus.wrong.rawValue)
      }
    }
  }

  /// Text that a terminal can show: line ends and tabs become spaces, and other control characters are not passed on.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar == "\n" || scalar == "\t" ? " " : scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
        }))
  }

  /// Whether a descriptor leads to a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal on standard error in columns; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

/// A style of text on a terminal, as the parameters of an ANSI SGR sequence.
struct TextStyle: Sendable {
  private let parameters: String

  private init(_ parameters: String) { self.parameters = parameters }

  static let bold = TextStyle("1")
  static let dim = TextStyle("2")
  static let red = TextStyle("1;31")
  static let yellow = TextStyle("1;33")
  static let green = TextStyle("32")

  /// The style in which an entity type is shown: one of six colours, chosen by the type's kind.
  static func entity(_ type: String) -> TextStyle {
    switch type {
    case "PERSON": TextStyle("1;36")
    case "ORG", "FAC": TextStyle("1;35")
    case "GPE", "LOC": TextStyle("1;32")
    case "NORP": TextStyle("1;33")
    case "DATE", "TIME": TextStyle("1;34")
    case "MONEY", "PERCENT", "QUANTITY": TextStyle("34")
    default: TextStyle("1;31")
    }
  }

  /// The text in this style, or as it is.
  func callAsFunction(_ text: String, _ isOn: Bool) -> String { isOn ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text }
}
