import Foundation
import Pipeline

/// What was found out about a plugin's program.
package struct ConformanceReport: Sendable {
  /// Something that the protocol asks for.
  package struct Rule: Sendable, Hashable {
    /// The name, in kebab case.
    package let name: String
    /// What the protocol asks for: one sentence without a final stop.
    package let asks: String
    /// The section of `Docs/plugin-protocol.md`.
    package let section: String

    init(_ name: String, _ asks: String, in section: String) {
      self.name = name
      self.asks = asks
      self.section = section
    }
  }

  /// A rule that is broken.
  package struct Finding: Sendable {
    /// The rule.
    package let rule: Rule
    /// What was sent, in words.
    package let sent: String
    /// What came, in words.
    package let came: String
    /// How often it was broken.
    package var count = 1
  }

  /// How many messages were sent.
  package internal(set) var exchanges = 0
  /// The broken rules, each at its first place.
  package private(set) var findings: [Finding] = []
  /// The stages that were examined.
  package internal(set) var stages: [StageDescriptor] = []
  /// What could not be examined, and why.
  package private(set) var notes: [String] = []

  mutating func add(_ rule: Rule, sent: String, came: String) {
    if let index = findings.firstIndex(where: { $0.rule == rule }) {
      findings[index].count += 1
    } else {
      findings.append(Finding(rule: rule, sent: sent, came: came))
    }
  }

  mutating func note(_ note: String) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Whether a rule is broken.
  func has(_ rule: Rule) -> Bool { findings.contains { $0.rule == rule } }
}

extension ConformanceReport.Rule {
  typealias Rule = ConformanceReport.Rule

  static let starts = Rule("starts", "the command starts the program", in: "The folder and the manifest")
  static let describes = Rule("describes-itself", "'describe' is answered by one line with a description", in: "1. Opening")
  static let endsAfterDescribing = Rule("ends-after-describing", "the program ends once it has described itself", in: "1. Opening")
  static let manifest = Rule("agrees-with-manifest", "the stages are those of the manifest", in: "2. Description, or errors")
  static let ready = Rule("is-ready", "the opening is answered by the description, or by errors", in: "2. Description, or errors")
  static let bounds = Rule("takes-its-options", "each value that an option's description allows is taken", in: "An option")
  static let version = Rule(
    "refuses-other-versions", "a version of the protocol that the plugin does not speak is answered by errors",
    in: "2. Description, or errors")
  static let output = Rule("keeps-its-output-clean", "standard output belongs to the protocol alone", in: "Streams")
  static let answers = Rule("answers-each-document", "each document is answered, in time", in: "4. Answers")
  static let works = Rule(
    "does-some-documents", "a failure says that a document cannot be done, and not every document is such", in: "4. Answers")
  static let once = Rule("answers-once", "each document is answered once", in: "4. Answers")
  static let knownIds = Rule("answers-known-ids", "an answer has the id of a document that was sent", in: "3. Documents")
  static let flushes = Rule("flushes-answers", "answers are flushed when nothing more is there to be read", in: "Streams")
  static let declared = Rule(
    "changes-what-it-declares", "a record changes layers that the stage declares, and nothing else", in: "4. Answers")
  static let usable = Rule("gives-usable-answers", "an answer has the form of a record, with offsets inside the text", in: "4. Answers")
  static let failureForm = Rule("says-failures-well", "a failure has a code in kebab case and one lower-case sentence", in: "4. Answers")
  static let noText = Rule("keeps-text-to-itself", "failures, warnings and standard error hold no text of the article", in: "4. Answers")
  static let same = Rule(
    "depends-on-the-document-alone", "what the stage makes depends on the document, its options and its files alone", in: "4. Answers")
  static let members = Rule("ignores-unknown-members", "a plugin ignores members that it does not know", in: "The exchange")
  static let anyJSON = Rule(
    "reads-any-json", "each message is a JSON object: order of members, spaces and escapes are free", in: "The exchange")
  static let endsInTime = Rule("ends-in-time", "after the end of its input the plugin ends within 2 seconds", in: "5. The end")
  static let endsWell = Rule("ends-with-status-0", "after the end of its input the plugin ends with status 0", in: "5. The end")
  static let finishes = Rule("answers-before-it-ends", "at the end of its input the plugin answers what it has", in: "5. The end")

  /// All rules.
  package static let all: [ConformanceReport.Rule] = [
    starts, describes, endsAfterDescribing, manifest, ready, bounds, version, output, answers, works, once, knownIds, flushes, declared,
    usable, failureForm, noText, same, members, anyJSON, endsInTime, endsWell, finishes,
  ]
}

extension PluginManifest {
  /// What stands for the manifest of a program that has none: no stages, and the protocol's own limits.
  package init(program command: [String], in folder: String) {
    let name = (command.last.map { $0 as NSString })?.lastPathComponent ?? ""
    self.init(
      file: "", folder: folder, name: name, version: "", summary: "", command: command, library: nil, setup: nil, instances: 1, window: 16,
      timeout: 30,
      stages: [])
  }
}
