import Pipeline

/// The results of tests in the XML that JUnit made common.
package struct JUnitReport: Sendable {
  private var suites: [(file: String, results: [TestResult], errors: Diagnostics)] = []

  /// Starts without results.
  package init() {}

  /// Adds the results of a test file.
  package mutating func add(_ file: String, _ results: [TestResult]) { suites.append((file, results, Diagnostics())) }

  /// Adds a test file that is wrong, or whose pipeline is.
  package mutating func add(_ file: String, errors: Diagnostics) { suites.append((file, [], errors)) }

  /// The report as XML.
  package var xml: String {
    let tests = suites.reduce(0) { $0 + $1.results.count + ($1.errors.hasErrors ? 1 : 0) }
    let failures = suites.reduce(0) { $0 + $1.results.count { !$0.isPassed } }
    let errors = suites.count { $0.errors.hasErrors }
    let time = suites.reduce(0) { $0 + Self.seconds($1.results) }
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml +=
      "<testsuites name=\"textmill test\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"\(Self.shown(time))\">\n"
    for suite in suites { xml += Self.element(suite.file, suite.results, suite.errors) }
    return xml + "</testsuites>\n"
  }

  private static func element(_ file: String, _ results: [TestResult], _ errors: Diagnostics) -> String {
    let name = escaped(file)
    let count = results.count + (errors.hasErrors ? 1 : 0)
    var xml =
      "  <testsuite name=\"\(name)\" tests=\"\(count)\" failures=\"\(results.count { !$0.isPassed })\" errors=\"\(errors.hasErrors ? 1 : 0)\" time=\"\(shown(seconds(results)))\">\n"
    if errors.hasErrors {
      let lines = errors.all.map(\.line)
      xml += "    <testcase name=\"the file is right\" classname=\"\(name)\" time=\"0.000\">\n"
      xml +=
        "      <error message=\"\(escaped(lines.first ?? ""))\" type=\"wrong\">\(escaped(lines.joined(separator: "\n"), isText: true))</error>\n"
      xml += "    </testcase>\n"
    }
    for result in results {
      let head =
        "    <testcase name=\"\(escaped(result.name))\" classname=\"\(name)\" file=\"\(name)\" line=\"\(result.location.line)\" time=\"\(shown(result.seconds))\""
      if result.isPassed {
        xml += head + "/>\n"
        continue
      }
      let lines = result.failures.flatMap { failure in
        ["\(failure.location.file):\(failure.location.line):\(failure.location.column): \(failure.lines.first ?? "")"]
          + failure.lines.dropFirst()
      }
      let others = result.failures.count > 1 ? " (and \(result.failures.count - 1) more)" : ""
      xml += head + ">\n"
      xml += "      <failure message=\"\(escaped((result.failures.first?.lines.first ?? "") + others))\" type=\"difference\">"
      xml += escaped(lines.joined(separator: "\n"), isText: true) + "</failure>\n"
      xml += "    </testcase>\n"
    }
    return xml + "  </testsuite>\n"
  }

  private static func seconds(_ results: [TestResult]) -> Double { results.reduce(0) { $0 + $1.seconds } }

  /// Seconds with three decimals.
  private static func shown(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1_000).rounded())
    let rest = "\(thousandths % 1_000)"
    return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  /// Text as XML 1.0 can hold it: what it cannot becomes U+FFFD. In attributes line ends and tabs are references, so that they come back.
  static func escaped(_ text: String, isText: Bool = false) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "\r": escaped.append(contentsOf: "&#13;".unicodeScalars)
      case "\n", "\t":
        if isText { escaped.append(scalar) } else { escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars) }
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
