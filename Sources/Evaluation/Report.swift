import Foundation
import Pipeline
import Records

/// The outcome of an evaluation as a person, a program and a gate read it.
package protocol EvaluationReport {
  /// The scores by name, in percent, best known first: what `--minimum` can ask for. Required.
  var scores: [(name: String, value: Double)] { get }
  /// The text for a person. Required.
  var text: String { get }
  /// The members of the JSON object, in order. Required.
  var json: [MetadataValue.Member] { get }
}

/// A table for a person: the first column to the left, the others to the right.
struct TextTable {
  private var rows: [[String]] = []

  /// Adds a row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, two spaces between columns.
  var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

/// A score as the tables show it: two decimals.
func shown(_ value: Double) -> String { String(format: "%.2f", value) }

extension MetadataValue {
  /// A score with two decimals.
  static func score(_ value: Double) -> MetadataValue { .number((value * 100).rounded() / 100) }

  /// Counts with their scores.
  static func counts(_ counts: Counts) -> MetadataValue {
    .object([
      Member("gold", .integer(counts.gold)), Member("found", .integer(counts.found)), Member("correct", .integer(counts.correct)),
      Member("precision", .score(counts.precision)), Member("recall", .score(counts.recall)), Member("f1", .score(counts.f1)),
    ])
  }

  /// Numbers by name, in the order of the names.
  static func numbers(_ numbers: [String: Int]) -> MetadataValue {
    .object(numbers.sorted { $0.key < $1.key }.map { Member($0.key, .integer($0.value)) })
  }
}

extension EvaluationReport {
  /// The JSON object on one line.
  package var jsonText: String {
    var writer = JSONWriter()
    writer.object(json)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// A score that must be reached, as `--minimum` writes it: `micro=75`.
package struct MinimumScore: Sendable, Hashable {
  /// The score's name.
  package let name: String
  /// The smallest value that passes, in percent.
  package let value: Double

  /// Reads `name=percent`.
  package init(_ text: String) throws(Diagnostics) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), (0...100).contains(value) else {
      throw Diagnostics(
        Diagnostic(code: "bad-minimum", "--minimum is written name=percent, such as micro=75, not '\(text)'"))
    }
    name = parts[0]
    self.value = value
  }

  /// Checks that there are such scores, before anything is run.
  package static func check(_ minimums: [MinimumScore], names: [String]) throws(Diagnostics) {
    var problems = Diagnostics()
    for minimum in minimums where !names.contains(minimum.name) {
      let hint =
        Suggestion.nearest(to: minimum.name, in: names).map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"
      problems.append(Diagnostic(code: "unknown-score", "--minimum: there is no score '\(minimum.name)'; \(hint)"))
    }
    try problems.throwIfErrors()
  }

  /// What is not reached, a line for each.
  package static func missed(_ minimums: [MinimumScore], in report: any EvaluationReport) -> [String] {
    minimums.compactMap { minimum in
      guard let score = report.scores.first(where: { $0.name == minimum.name }), score.value < minimum.value else { return nil }
      return "\(score.name) is \(shown(score.value)), below the minimum of \(shown(minimum.value))"
    }
  }
}
