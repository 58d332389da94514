import Pipeline

/// The evaluation of segmentation as text and as JSON.
package struct SegmentationReport: EvaluationReport {
  private let files: [(name: String, scores: SegmentationScores)]
  private let total: SegmentationScores
  private let mistakes: Int

  /// Creates a report.
  ///
  /// - Parameter mistakes: How many mistakes are shown of each file.
  package init(_ files: [(name: String, scores: SegmentationScores)], mistakes: Int = 0) {
    self.files = files
    self.mistakes = mistakes
    total = files.reduce(into: SegmentationScores()) { $0 += $1.scores }
  }

  /// The names that scores have, known before a run.
  package static func scoreNames(_ gold: GoldSegmentation) -> [String] {
    let documents = gold.files.flatMap(\.documents)
    return (documents.isEmpty ? [] : ["sentences"]) + (documents.contains { $0.words != nil } ? ["tokens"] : [])
      + (gold.files.allSatisfy(\.rules.isEmpty) ? [] : ["rules"])
  }

  package var scores: [(name: String, value: Double)] {
    var scores: [(name: String, value: Double)] = []
    if total.documents > 0 { scores.append(("sentences", total.sentences.f1)) }
    if let tokens = total.tokens { scores.append(("tokens", tokens.f1)) }
    if total.rules > 0 { scores.append(("rules", Self.percent(total))) }
    return scores
  }

  private static func percent(_ scores: SegmentationScores) -> Double { 100 * Double(scores.followed) / Double(max(1, scores.rules)) }

  package var text: String {
    var table = TextTable()
    table.add(["file", "of", "gold", "found", "P", "R", "F1"])
    func add(_ name: String, _ scores: SegmentationScores) {
      func row(_ of: String, _ counts: Counts) {
        table.add([name, of, "\(counts.gold)", "\(counts.found)", shown(counts.precision), shown(counts.recall), shown(counts.f1)])
      }
      if scores.documents > 0 { row("sentences", scores.sentences) }
      if let tokens = scores.tokens { row("tokens", tokens) }
    }
    files.forEach { add($0.name, $0.scores) }
    if files.count(where: { $0.scores.documents > 0 }) > 1 { add("all", total) }
    var text = total.documents > 0 ? table.text : ""
    for (name, scores) in files where scores.rules > 0 {
      if !text.isEmpty { text += "\n" }
      text += "\(name): \(scores.followed) of \(scores.rules) rules followed\n"
      scores.notFollowed.prefix(mistakes).forEach { text += "  not followed: \($0)\n" }
    }
    if mistakes > 0 {
      for (name, scores) in files where !scores.mistakes.isEmpty {
        let missed = scores.mistakes.count(where: \.isMissed)
        text += "\n\(name): \(missed) ends of sentences missed, \(scores.mistakes.count - missed) invented\n"
        for mistake in Self.spread(scores.mistakes, mistakes) {
          text += "  \(mistake.isMissed ? "missed" : "invented")  \(mistake.document): \(mistake.context)\n"
        }
      }
    }
    return text
  }

  /// So many mistakes, from all over the file.
  private static func spread(_ mistakes: [SegmentationScores.Mistake], _ count: Int) -> [SegmentationScores.Mistake] {
    mistakes.count <= count ? mistakes : (0..<count).map { mistakes[$0 * mistakes.count / count] }
  }

  package var json: [MetadataValue.Member] {
    typealias Member = MetadataValue.Member
    func members(_ scores: SegmentationScores) -> [Member] {
      var members: [Member] = []
      if scores.documents > 0 { members.append(Member("sentences", .counts(scores.sentences))) }
      if let tokens = scores.tokens { members.append(Member("tokens", .counts(tokens))) }
      if scores.rules > 0 {
        members.append(
          Member(
            "rules",
            .object([
              Member("followed", .integer(scores.followed)), Member("of", .integer(scores.rules)),
              Member("not_followed", .list(scores.notFollowed.map { .string($0) })),
            ])))
      }
      return members
    }
    let perFile: [MetadataValue] = files.map { name, scores in
      var shown = members(scores)
      if mistakes > 0, scores.documents > 0 {
        let list: [MetadataValue] = Self.spread(scores.mistakes, mistakes).map { mistake in
          .object([
            Member("kind", .string(mistake.isMissed ? "missed" : "invented")), Member("document", .string(mistake.document)),
            Member("context", .string(mistake.context)),
          ])
        }
        shown.append(Member("mistakes", .list(list)))
      }
      return .object([Member("file", .string(name))] + shown)
    }
    return [Member("evaluation", .string("segmentation"))] + members(total) + [Member("files", .list(perFile))]
  }
}
