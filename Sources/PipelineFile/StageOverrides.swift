import Pipeline
import YAML

/// Puts what stands under `options:` and in `--set` over the options of the stages.
///
/// An override replaces the value of an option; where the option is a record, it replaces the fields that it names.
struct StageOverrides {
  let registry: StageRegistry
  let problems: PipelineProblems
  /// Whether the names of all stages are known, so that a name that is not among them is a mistake.
  let areComplete: Bool

  /// Applies the `options` of a file.
  func apply(_ options: YAMLMapping?, to uses: inout [StageUse]) {
    for entry in options?.entries ?? [] {
      guard let index = index(of: entry.key, at: entry.keyLocation, in: uses) else { continue }
      guard let override = entry.value.mapping else {
        if entry.value.isUnreadable {
          uses[index].hasProblems = true
        } else if !entry.value.isNull {
          problems.error(
            "wrong-type", "the options of '\(entry.key)' must be a mapping of keys to values, not \(entry.value.described)",
            at: entry.value.location)
          uses[index].hasProblems = true
        }
        continue
      }
      let descriptors = uses[index].definition?.descriptor.options ?? []
      uses[index].options = Self.merge(override, over: uses[index].options, descriptors)
    }
  }

  /// Applies the arguments of `--set` in their order.
  func apply(_ settings: [SetOption], to uses: inout [StageUse]) {
    for setting in settings {
      guard let index = index(of: setting.instance.text, at: setting.instance.location, in: uses) else { continue }
      Self.set(setting.path[...], to: setting.value, in: &uses[index].options)
    }
  }

  private func index(of name: String, at location: SourceLocation, in uses: [StageUse]) -> Int? {
    if let index = uses.firstIndex(where: { $0.isNameKnown && $0.instance == name }) { return index }
    guard areComplete else { return nil }
    var seen: Set<String> = []
    let instances = uses.map(\.instance).filter { seen.insert($0).inserted }
    let renamed = uses.filter { $0.name == name }.map(\.instance)
    let advice =
      !renamed.isEmpty
      ? "here it is called \(Wording.list(renamed, "and"))"
      : Suggestion.nearest(to: name, in: instances).map { "did you mean '\($0)'?" } ?? "its stages are \(Wording.list(instances, "and"))"
    problems.error("unknown-stage", "the pipeline has no stage \(Wording.quoted(name)); \(advice)", at: location)
    return nil
  }

  private static func merge(_ override: YAMLMapping, over base: YAMLMapping, _ descriptors: [OptionDescriptor]) -> YAMLMapping {
    var result = base
    for entry in override.entries {
      guard let index = result.entries.firstIndex(where: { $0.key == entry.key }) else {
        result.entries.append(entry)
        continue
      }
      var merged = entry
      if let fields = descriptors.first(where: { $0.key == entry.key })?.kind.fields,
        let old = result.entries[index].value.mapping, let new = entry.value.mapping
      {
        merged.value.content = .mapping(merge(new, over: old, fields))
      }
      result.entries[index] = merged
    }
    return result
  }

  private static func set(_ path: ArraySlice<SetOption.Key>, to value: YAMLNode, in mapping: inout YAMLMapping) {
    guard let key = path.first else { return }
    let index = mapping.entries.firstIndex { $0.key == key.text }
    var entry = YAMLMapping.Entry(key: key.text, keyLocation: key.location, value: value)
    if path.count > 1 {
      var inner = index.flatMap { mapping.entries[$0].value.mapping } ?? YAMLMapping()
      set(path.dropFirst(), to: value, in: &inner)
      entry.value = YAMLNode(.mapping(inner), at: key.location)
    }
    if let index { mapping.entries[index] = entry } else { mapping.entries.append(entry) }
  }
}

extension OptionKind {
  /// The fields, where it is a record or may be one.
  var fields: [OptionDescriptor]? {
    switch self {
    case .record(let fields): fields
    case .anyOf(let kinds): kinds.lazy.compactMap(\.fields).first
    default: nil
    }
  }
}
