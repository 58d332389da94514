import Pipeline

/// The evaluation of tags and trees as text and as JSON.
package struct SyntaxReport: EvaluationReport {
  private let files: [(name: String, scores: SyntaxScores)]
  private let total: SyntaxScores
  private let givesWords: Bool
  private let mistakes: Int

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - givesWords: Whether gold sentences and tokens were given.
  ///   - mistakes: How many mistakes of each kind are shown.
  package init(_ files: [(name: String, scores: SyntaxScores)], givesWords: Bool, mistakes: Int = 0) {
    self.files = files
    self.givesWords = givesWords
    self.mistakes = mistakes
    total = files.reduce(into: SyntaxScores()) { $0 += $1.scores }
  }

  /// The names that scores have, known before a run.
  ///
  /// - Parameter layers: The layers that the pipeline writes.
  package static func scoreNames(layers: Set<Layer>, givesWords: Bool) -> [String] {
    SyntaxScores.Metric.allCases.filter { $0.layer.map(layers.contains) ?? !givesWords }.map(\.rawValue)
  }

  package var scores: [(name: String, value: Double)] {
    metrics.map { ($0.rawValue, total.scores[$0]?.counts.f1 ?? 0) }
  }

  private var metrics: [SyntaxScores.Metric] { SyntaxScores.Metric.allCases.filter { total.scores[$0] != nil } }

  private static let names: [SyntaxScores.Metric: String] = [
    .tokens: "tokens", .sentences: "sentences", .words: "words", .upos: "UPOS", .lemmas: "lemmas", .uas: "UAS", .las: "LAS", .clas: "CLAS",
  ]

  package var text: String {
    var table = TextTable()
    table.add(["", "gold", "found", "P", "R", "F1", "of the paired"])
    for metric in metrics {
      guard let score = total.scores[metric] else { continue }
      let counts = score.counts
      table.add([
        Self.names[metric] ?? metric.rawValue, "\(counts.gold)", "\(counts.found)", shown(counts.precision), shown(counts.recall),
        shown(counts.f1),
        metric.layer == nil ? "" : shown(score.accuracy),
      ])
    }
    var text = table.text
    if files.count > 1 {
      var table = TextTable()
      table.add(["F1"] + metrics.map { Self.names[$0] ?? $0.rawValue })
      for (name, scores) in files { table.add([name] + metrics.map { shown(scores.scores[$0]?.counts.f1 ?? 0) }) }
      text += "\n" + table.text
    }
    return text + shownMistakes
  }

  private static let kindNames: [SyntaxMistakes.Kind: String] = [
    .upos: "parts of speech, gold and found", .lemma: "lemmas: form, gold and found",
    .relation: "relations where the head is right, gold and found",
  ]

  private var shownMistakes: String {
    var text = ""
    for kind in SyntaxMistakes.Kind.allCases where mistakes > 0 {
      let entries = total.mistakes.most(kind, limit: mistakes)
      if entries.isEmpty { continue }
      text += "\n\(Self.kindNames[kind] ?? kind.rawValue)\n"
      for (group, count) in entries {
        text += "  \(count)×  \(group.form.isEmpty ? "" : group.form + ": ")\(group.gold)  \(group.found)\n"
      }
    }
    return text
  }

  package var json: [MetadataValue.Member] {
    typealias Member = MetadataValue.Member
    func members(_ scores: SyntaxScores) -> [Member] {
      metrics.compactMap { metric in
        guard let score = scores.scores[metric], case .object(var fields) = MetadataValue.counts(score.counts) else { return nil }
        if metric.layer != nil { fields.append(Member("aligned_accuracy", .score(score.accuracy))) }
        return Member(metric.rawValue, .object(fields))
      }
    }
    var all = [Member("evaluation", .string("syntax")), Member("gold_tokens", .bool(givesWords))] + members(total)
    all.append(Member("files", .list(files.map { .object([Member("file", .string($0.name))] + members($0.scores)) })))
    if mistakes > 0 {
      let list = SyntaxMistakes.Kind.allCases.flatMap { total.mistakes.most($0, limit: mistakes) }.map { group, count in
        MetadataValue.object([
          Member("kind", .string(group.kind.rawValue)), Member("form", group.form.isEmpty ? .null : .string(group.form)),
          Member("gold", .string(group.gold)), Member("found", .string(group.found)), Member("count", .integer(count)),
        ])
      }
      all.append(Member("mistakes", .list(list)))
    }
    return all
  }
}
