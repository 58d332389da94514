import Foundation
import Pipeline
import Records

/// The parts of an answer that are examined.
struct AnswerView {
  /// Code and message of a failure.
  private(set) var failure: (code: String, message: String)?
  /// Messages of failure and warnings.
  private(set) var messages: [String] = []
  /// What the answer says of the document, in one form whatever the order of its members.
  let content: Data
  /// The beginning of the line, for people.
  let shown: String

  init(_ line: [UInt8]) {
    shown = Conformance.shown(line[...])
    var object = (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any] ?? [:]
    object["id"] = nil
    content = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data()
    if let failure = object["failure"] as? [String: Any] {
      self.failure = (failure["code"] as? String ?? "", failure["message"] as? String ?? "")
      messages.append(self.failure?.message ?? "")
    }
    for case let problem as [String: Any] in object["problems"] as? [Any] ?? [] { messages.append(problem["message"] as? String ?? "") }
  }
}

/// Reading of answers, and what is asked of each.
extension Conformance {
  /// A line with a document.
  static func message(_ id: Int, _ record: [UInt8]) -> [UInt8] { Array("{\"id\":\(id),\"record\":".utf8) + record + [UInt8(ascii: "}")] }

  /// The id of an answer; nil where the line is none.
  static func identifier(of line: [UInt8]) -> Int? {
    guard case .success(let id) = JSONParser.parse(line, { $0.kind == .object ? $0.member("id")?.integer : nil }) else { return nil }
    return id
  }

  /// Waits for the answers to some documents; what comes beside them is reported.
  ///
  /// - Parameters:
  ///   - seen: The ids answered so far by this process.
  mutating func collect(
    _ wanted: Set<Int>, from process: ConformanceProcess, _ sent: String, _ seen: inout Set<Int>
  ) -> [Int: [UInt8]] {
    var found: [Int: [UInt8]] = [:]
    while true {
      // What comes without being asked for comes at once.
      let isDone = found.count == wanted.count
      guard case .line(let line) = process.next(within: isDone ? 0.002 : patience) else { return found }
      guard let id = Self.identifier(of: line) else {
        report.add(.output, sent: sent, came: Self.shown(line[...]))
        continue
      }
      if seen.contains(id) {
        report.add(.once, sent: sent, came: "a second answer to id \(id)")
      } else if wanted.contains(id) {
        seen.insert(id)
        found[id] = line
      } else {
        report.add(.knownIds, sent: sent, came: "an answer to id \(id), which was not sent")
      }
    }
  }

  /// Examines the answer to a document.
  mutating func examine(
    _ answer: [UInt8], _ view: AnswerView, of document: Document, record: [UInt8], _ stage: StageDescriptor, _ sent: String
  ) {
    var changed = document
    do throws(StageFailure) {
      try DocumentExchange(instance: "check", layers: stage.layers).apply(answer, sent: record, to: &changed)
    } catch {
      if error.code == "bad-answer", view.failure == nil || error.message.contains("'failure'") {
        let rule: ConformanceReport.Rule = error.message.contains("does not declare") ? .declared : .usable
        report.add(rule, sent: sent, came: "\(Self.shown(answer[...])): \(error.message)")
        return
      }
    }
    if let failure = view.failure {
      let isKebab = failure.code.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
      let isCode = isKebab && failure.code.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
      if !isCode || failure.message.isEmpty || failure.message.contains("\n") {
        report.add(
          .failureForm, sent: sent, came: "the code '\(failure.code)' and the message '\(Self.shown(Array(failure.message.utf8)[...]))'")
      }
    }
    if view.messages.contains(where: { $0.contains(ConformanceSamples.marker) }) {
      report.add(.noText, sent: sent, came: "a message with a word of the text, '\(ConformanceSamples.marker)'")
    }
  }

  /// Makes sure that two answers say the same.
  mutating func compare(_ answer: [UInt8]?, _ known: AnswerView?, _ rule: ConformanceReport.Rule, _ sent: String) {
    guard let answer, let known, rule == .same || !report.has(.same) else { return }
    if AnswerView(answer).content != known.content {
      report.add(rule, sent: sent, came: "\(Self.shown(answer[...])), and not as before \(known.shown)")
    }
  }

  /// Makes sure that standard error holds no text.
  mutating func checkErrors(of process: ConformanceProcess) {
    if String(decoding: process.errors, as: UTF8.self).contains(ConformanceSamples.marker) {
      report.add(
        .noText, sent: ConformanceSamples.texts[0].name, came: "a word of the text on standard error, '\(ConformanceSamples.marker)'")
    }
  }

  // MARK: Forms

  /// A message whose every object of the protocol has a member that nobody knows.
  static func withUnknownMembers(_ id: Int, _ record: [UInt8]) -> [UInt8] {
    Array("{\"id\":\(id),\"later\":[null,{}],\"record\":{\"x_later\":{\"a\":[1,\"b\"]},".utf8) + record.dropFirst()
      + Array(",\"last\":\"\"}".utf8)
  }

  /// JSON with all characters beyond ASCII as escapes, in pairs beyond the basic plane.
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    var escaped: [UInt8] = []
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar.isASCII {
        escaped.append(UInt8(scalar.value))
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          escaped += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        }
      }
    }
    return escaped
  }

  // MARK: Options

  /// Values that a kind allows, those at its bounds; none where nothing can be said.
  static func allowed(by kind: OptionKind) -> [OptionValue] {
    switch kind {
    case .bool: [true, false]
    case .integer(let range):
      [range.lowerBound == .min ? nil : range.lowerBound, range.upperBound == .max ? nil : range.upperBound].compactMap { $0 }
        .map { OptionValue(.integer($0)) }.orElse([0])
    case .number(let range): [range.lowerBound, range.upperBound].filter(\.isFinite).map { OptionValue(.number($0)) }.orElse([0.5])
    case .string: ["text"]
    case .choice(let words): words.map { OptionValue(.string($0)) }
    case .list: [[]]
    case .map: [[:]]
    case .record(let fields): fields.contains(where: \.isRequired) ? [] : [[:]]
    case .anyOf(let kinds): kinds.flatMap { allowed(by: $0) }
    case .inputFile, .outputPath: []
    }
  }

  /// Whether the description of a kind says all that is allowed.
  static func isBounded(_ kind: OptionKind) -> Bool {
    switch kind {
    case .bool, .choice, .number, .integer: true
    default: false
    }
  }
}

extension Array {
  /// The array, or another where it is empty.
  fileprivate func orElse(_ other: [Element]) -> [Element] { isEmpty ? other : self }
}
