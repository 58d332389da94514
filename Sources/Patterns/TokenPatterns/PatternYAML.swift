import Pipeline
import YAML

extension PatternSource {
  /// The pattern that a YAML scalar holds, so that problems are placed inside the scalar.
  ///
  /// A block (`|` or `>`) is read line by line as it stands, because white space means nothing in patterns. In a quoted scalar with escapes, and
  /// in one that is folded over several lines, problems are placed at the scalar's start.
  ///
  /// - Parameter owner: What the pattern belongs to, as messages name it: `rule 'visit'`.
  package init(_ node: YAMLNode, owner: String, in yaml: YAMLSource) {
    let text = node.scalar?.text ?? ""
    let location = node.location
    self.init(text, owner: owner, file: location.file, line: location.line, column: location.column)
    self.yaml = yaml
    let line = Array((yaml.excerpt(line: location.line) ?? "").unicodeScalars.dropFirst(location.column - 1))
    if node.scalar?.style == .quoted, line.first == "|" || line.first == ">" {
      readBlock(below: location.line, in: yaml)
    } else if line.starts(with: text.unicodeScalars) {
      return
    } else if let quote = line.first, quote == "\"" || quote == "'", line.dropFirst().starts(with: text.unicodeScalars) {
      column += 1
    } else {
      isExact = false
    }
  }

  /// Takes the lines of a block as they stand in the file.
  private mutating func readBlock(below header: Int, in yaml: YAMLSource) {
    var lines: [Substring] = []
    var indent: Int?
    var number = header + 1
    while let line = yaml.excerpt(line: number) {
      let spaces = line.utf8.prefix { $0 == 0x20 }.count
      let isBlank = spaces == line.utf8.count
      if !isBlank, indent == nil { indent = spaces }
      if !isBlank, let indent, spaces < indent || indent == 0 { break }
      lines.append(isBlank ? "" : line.dropFirst(indent ?? 0))
      number += 1
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    text = lines.joined(separator: "\n")
    line = header + 1
    column = (indent ?? 0) + 1
    continuationColumn = column
  }
}

extension PatternList {
  /// The list that a YAML node holds: a list of texts, or a block of text with an entry on each line. An entry `@other` stands for all of
  /// another list. Nil, and reported, where it is something else.
  package init?(_ node: YAMLNode, named name: String, lists: [String: PatternList], _ report: YAMLReport) {
    var items: [(text: String, location: SourceLocation)] = []
    if let text = node.string {
      items = text.split(separator: "\n").map { (String($0), node.location) }
    } else if let nodes = node.sequence {
      for item in nodes {
        if let text = item.string {
          items.append((text, item.location))
        } else {
          report.wrongType("an entry of the list '\(name)'", expected: "text", item)
        }
      }
    } else {
      report.wrongType("the list '\(name)'", expected: "a list of words and phrases", node)
      return nil
    }
    var entries: [Entry] = []
    for item in items {
      guard item.text.hasPrefix("@"), item.text.utf8.count > 1 else {
        entries.append(Self.words(of: item.text))
        continue
      }
      let other = String(item.text.dropFirst())
      if let known = lists[other] {
        entries += known.given.entries
      } else {
        report.error(
          "unknown-list", "the list '\(name)' names the unknown list '\(other)'\(Suggestion.suffix(for: other, in: lists.keys.sorted()))",
          at: item.location)
      }
    }
    self.init(entries)
    if given.entries.isEmpty {
      report.error("empty-list", "the list '\(name)' is empty", at: node.location)
      return nil
    }
  }
}

extension PatternLibrary {
  /// Reads the keys `types`, `lists` and `define` of a file of patterns into a library, and checks every definition.
  ///
  /// Entries of this file win over those of `base`, which its definitions may use.
  package init(_ reader: inout YAMLMappingReader, extending base: PatternLibrary = PatternLibrary(), _ report: YAMLReport) {
    self = base
    for type in reader.strings("types") ?? [] { types.insert(type) }
    for entry in reader.value("lists").flatMap({ Self.entries(of: $0, "'lists'", report) }) ?? [] {
      if let list = PatternList(entry.value, named: entry.key, lists: lists, report) { lists[entry.key] = list }
    }
    var own: [String] = []
    for entry in reader.value("define").flatMap({ Self.entries(of: $0, "'define'", report) }) ?? [] {
      guard let (name, parameters) = Self.signature(entry.key) else {
        report.error(
          "wrong-name", "\(Wording.quoted(entry.key)) is no name for a definition: write name or name(X, Y)", at: entry.keyLocation)
        continue
      }
      guard entry.value.scalar != nil else {
        report.wrongType("the definition '\(name)'", expected: "a pattern", entry.value)
        continue
      }
      let source = PatternSource(entry.value, owner: "definition '\(name)'", in: report.source)
      definitions[name] = Definition(parameters: parameters, source: source)
      own.append(name)
    }
    var seen = Set<Diagnostic>()
    for name in own {
      for problem in check(name).all where seen.insert(problem).inserted { report.add(Diagnostics(problem)) }
    }
  }

  /// What is wrong with a definition, whatever its arguments.
  private func check(_ name: String) -> Diagnostics {
    guard let definition = definitions[name] else { return Diagnostics() }
    let anything = PatternSource("x", owner: "")
    let argument = PatternParser.Argument(source: anything, range: 0..<1, environment: [:])
    var parser = PatternParser(
      source: definition.source, library: self,
      environment: Dictionary(definition.parameters.map { ($0, argument) }, uniquingKeysWith: { $1 }), expanding: [name])
    _ = try? parser.whole()
    return parser.diagnostics
  }

  private static func entries(of node: YAMLNode, _ what: String, _ report: YAMLReport) -> [YAMLMapping.Entry]? {
    if let mapping = node.mapping { return mapping.entries }
    report.wrongType(what, expected: "a mapping of names", node)
    return nil
  }

  /// The name and the parameters of `name` or `name(X, Y)`.
  private static func signature(_ key: String) -> (String, [String])? {
    let parts = key.split(separator: "(", maxSplits: 1)
    guard let name = parts.first.map(String.init), isName(name) else { return nil }
    guard parts.count == 2 else { return key.contains("(") ? nil : (name, []) }
    guard parts[1].hasSuffix(")") else { return nil }
    let parameters = parts[1].dropLast().split(separator: ",").map { String($0.drop { $0 == " " }) }
    return parameters.allSatisfy(isName) && !parameters.isEmpty ? (name, parameters) : nil
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.first.map(PatternParser.isLetter) == true && text.utf8.allSatisfy(PatternParser.isNameByte)
  }
}
