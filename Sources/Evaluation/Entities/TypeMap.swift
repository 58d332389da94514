import Pipeline

/// How the types of a pipeline and the labels of gold data are told in common names.
package struct TypeMap: Sendable {
  /// The name of the label set it is made for; nil where no known set holds all labels of the gold files.
  package private(set) var name: String?
  private var pipeline: [String: String?] = [:]
  private var gold: [String: String?] = [:]

  /// The map for gold files: that of the smallest known set that holds all their labels, with changes.
  ///
  /// - Parameters:
  ///   - labels: The labels of the gold files.
  ///   - changes: `FROM=TO,…` as `--map` has it; `FROM` is a type or a label or both, no `TO` leaves it out.
  package init(labels: Set<String>, changes: [String] = []) throws(Diagnostics) {
    let sets = try Self.knownSets()
    if let known = sets.filter({ labels.isSubset(of: $0.labels) }).min(by: { $0.labels.count < $1.labels.count }) {
      self = known.map
    }
    var problems = Diagnostics()
    for change in changes.flatMap({ $0.split(separator: ",").map(String.init) }) {
      let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmedOfSpaces)
      guard parts.count == 2, !parts[0].isEmpty else {
        problems.append(
          Diagnostic(code: "bad-map", "--map is written TYPE=LABEL,…, such as PERSON=PER,GPE=LOC, not '\(change)'"))
        continue
      }
      let known = EntityType.builtIn.map(\.name) + labels.sorted()
      let near = Suggestion.nearest(to: parts[0], in: known)
      if !known.contains(parts[0]), let near, near.lowercased() != parts[0].lowercased() || near != parts[0] {
        problems.append(
          Diagnostic(
            .warning, code: "unknown-type",
            "--map: neither the gold files nor the built-in types have '\(parts[0])'; did you mean '\(near)'?"))
      }
      let to: String? = parts[1].isEmpty || parts[1] == "-" ? nil : parts[1]
      pipeline.updateValue(to, forKey: parts[0])
      gold.updateValue(to, forKey: parts[0])
    }
    try problems.throwIfErrors()
    warnings = problems
  }

  private init() {}

  /// What is odd about the changes.
  package private(set) var warnings = Diagnostics()

  /// The common name of a gold label; nil where it is left out.
  package func name(ofGold label: String) -> String? {
    if let known = gold[label] { return known }
    return label
  }

  /// The common name of a type of the pipeline; nil where it is left out.
  package func name(ofPipeline type: String) -> String? {
    if let known = pipeline[type] { return known }
    return type
  }

  /// The built-in types that are told by another name.
  package var renamed: [(type: String, name: String)] {
    EntityType.builtIn.compactMap { type in
      guard let name = name(ofPipeline: type.name), name != type.name else { return nil }
      return (type.name, name)
    }
  }

  private static func knownSets() throws(Diagnostics) -> [(labels: Set<String>, map: TypeMap)] {
    let sections = try WordSections.load("type-maps.txt")
    return sections.names.map { name in
      var map = TypeMap()
      var labels: Set<String> = []
      var part = ""
      map.name = name
      for word in sections[name] {
        if word.hasSuffix(":") {
          part = word
        } else if part == "labels:" {
          labels.insert(word)
        } else {
          let pair = word.split(separator: "=").map(String.init)
          let to: String? = pair.count < 2 || pair[1] == "-" ? nil : pair[1]
          if part == "pipeline:" { map.pipeline.updateValue(to, forKey: pair[0]) } else { map.gold.updateValue(to, forKey: pair[0]) }
        }
      }
      return (labels, map)
    }
  }
}

extension Substring {
  var trimmedOfSpaces: String { String(self).trimmingSpaces }
}
