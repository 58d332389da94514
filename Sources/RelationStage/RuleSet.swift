import Patterns
import Pipeline
import YAML

/// The rules of a stage, ready to be used.
package struct RuleSet: Sendable {
  /// The rules, those of earlier files first.
  let rules: [Rule]
  private let matchers: [any RuleMatcher]

  /// The files that the package ships, in order. The first holds what the others and users' files build on.
  package static let builtInFiles = ["common.yaml", "offices.yaml", "events.yaml"]

  /// Loads rules.
  ///
  /// - Parameters:
  ///   - builtIn: Whether the shipped rules are in the set. Their lists and definitions can be used in any case.
  ///   - files: Paths of further files.
  /// - Throws: What is wrong with all of them.
  package init(builtIn: Bool = true, files: [String] = []) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    var library = PatternLibrary(captures: RelationRole.builtIn)
    var loaded: [RuleFile] = []
    for (index, name) in Self.builtInFiles.enumerated() where builtIn || index == 0 {
      let bytes = try ResourceFolder.bytes(of: "Data/\(name)", in: "RelationStage")
      let file = try RuleFile(try YAMLDocument(parsing: bytes, file: name), base: library)
      if index == 0 { library = file.library }
      loaded.append(file)
    }
    for path in files {
      do {
        loaded.append(try RuleFile(try YAMLDocument(contentsOf: path), base: library))
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
    do {
      try self.init(loaded)
    } catch {
      diagnostics.append(contentsOf: error)
      throw diagnostics
    }
    try diagnostics.throwIfErrors()
  }

  /// Compiles the rules of files.
  init(_ files: [RuleFile]) throws(Diagnostics) {
    var rules: [Rule] = []
    var libraries: [PatternLibrary] = []
    for file in files {
      rules += file.rules
      libraries += file.rules.map { _ in file.library }
    }
    self.rules = rules
    matchers = [try TokenRuleMatcher(rules) { libraries[$0] }]
  }

  /// The relations of a document, in the order of the text.
  ///
  /// - Parameters:
  ///   - instance: The stage's name, for provenance.
  ///   - isWanted: Whether a sentence is looked at.
  /// - Returns: The relations, and whether no sentence was given up.
  package func relations(
    in document: Document, instance: String, sentences isWanted: (Int) -> Bool = { _ in true }
  ) -> (relations: [Relation], isComplete: Bool) {
    let builder = RelationBuilder(document: document, instance: instance)
    var isComplete = true
    var found: [Relation] = []
    for matcher in matchers {
      let result = matcher.matches(in: document, units: builder.units, sentences: isWanted)
      isComplete = isComplete && result.isComplete
      for match in result.matches {
        found += builder.relations(of: match, rules[match.rule]) { matcher.lemma(of: $0, in: document) }
      }
    }
    return (RelationFilter.kept(found), isComplete)
  }
}
