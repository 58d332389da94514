import Foundation
import Pipeline

/// The evaluation of entities as text and as JSON.
package struct EntityReport: EvaluationReport {
  private let total: EntityScores
  private let types: [String]
  private let map: TypeMap
  private let byFile: [(name: String, scores: EntityScores)]
  private let mistakes: Int

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - total: All documents together.
  ///   - byFile: The scores of each file, where there are several.
  ///   - mistakes: How many mistakes of each kind are shown.
  package init(_ total: EntityScores, map: TypeMap, byFile: [(name: String, scores: EntityScores)] = [], mistakes: Int = 0) {
    self.total = total
    types = total.types.keys.sorted()
    self.map = map
    self.byFile = byFile
    self.mistakes = mistakes
  }

  /// The names that scores have, known before a run.
  package static func scoreNames(types: [String]) -> [String] {
    ["micro", "macro", "precision", "recall", "lenient", "lenient-macro"] + types
  }

  package var scores: [(name: String, value: Double)] {
    let micro = total.micro
    return [
      ("micro", micro.exact.f1), ("macro", total.macro), ("precision", micro.exact.precision), ("recall", micro.exact.recall),
      ("lenient", micro.lenient.f1), ("lenient-macro", total.macroLenient),
    ] + types.map { ($0, total.types[$0]?.exact.f1 ?? 0) }
  }

  // MARK: Text

  package var text: String {
    var text = scoreTable
    for part in [leftOut, fileTable, confusionTable, kinds, calibration] where !part.isEmpty { text += "\n" + part }
    return text + shownMistakes
  }

  private var scoreTable: String {
    var table = TextTable()
    table.add(["type", "gold", "found", "P", "R", "F1", "lenient P", "R", "F1"])
    func add(_ name: String, _ scores: EntityScores.TypeScores) {
      table.add(
        [name, "\(scores.exact.gold)", "\(scores.exact.found)"]
          + [scores.exact, scores.lenient].flatMap { [shown($0.precision), shown($0.recall), shown($0.f1)] })
    }
    for type in types { add(type, total.types[type] ?? .init()) }
    add("micro", total.micro)
    table.add(["macro", "", "", "", "", shown(total.macro), "", "", shown(total.macroLenient)])
    return table.text
  }

  private var leftOut: String {
    func list(_ counts: [String: Int]) -> String {
      counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
    var text = ""
    if !total.leftOutGold.isEmpty { text += "not scored, of the gold data: \(list(total.leftOutGold))\n" }
    if !total.leftOutPipeline.isEmpty { text += "not scored, of the pipeline: \(list(total.leftOutPipeline))\n" }
    return text
  }

  private var fileTable: String {
    if byFile.count < 2 { return "" }
    var table = TextTable()
    table.add(["file", "gold", "found", "P", "R", "F1", "lenient F1"])
    for (name, scores) in byFile {
      let micro = scores.micro
      table.add(
        [name, "\(micro.exact.gold)", "\(micro.exact.found)"]
          + [micro.exact.precision, micro.exact.recall, micro.exact.f1, micro.lenient.f1].map(shown))
    }
    return table.text
  }

  private var confusionTable: String {
    var table = TextTable()
    let columns: [String?] = types.map { $0 } + [nil]
    table.add(["gold \\ found"] + columns.map { $0 ?? "nothing" })
    for row in columns {
      table.add(
        [row ?? "nothing"]
          + columns.map { column in
            row == nil && column == nil ? "" : "\(total.confusion[EntityScores.Pair(gold: row, found: column)] ?? 0)"
          })
    }
    return table.text
  }

  private static let kindNames: [EntityMistakes.Kind: String] = [
    .type: "right span, wrong type", .span: "right type, wrong span", .both: "overlapping, both wrong", .missed: "missed",
    .invented: "invented",
  ]

  private var kinds: String {
    EntityMistakes.Kind.allCases.map { "\(Self.kindNames[$0] ?? $0.rawValue) \(total.mistakes.count($0))" }.joined(separator: "; ") + "\n"
  }

  private var calibration: String {
    guard let error = total.calibration.expectedError else { return "" }
    var table = TextTable()
    table.add(["confidence", "entities", "mean", "right"])
    for (index, bin) in total.calibration.bins.enumerated() where bin.count > 0 {
      table.add([
        String(format: "%.1f to %.1f", Double(index) / 10, Double(index + 1) / 10), "\(bin.count)",
        shown(100 * bin.confidence / Double(bin.count)), shown(100 * Double(bin.right) / Double(bin.count)),
      ])
    }
    return table.text
      + "expected calibration error \(shown(error)), over the \(total.calibration.count) of \(total.calibration.total) entities with a confidence\n"
  }

  private var shownMistakes: String {
    if mistakes == 0 { return "" }
    var text = ""
    for kind in EntityMistakes.Kind.allCases {
      let entries = total.mistakes.most(kind, limit: mistakes)
      if entries.isEmpty { continue }
      text += "\n\(Self.kindNames[kind] ?? kind.rawValue)\n"
      for entry in entries {
        let sides = [entry.group.gold.map { "gold \($0.type): \($0.text)" }, entry.group.found.map { "found \($0.type): \($0.text)" }]
        text += "  \(entry.count)×  \(sides.compactMap { $0 }.joined(separator: "  |  "))\n"
        text += "      \(entry.document): \(entry.context)\n"
      }
    }
    return text
  }

  // MARK: JSON

  package var json: [MetadataValue.Member] {
    typealias Member = MetadataValue.Member
    func scores(_ scores: EntityScores.TypeScores) -> MetadataValue {
      .object([Member("exact", .counts(scores.exact)), Member("lenient", .counts(scores.lenient))])
    }
    func macro(_ all: EntityScores) -> MetadataValue {
      .object([
        Member("exact", .object([Member("f1", .score(all.macro))])), Member("lenient", .object([Member("f1", .score(all.macroLenient))])),
      ])
    }
    var members = [
      Member("evaluation", .string("entities")), Member("map", map.name.map { .string($0) } ?? .null),
      Member("types", .object(types.map { Member($0, scores(total.types[$0] ?? .init())) })), Member("micro", scores(total.micro)),
      Member("macro", macro(total)),
      Member(
        "files",
        .list(
          byFile.map {
            .object([Member("file", .string($0.name)), Member("micro", scores($0.scores.micro)), Member("macro", macro($0.scores))])
          })),
      Member("not_scored", .object([Member("gold", .numbers(total.leftOutGold)), Member("pipeline", .numbers(total.leftOutPipeline))])),
      Member("confusion", .list(confusionJSON)),
      Member(
        "mistake_counts", .object(EntityMistakes.Kind.allCases.map { Member($0.rawValue, .integer(total.mistakes.count($0))) })),
      Member("calibration", calibrationJSON),
    ]
    if mistakes > 0 { members.append(Member("mistakes", .list(mistakesJSON))) }
    return members
  }

  private var confusionJSON: [MetadataValue] {
    total.confusion.sorted { ($0.key.gold ?? "", $0.key.found ?? "") < ($1.key.gold ?? "", $1.key.found ?? "") }.map { pair, count in
      .object([
        .init("gold", pair.gold.map { .string($0) } ?? .null), .init("found", pair.found.map { .string($0) } ?? .null),
        .init("count", .integer(count)),
      ])
    }
  }

  private var calibrationJSON: MetadataValue {
    guard let error = total.calibration.expectedError else { return .null }
    let bins: [MetadataValue] = total.calibration.bins.enumerated().map { index, bin in
      .object([
        .init("from", .number(Double(index) / 10)), .init("count", .integer(bin.count)), .init("right", .integer(bin.right)),
        .init("mean", bin.count == 0 ? .null : .score(100 * bin.confidence / Double(bin.count))),
      ])
    }
    return .object([
      .init("expected_error", .score(error)), .init("entities", .integer(total.calibration.count)), .init("bins", .list(bins)),
    ])
  }

  private var mistakesJSON: [MetadataValue] {
    EntityMistakes.Kind.allCases.flatMap { kind in
      total.mistakes.most(kind, limit: mistakes).map { entry in
        func side(_ side: EntityMistakes.Side?) -> MetadataValue {
          side.map { .object([.init("type", .string($0.type)), .init("text", .string($0.text))]) } ?? .null
        }
        return .object([
          .init("kind", .string(kind.rawValue)), .init("count", .integer(entry.count)), .init("gold", side(entry.group.gold)),
          .init("found", side(entry.group.found)), .init("document", .string(entry.document)), .init("context", .string(entry.context)),
        ])
      }
    }
  }
}
