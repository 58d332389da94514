import Pipeline

/// Takes a mapping apart by its keys, so that every file in YAML is checked and reported in the same manner.
///
/// Ask for each key once, then call `finish()`: it reports keys that nobody asked for (with the nearest that was) and required ones that are missing.
/// A value that does not fit is reported and read as nil, as an absent one is.
///
/// ```swift
/// let document = try YAMLDocument(contentsOf: path)
/// let report = YAMLReport(document.source)
/// for node in document.root.sequence ?? [] {
///   guard var rule = YAMLMappingReader(node, "a rule", report) else { continue }
///   let name = rule.string("name", required: true)
///   let priority = rule.integer("priority", in: 0...100) ?? 50
///   rule.finish()
/// }
/// try report.throwIfErrors()
/// ```
package struct YAMLMappingReader {
  /// The mapping.
  package let node: YAMLNode
  /// What the mapping is, for messages: `a rule`.
  package let what: String
  private let report: YAMLReport
  private let mapping: YAMLMapping
  private var asked: [String] = []
  private var missing: [String] = []

  /// Starts on a node; reports it, and is nil, where it is no mapping.
  package init?(_ node: YAMLNode, _ what: String, _ report: YAMLReport) {
    guard let mapping = node.mapping else {
      report.wrongType(what, expected: "a mapping of keys to values", node)
      return nil
    }
    self.node = node
    self.what = what
    self.report = report
    self.mapping = mapping
  }

  /// The value of a key as it is.
  package mutating func value(_ key: String, required: Bool = false) -> YAMLNode? {
    asked.append(key)
    if let value = mapping[key] { return value }
    if required { missing.append(key) }
    return nil
  }

  /// Where a key stands; the mapping's place where it is absent.
  package func location(of key: String) -> SourceLocation { mapping.entry(key)?.keyLocation ?? node.location }

  /// A text; a number counts as it is written. Empty text is no value.
  package mutating func string(_ key: String, required: Bool = false) -> String? {
    typed(key, required, "text") { node in node.string.flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// A whole number.
  package mutating func integer(_ key: String, in range: ClosedRange<Int> = .min ... .max, required: Bool = false) -> Int? {
    typed(key, required, "a whole number" + (range == .min ... .max ? "" : " from \(range.lowerBound) to \(range.upperBound)")) { node in
      node.integer.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A number.
  package mutating func number(_ key: String, in range: ClosedRange<Double> = -.infinity ... .infinity, required: Bool = false) -> Double? {
    typed(key, required, "a number" + (range == -.infinity ... .infinity ? "" : " from \(range.lowerBound) to \(range.upperBound)")) {
      node in
      node.number.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A bool.
  package mutating func bool(_ key: String, required: Bool = false) -> Bool? {
    typed(key, required, "true or false") { $0.bool }
  }

  /// One of a few words.
  package mutating func choice(_ key: String, of choices: [String], required: Bool = false) -> String? {
    guard let node = value(key, required: required), !node.isUnreadable else { return nil }
    if let text = node.string, choices.contains(text) { return text }
    let suggestion = node.string.map { Suggestion.suffix(for: $0, in: choices) } ?? ""
    report.error(
      "wrong-value", "'\(key)' must be \(Wording.list(choices, "or")), not \(node.described)\(suggestion)", at: node.location)
    return nil
  }

  /// A case of an enumeration, by its raw value.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ type: Choice.Type, required: Bool = false
  ) -> Choice? {
    choice(key, of: type.allCases.map(\.rawValue), required: required).flatMap(Choice.init(rawValue:))
  }

  /// A list of nodes; a single value stands for a list of one.
  package mutating func list(_ key: String, required: Bool = false) -> [YAMLNode]? {
    value(key, required: required).map { $0.sequence ?? [$0] }
  }

  /// A list of texts; a single text stands for a list of one. Items that are no text are reported and left out.
  package mutating func strings(_ key: String, required: Bool = false) -> [String]? {
    list(key, required: required)?.compactMap { node in
      if let text = node.string { return text }
      report.wrongType("an item of '\(key)'", expected: "text", node)
      return nil
    }
  }

  /// A mapping, to be read in its turn.
  package mutating func mapping(_ key: String, required: Bool = false) -> YAMLMappingReader? {
    value(key, required: required).flatMap { YAMLMappingReader($0, "'\(key)'", report) }
  }

  /// Reports keys that nobody asked for, and required ones that are missing. A missing key that an unknown one was meant to be is not reported.
  package func finish() {
    var meant: Set<String> = []
    let candidates = asked.filter { mapping[$0] == nil } + asked
    for entry in mapping.entries where !asked.contains(entry.key) && !report.isFull {
      let nearest = Suggestion.nearest(to: entry.key, in: candidates)
      if let nearest { meant.insert(nearest) }
      let advice = nearest.map { "did you mean '\($0)'?" } ?? "its keys are \(Wording.list(asked, "and"))"
      report.error("unknown-key", "\(what) has no key \(Wording.quoted(entry.key)); \(advice)", at: entry.keyLocation)
    }
    for key in missing where !meant.contains(key) {
      report.error("missing-key", "\(what) needs the key '\(key)'", at: node.location)
    }
  }

  private mutating func typed<Value>(_ key: String, _ required: Bool, _ expected: String, _ convert: (YAMLNode) -> Value?) -> Value? {
    guard let node = value(key, required: required) else { return nil }
    if let value = convert(node) { return value }
    if node.isUnreadable { return nil }
    let place = node.isNull && node.scalar?.text.isEmpty == true ? location(of: key) : node.location
    report.error("wrong-value", "'\(key)' must be \(expected), not \(node.described)", at: place)
    return nil
  }
}
