import Pipeline
import YAML

/// A stage as a pipeline file uses it: its name, the name of the instance, the options as they are written.
struct StageUse {
  /// The stage's name; empty where the entry cannot be read.
  var name: String
  /// Where the name stands.
  var location: SourceLocation
  /// The name in this pipeline.
  var instance: String
  /// Where the name in this pipeline stands.
  var instanceLocation: SourceLocation
  /// Whether `as` gives the name in this pipeline.
  var isNamed = false
  /// Whether the name in this pipeline is known: not where the entry, or its `as`, cannot be read.
  var isNameKnown = true
  /// The options, those of overrides included.
  var options = YAMLMapping()
  /// Where the stage is to work, if that is said.
  var isolation: StageIsolation?
  /// The stage, if there is one of that name.
  var definition: StageDefinition?
  /// Whether the entry can be read.
  var isReadable = true
  /// Whether something about the options was reported that stands outside them.
  var hasProblems = false

  private init(name: String, at location: SourceLocation) {
    (self.name, self.location, self.instance, self.instanceLocation) = (name, location, name, location)
  }

  /// The uses of the entries of `stages`, one for each.
  ///
  /// - Parameters:
  ///   - isComplete: Whether the registry holds all stages that the pipeline could mean. Where a plugin is missing, a stage that is not known, and
  ///     near none that is, is probably the plugin's and no mistake of its own.
  ///   - advising: What is known of a stage that there is not.
  static func read(
    _ entries: [YAMLNode], _ registry: StageRegistry, isComplete: Bool, advising: (String) -> PluginFinder.Advice?,
    _ problems: PipelineProblems
  ) -> [StageUse] {
    entries.map { entry in
      guard var use = read(entry, registry, problems) else {
        var unreadable = StageUse(name: "", at: entry.location)
        (unreadable.isReadable, unreadable.isNameKnown) = (false, false)
        return unreadable
      }
      use.takeName(problems)
      use.definition = registry[use.name]
      if use.definition == nil {
        let nearest = Suggestion.nearest(to: use.name, in: registry.names)
        if nearest == nil, !isComplete { return use }
        let guess = nearest.map { "did you mean '\($0)'?" }
        let known = guess == nil || isComplete ? advising(use.name) : nil
        let advice = known?.isSure == true ? known?.text : guess ?? known?.text
        problems.error("unknown-stage", "there is no stage \(Wording.quoted(use.name)); \(advice ?? Self.advice)", at: use.location)
      }
      return use
    }
  }

  private static let advice = "'textmill stages' lists those that there are"

  private static func read(_ entry: YAMLNode, _ registry: StageRegistry, _ problems: PipelineProblems) -> StageUse? {
    if entry.isUnreadable { return nil }
    if let name = entry.string, !name.isEmpty { return StageUse(name: name, at: entry.location) }
    guard let entries = entry.mapping?.entries, let first = entries.first else {
      problems.error("bad-stage", "a stage is a name, or a name with options under it, not \(entry.described)", at: entry.location)
      return nil
    }
    var use = StageUse(name: first.key, at: first.keyLocation)
    if let options = first.value.mapping {
      use.options = options
    } else if !first.value.isNull {
      problems.error(
        "wrong-type", "the options of '\(use.name)' must be a mapping of keys to values, not \(first.value.described)",
        at: first.value.location)
      use.hasProblems = true
    } else if first.value.isUnreadable {
      use.hasProblems = true
    }
    guard entries.count > 1 else { return use }
    let second = entries[1]
    let advice =
      registry[second.key] != nil
      ? "put '- ' before \(Wording.quoted(second.key)) to make it the next stage"
      : "indent \(Wording.quoted(second.key)) to make it an option of '\(use.name)'"
    problems.error("bad-stage", "an entry of 'stages' holds one stage: \(advice)", at: second.keyLocation)
    use.hasProblems = true
    if first.value.isNull, registry[second.key] == nil { use.options = YAMLMapping(Array(entries.dropFirst())) }
    return use
  }

  /// Takes the reserved key `as` out of the options.
  private mutating func takeName(_ problems: PipelineProblems) {
    guard let index = options.entries.firstIndex(where: { $0.key == "as" }) else { return }
    let entry = options.entries.remove(at: index)
    isNameKnown = false
    if entry.value.isUnreadable { return }
    guard let text = entry.value.string, Self.isName(text) else {
      problems.error(
        "bad-name", "'as' must be a name of letters, digits, '-' and '_', not \(entry.value.described)",
        at: entry.value.isNull ? entry.keyLocation : entry.value.location)
      return
    }
    if Self.reserved.contains(text.lowercased()) {
      problems.error(
        "reserved-name", "'as' must not be '\(text)', which the run itself uses: choose another name", at: entry.value.location)
      return
    }
    (instance, instanceLocation, isNamed, isNameKnown) = (text, entry.value.location, true, true)
  }

  /// The lock file under `OUT/.textmill`, beside which each stage has a folder of its name; and the reader in problems and in the run report.
  private static let reserved: Set<String> = ["lock", Problem.readStage]

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains($0)) }
  }
}
