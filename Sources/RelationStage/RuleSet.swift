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
    let loaded = try Self.load(builtIn: builtIn, files: files)
    try self.init(loaded)
  }

  /// Compiles the rules of files.
  init(_ files: [RuleFile]) throws(Diagnostics) {
    var rules: [Rule] = []
    var libraries: [PatternLibrary] = []
    for file in files {
      rules += file.rules
      libraries += file.rules.map { _ in file.library }
    }
    let matcher = try TokenRuleMatcher(rules, libraries: libraries)
    self.rules = rules
    matchers = [matcher]
  }

  /// Reads the shipped files and the given ones.
  private static func load(builtIn: Bool, files: [String]) throws(Diagnostics) -> [RuleFile] {
    var diagnostics = Diagnostics()
    var library = PatternLibrary(captures: RelationRole.builtIn)
    var loaded: [RuleFile] = []
    for (index, name) in builtInFiles.enumerated() where builtIn || index == 0 {
      let bytes = try ResourceFolder.bytes(of: "Data/\(name)", in: "RelationStage")
      let document = try YAMLDocument(parsing: bytes, file: name)
      let file = try RuleFile.read(document, base: library)
      if index == 0 { library = file.library }
      loaded.append(file)
    }
    for path in files {
      do {
        let document = try YAMLDocument(contentsOf: path)
        loaded.append(try RuleFile.read(document, base: library))
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
    if diagnostics.hasErrors {
      // What is wrong with the patterns of the files that could be read belongs in the same report.
      do { _ = try RuleSet(loaded) } catch { diagnostics.append(contentsOf: error) }
      throw diagnostics
    }
    return loaded
  }

  /// The relations of a document, in the order of the text.
  ///
  /// - Parameters:
  ///   - instance: The stage's name, for provenance.
  ///   - rule: The only rule that counts, by its name; all where it is nil.
  ///   - isWanted: Whether a sentence is looked at.
  /// - Returns: The relations, and whether no sentence was given up.
  package func relations(
    in document: Document, instance: String, by rule: String? = nil, sentences isWanted: (Int) -> Bool = { _ in true }
  ) -> (relations: [Relation], isComplete: Bool) {
    let builder = RelationBuilder(document: document, instance: instance)
    var isComplete = true
    var found: [Relation] = []
    for matcher in matchers {
      let result = matcher.matches(in: document, units: builder.units, sentences: isWanted)
      isComplete = isComplete && result.isComplete
      for match in result.matches where rule == nil || rules[match.rule].name == rule {
        found += builder.relations(of: match, rules[match.rule]) { matcher.lemma(of: $0, in: document) }
      }
    }
    return (RelationFilter.kept(found), isComplete)
  }
}
