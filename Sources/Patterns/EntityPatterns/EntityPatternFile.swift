import Pipeline
import YAML

/// A file of patterns for entities: what stands between its tokens is in the language of the rules of relations.
///
/// ```yaml
/// types: [WEAPON]
/// lists:
///   makers: [Acme, Norland Arms]
/// patterns:
///   - { type: ORG, name: brigades, pattern: '[capitalized]+ "Brigade"' }
///   - { type: WEAPON, pattern: '@makers entity:[shape=X-dd]' }
///   - { type: ORG, phrase: Norland Road Board, canonical: NRB }
/// ```
///
/// A pattern's match is the entity, or its capture `entity` where it has one. A phrase stands as it is written; `case` is that of gazetteers.
package struct EntityPatternFile: Sendable {
  /// A token pattern.
  package struct Pattern: Sendable {
    /// What it finds.
    package var type: EntityType
    /// What provenance calls it, if it has a name.
    package var name: String?
    /// The canonical name of what it finds.
    package var canonical: String?
    /// The pattern.
    package var source: PatternSource
  }

  /// A phrase.
  package struct Phrase: Sendable {
    /// What it is.
    package var type: EntityType
    /// What provenance calls it, if it has a name.
    package var name: String?
    /// Its canonical name.
    package var canonical: String?
    /// Its words.
    package var text: String
    /// How case counts.
    package var caseRule: CaseRule
  }

  /// The patterns, in order.
  package private(set) var patterns: [Pattern] = []
  /// The phrases, in order.
  package private(set) var phrases: [Phrase] = []
  /// What the patterns may refer to.
  package private(set) var library: PatternLibrary
  /// The types that the file adds.
  package private(set) var types: [EntityType] = []

  /// Reads a file.
  ///
  /// - Parameter types: Entity types that others have added, such as gazetteers.
  /// - Throws: Everything that is wrong but for what only compiling the patterns shows.
  package init(contentsOf path: String, types known: [EntityType] = []) throws(Diagnostics) {
    try self.init(YAMLDocument(contentsOf: path), types: known)
  }

  /// Reads a parsed file.
  package init(_ document: YAMLDocument, types known: [EntityType] = []) throws(Diagnostics) {
    let report = YAMLReport(document.source)
    let base = PatternLibrary(types: Set((EntityType.builtIn + known).map(\.name)), captures: ["entity"])
    library = base
    guard var reader = YAMLMappingReader(document.root, "a file of patterns", report) else { throw report.sorted }
    library = PatternLibrary(&reader, extending: base, report)
    for type in library.types.subtracting(base.types).sorted() {
      if EntityTypeName.isValid(type.utf8) {
        types.append(EntityType(type))
      } else {
        report.error("bad-type", EntityTypeName.complaint(about: type), at: reader.location(of: "types"))
      }
    }
    for node in reader.list("patterns", required: true) ?? [] { read(node, report) }
    reader.finish()
    try report.throwIfErrors()
  }

  private mutating func read(_ node: YAMLNode, _ report: YAMLReport) {
    guard var reader = YAMLMappingReader(node, "a pattern", report) else { return }
    let type = reader.string("type", required: true)
    let name = reader.string("name")
    let canonical = reader.string("canonical")
    let patterns = reader.list("pattern")
    let phrases = reader.strings("phrase")
    let caseRule = reader.choice("case", CaseRule.self) ?? .smart
    reader.finish()
    guard let type else { return }
    if !library.types.contains(type) {
      let suffix = Suggestion.suffix(for: type, in: library.types.sorted())
      report.error(
        "unknown-type", "unknown entity type '\(type)'\(suffix): name new ones under 'types'",
        at: node.mapping?["type"]?.location ?? node.location)
    }
    if (patterns == nil) == (phrases == nil) {
      report.error("wrong-pattern", "an entry has either 'pattern' or 'phrase'", at: node.location)
    }
    for text in phrases ?? [] {
      self.phrases.append(Phrase(type: EntityType(type), name: name, canonical: canonical, text: text, caseRule: caseRule))
    }
    let owner = name.map { "pattern '\($0)'" } ?? ""
    for node in patterns ?? [] {
      guard node.string != nil else {
        report.wrongType("a pattern", expected: "text", node)
        continue
      }
      let source = PatternSource(node, owner: owner, in: report.source)
      self.patterns.append(Pattern(type: EntityType(type), name: name, canonical: canonical, source: source))
    }
  }
}
