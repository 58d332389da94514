import Pipeline
import YAML

/// Makes option values of YAML nodes as descriptors say, and collects all that does not fit.
struct OptionDecoder {
  private let paths: PathResolver
  /// What does not fit.
  private(set) var problems: [Diagnostic] = []
  /// Whether some value is missing: it did not fit, or was unreadable and thus reported already.
  private(set) var isIncomplete = false
  /// The output paths among the values.
  private(set) var outputs: [OutputName] = []

  init(_ paths: PathResolver) { self.paths = paths }

  /// Decodes the options of a stage.
  mutating func options(_ mapping: YAMLMapping, of stage: StageDescriptor, at location: SourceLocation) -> [String: OptionValue] {
    let what = Owner(name: "the stage '\(stage.name)'", member: "option", location: location, prefix: "")
    return Dictionary(fields(mapping, stage.options, of: what).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// What has the keys of a record, for messages.
  private struct Owner {
    var name: String
    /// What a key is: `option` or `key`.
    var member: String
    var location: SourceLocation
    /// What stands before a key in its full name.
    var prefix: String
  }

  private mutating func fail(_ code: String, _ message: String, at location: SourceLocation) {
    problems.append(Diagnostic(code: code, message, at: location))
    isIncomplete = true
  }

  /// Whether there are so many problems that no more are looked for among the keys of a mapping.
  private var isFull: Bool { problems.count > YAMLLimits.problems }

  private mutating func fields(_ mapping: YAMLMapping, _ descriptors: [OptionDescriptor], of owner: Owner) -> [OptionValue.Member] {
    var members: [OptionValue.Member] = []
    var meant: Set<String> = []
    for entry in mapping.entries where !isFull {
      guard let descriptor = descriptors.first(where: { $0.key == entry.key }) else {
        unknown(entry, descriptors.map(\.key), of: owner, &meant)
        continue
      }
      let name = owner.prefix + entry.key
      if entry.value.isNull, !entry.value.isUnreadable {
        fail("missing-value", "'\(name)' has no value: give \(descriptor.kind.expectation), or leave the key out", at: entry.keyLocation)
      } else if let value = value(entry.value, descriptor.kind, name: name) {
        members.append(.init(entry.key, value))
      }
    }
    for descriptor in descriptors where descriptor.isRequired && mapping[descriptor.key] == nil && !meant.contains(descriptor.key) {
      fail(
        "missing-\(owner.member)", "\(owner.name) needs the \(owner.member) '\(descriptor.key)': \(descriptor.kind.expectation)",
        at: owner.location)
    }
    return members
  }

  private mutating func unknown(_ entry: YAMLMapping.Entry, _ known: [String], of owner: Owner, _ meant: inout Set<String>) {
    let advice: String
    if entry.key == "as", owner.prefix.isEmpty {
      advice = "'as' can only stand where the stage is used, under 'stages'"
    } else if let nearest = Suggestion.nearest(to: entry.key, in: owner.prefix.isEmpty ? known + ["isolation"] : known) {
      meant.insert(nearest)
      advice = "did you mean '\(nearest)'?"
    } else if known.isEmpty {
      advice = "it has none"
    } else {
      advice = known.count == 1 ? "its only \(owner.member) is '\(known[0])'" : "its \(owner.member)s are \(Wording.list(known, "and"))"
    }
    fail("unknown-\(owner.member)", "\(owner.name) has no \(owner.member) \(Wording.quoted(entry.key)); \(advice)", at: entry.keyLocation)
  }

  /// Decodes one value.
  ///
  /// - Parameters:
  ///   - name: Its full key, `html.title`.
  ///   - isItem: Whether it is an item of the list with that key.
  private mutating func value(_ node: YAMLNode, _ kind: OptionKind, name: String, isItem: Bool = false) -> OptionValue? {
    if node.isUnreadable {
      isIncomplete = true
      return nil
    }
    switch kind {
    case .list(let element):
      let items = node.sequence.map { items in items.compactMap { value($0, element, name: name, isItem: true) } }
      return OptionValue(.list(items ?? value(node, element, name: name, isItem: isItem).map { [$0] } ?? []), at: node.location)
    case .map(let element):
      guard let mapping = node.mapping else { break }
      let members = mapping.entries.compactMap { entry in
        value(entry.value, element, name: "\(name).\(entry.key)").map { OptionValue.Member(entry.key, $0) }
      }
      return OptionValue(.map(members), at: node.location)
    case .record(let descriptors):
      guard let mapping = node.mapping else { break }
      let owner = Owner(name: isItem ? "an item of '\(name)'" : "'\(name)'", member: "key", location: node.location, prefix: name + ".")
      return OptionValue(.map(fields(mapping, descriptors, of: owner)), at: node.location)
    case .anyOf(let kinds):
      return anyOf(kinds, node, name: name, isItem: isItem)
    case .inputFile, .outputPath:
      guard let text = node.string, !text.isEmpty else { break }
      return path(text, node, isOutput: kind.isOutput, name: name)
    default:
      if let content = Self.scalar(node, kind) { return OptionValue(content, at: node.location) }
    }
    mismatch(node, kind, name: name, isItem: isItem)
    return nil
  }

  private static func scalar(_ node: YAMLNode, _ kind: OptionKind) -> OptionValue.Content? {
    switch kind {
    case .bool: node.bool.map { .bool($0) }
    case .integer(let range): node.integer.flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range): node.number.flatMap { range.contains($0) ? .number($0) : nil }
    case .string: node.string.map { .string($0) }
    case .choice(let choices): node.scalar.flatMap { choices.contains($0.text) ? .string($0.text) : nil }
    default: nil
    }
  }

  /// Reports that a value is not of a kind.
  private mutating func mismatch(_ node: YAMLNode, _ kind: OptionKind, name: String, isItem: Bool) {
    let what = isItem ? "an item of '\(name)'" : "'\(name)'"
    var (code, advice) = (kind.suits(node) ? "wrong-value" : "wrong-type", "")
    switch kind {
    case .integer where node.integer != nil, .number where node.number != nil: code = "out-of-range"
    case .string where node.scalar != nil && !node.isNull: advice = ": put it in quotes if it is meant as text"
    case .choice, .anyOf: advice = node.string.map { Suggestion.suffix(for: $0, in: kind.choices) } ?? ""
    default: break
    }
    fail(code, "\(what) must be \(kind.expectation), not \(node.described)\(advice)", at: node.location)
  }

  private mutating func anyOf(_ kinds: [OptionKind], _ node: YAMLNode, name: String, isItem: Bool) -> OptionValue? {
    for kind in kinds {
      var trial = OptionDecoder(paths)
      if let value = trial.value(node, kind, name: name, isItem: isItem), !trial.isIncomplete {
        outputs.append(contentsOf: trial.outputs)
        return value
      }
    }
    let suitable = kinds.filter { $0.suits(node) }
    if suitable.count == 1, suitable[0].hasProblemsInside { return value(node, suitable[0], name: name, isItem: isItem) }
    mismatch(node, .anyOf(kinds), name: name, isItem: isItem)
    return nil
  }

  private mutating func path(_ text: String, _ node: YAMLNode, isOutput: Bool, name: String) -> OptionValue? {
    if isOutput {
      do throws(OutputPath.Problem) {
        let path = try OutputPath(text)
        outputs.append(OutputName(key: name, path: path, location: node.location))
        return OptionValue(.string(path.written), at: node.location)
      } catch {
        fail("bad-output", "'\(name)' \(error.message)", at: node.location)
      }
    } else {
      let named = paths.named(text, by: node.location.file)
      guard let problem = paths.problem(withInput: named, text: text) else {
        return OptionValue(.string(paths.absolute(named)), at: node.location)
      }
      fail(problem.code, problem.message, at: node.location)
    }
    return nil
  }
}

extension OptionKind {
  /// The words that may be chosen.
  fileprivate var choices: [String] {
    switch self {
    case .choice(let choices): choices
    case .anyOf(let kinds): kinds.flatMap(\.choices)
    default: []
    }
  }

  /// Whether a value of the right sort can still be wrong in a way that needs words of its own.
  fileprivate var hasProblemsInside: Bool {
    switch self {
    case .inputFile, .outputPath, .list, .map, .record, .anyOf: true
    case .bool, .integer, .number, .string, .choice: false
    }
  }

  fileprivate var isOutput: Bool { if case .outputPath = self { true } else { false } }
}
