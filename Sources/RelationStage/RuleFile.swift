import Patterns
import Pipeline
import YAML

/// A file of rules: lists, definitions, further roles, rules.
struct RuleFile: Sendable {
  /// The file as the person named it.
  var name: String
  /// The rules in order.
  var rules: [Rule]
  /// What their patterns may refer to.
  var library: PatternLibrary

  /// Reads a parsed file. Lists and definitions of `base` can be used in it.
  ///
  /// - Throws: Everything that is wrong but for what only compiling the patterns shows.
  static func read(_ document: YAMLDocument, base: PatternLibrary) throws(Diagnostics) -> RuleFile {
    let report = YAMLReport(document.source)
    guard var reader = YAMLMappingReader(document.root, "a file of rules", report) else { throw report.sorted }
    var roles = base.captures ?? RelationRole.builtIn
    for role in reader.strings("roles") ?? [] {
      if isSnakeCase(role) {
        roles.append(role)
      } else {
        report.error("wrong-name", "the role \(Wording.quoted(role)) must be written in snake_case", at: reader.location(of: "roles"))
      }
    }
    var extended = base
    extended.captures = roles
    let library = PatternLibrary(&reader, extending: extended, report)
    var rules: [Rule] = []
    var names: [String: SourceLocation] = [:]
    for node in reader.list("rules") ?? [] {
      guard let rule = rule(node, report) else { continue }
      if let first = names[rule.name] {
        report.error("duplicate-rule", "the rule '\(rule.name)' is already on line \(first.line)", at: node.location)
      }
      names[rule.name] = node.location
      rules.append(rule)
    }
    reader.finish()
    try report.throwIfErrors()
    return RuleFile(name: document.source.file, rules: rules, library: library)
  }

  private static func rule(_ node: YAMLNode, _ report: YAMLReport) -> Rule? {
    guard var reader = YAMLMappingReader(node, "a rule", report) else { return nil }
    let name = reader.string("name", required: true)
    let type = reader.string("type", required: true)
    let owner = name.map { "rule '\($0)'" } ?? "a rule"
    let patterns = reader.list("pattern", required: true)?.compactMap { node -> PatternSource? in
      if node.string != nil { return PatternSource(node, owner: owner, in: report.source) }
      report.wrongType("the pattern of \(owner)", expected: "text", node)
      return nil
    }
    let lemma = reader.string("lemma")
    let isNegated = reader.bool("negated") ?? false
    let isHypothetical = reader.bool("hypothetical") ?? false
    let examples = reader.value("examples").map { Self.examples($0, owner, report) } ?? []
    reader.finish()
    if let name, !isKebabCase(name) {
      report.error(
        "wrong-name", "the name \(Wording.quoted(name)) must be written in kebab-case: small letters, digits, '-'", at: node.location)
    }
    if let type, !isSnakeCase(type) {
      report.error("wrong-name", "the type \(Wording.quoted(type)) must be written in snake_case", at: node.location)
    }
    guard let name, let type, let patterns, !patterns.isEmpty else { return nil }
    return Rule(
      name: name, type: type, form: .tokens(patterns), lemma: lemma, isNegated: isNegated, isHypothetical: isHypothetical,
      examples: examples)
  }

  /// The examples: a mapping from marked text to relations, a list of them, or `none`.
  private static func examples(_ node: YAMLNode, _ owner: String, _ report: YAMLReport) -> [RuleExample] {
    guard let mapping = node.mapping else {
      report.wrongType("the examples of \(owner)", expected: "a mapping from text to relations", node)
      return []
    }
    return mapping.entries.compactMap { entry in
      let values = entry.value.sequence ?? [entry.value]
      let relations = values.compactMap(\.string)
      guard relations.count == values.count, !relations.isEmpty else {
        report.wrongType("what an example gives", expected: "a relation, a list of relations, or none", entry.value)
        return nil
      }
      return RuleExample(text: entry.key, relations: relations == ["none"] ? [] : relations, location: entry.keyLocation)
    }
  }

  private static func isKebabCase(_ text: String) -> Bool { isName(text, joint: UInt8(ascii: "-")) }

  private static func isSnakeCase(_ text: String) -> Bool { isName(text, joint: UInt8(ascii: "_")) }

  private static func isName(_ text: String, joint: UInt8) -> Bool {
    text.utf8.first.map { $0 &- 0x61 < 26 } == true && text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == joint }
  }
}
