import Pipeline

/// Makes a tree from events: aliases expanded, `<<` merged, limits kept. What is wrong with single nodes is collected; what makes the rest of the
/// file unreadable is thrown.
struct YAMLComposer {
  /// A node with what the limits count.
  private struct Built {
    var node: YAMLNode
    var nodes = 1
    var depth = 0
    /// Where it ends, as a scalar index.
    var end = 0
  }

  private let source: YAMLSource
  private let limits: YAMLLimits
  private let events: YAMLEvents
  private var anchors: [String: Built] = [:]
  private var openAnchors: Set<String> = []
  private var nodes = 0
  private var aliased = 0
  /// What is wrong with single nodes.
  private(set) var problems = Diagnostics()

  init(_ source: YAMLSource, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
    self.events = YAMLEvents(source.bytes)
  }

  /// The one document of the file; nothing where the file is empty.
  mutating func document() throws(Diagnostics) -> YAMLNode {
    var root = YAMLNode(.scalar(YAMLScalar("")), at: source.location(scalars: 0, 1))
    var isFirst = true
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd: return root
      case .documentStart:
        if !isFirst { throw fatal("several-documents", "a second document starts here: a file holds one", event.start, event.start + 3) }
        isFirst = false
        root = try build(try next(), depth: 0).node
      default: continue
      }
    }
  }

  private func next() throws(Diagnostics) -> YAMLEvent {
    do { return try events.next() } catch { throw Diagnostics(error.diagnostic(in: source)) }
  }

  private func fatal(_ code: String, _ message: String, _ start: Int, _ end: Int) -> Diagnostics {
    Diagnostics(source.diagnostic(code: code, message, at: source.location(scalars: start, end)))
  }

  private mutating func problem(_ code: String, _ message: @autoclosure () -> String, _ location: SourceLocation) {
    if problems.all.count >= YAMLLimits.problems { return }
    problems.append(source.diagnostic(code: code, message(), at: location))
  }

  private mutating func build(_ event: YAMLEvent, depth: Int) throws(Diagnostics) -> Built {
    nodes += 1
    if nodes > limits.nodes {
      throw fatal("too-large", "the file holds more than \(limits.nodes) values: split it", event.start, event.end)
    }
    switch event.kind {
    case .alias(let name): return try alias(name, event, depth)
    case .scalar(let text, let isPlain, let properties):
      let location = source.location(scalars: event.start, event.end)
      let scalar = scalar(text, isPlain: isPlain, tag: properties.tag, location)
      return anchored(properties.anchor, Built(node: YAMLNode(.scalar(scalar), at: location), end: event.end))
    case .sequenceStart(let isFlow, let properties):
      try enter(properties, event, depth)
      return anchored(properties.anchor, try sequence(event, isFlow: isFlow, tag: properties.tag, depth: depth + 1))
    case .mappingStart(let isFlow, let properties):
      try enter(properties, event, depth)
      return anchored(properties.anchor, try mapping(event, isFlow: isFlow, tag: properties.tag, depth: depth + 1))
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      return Built(node: YAMLNode(.scalar(YAMLScalar("")), at: source.location(scalars: event.start, event.end)), end: event.end)
    }
  }

  private mutating func enter(_ properties: YAMLEvent.Properties, _ event: YAMLEvent, _ depth: Int) throws(Diagnostics) {
    if depth >= limits.depth { throw tooDeep(event) }
    if let anchor = properties.anchor { openAnchors.insert(anchor) }
  }

  private func tooDeep(_ event: YAMLEvent) -> Diagnostics {
    fatal("too-deep", "lists and mappings are nested more than \(limits.depth) deep", event.start, event.start + 1)
  }

  private mutating func anchored(_ anchor: String?, _ built: Built) -> Built {
    if let anchor {
      openAnchors.remove(anchor)
      anchors[anchor] = built
    }
    return built
  }

  private mutating func alias(_ name: String, _ event: YAMLEvent, _ depth: Int) throws(Diagnostics) -> Built {
    let location = source.location(scalars: event.start, event.end)
    guard var built = anchors[name] else {
      let message =
        openAnchors.contains(name)
        ? "the alias \(Wording.quoted("*" + name)) stands inside what it stands for"
        : "there is no anchor \(Wording.quoted("&" + name)) before this alias\(Suggestion.suffix(for: name, in: anchors.keys.sorted()))"
      problem("bad-alias", message, location)
      return Built(node: YAMLNode(.scalar(YAMLScalar("", style: .unreadable)), at: location), end: event.end)
    }
    if depth + built.depth > limits.depth { throw tooDeep(event) }
    aliased += built.nodes
    if aliased > limits.aliasedNodes {
      throw fatal("too-large", "aliases stand for more than \(limits.aliasedNodes) values", event.start, event.end)
    }
    built.node.location = location
    built.end = event.end
    return built
  }

  private mutating func scalar(_ text: String, isPlain: Bool, tag: String?, _ location: SourceLocation) -> YAMLScalar {
    var scalar = YAMLScalar(text, style: isPlain ? .plain : .quoted)
    guard let tag else { return scalar }
    if tag == "!" {
      scalar.tag = .string
    } else if let known = tag.hasPrefix(Self.tagPrefix) ? YAMLScalar.Tag(rawValue: String(tag.dropFirst(Self.tagPrefix.count))) : nil {
      scalar.tag = known
      if !scalar.fitsTag {
        problem("bad-tag", "the text \(Wording.quoted(text)) does not fit its tag !!\(known.rawValue)", location)
        scalar.style = .unreadable
      }
    } else {
      unknown(tag, location)
    }
    return scalar
  }

  private static let tagPrefix = "tag:yaml.org,2002:"

  private mutating func unknown(_ tag: String, _ location: SourceLocation) {
    let name = tag.hasPrefix(Self.tagPrefix) ? "!!" + tag.dropFirst(Self.tagPrefix.count) : tag
    problem(
      "unknown-tag", "the tag \(Wording.quoted(name)) is not known here: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are",
      location)
  }

  private mutating func check(_ tag: String?, is expected: String, _ location: SourceLocation) {
    if let tag, tag != "!", tag != Self.tagPrefix + expected { unknown(tag, location) }
  }

  private mutating func sequence(_ start: YAMLEvent, isFlow: Bool, tag: String?, depth: Int) throws(Diagnostics) -> Built {
    var items: [YAMLNode] = []
    var built = Built(node: YAMLNode(.sequence([]), at: source.location(scalars: start.start, start.end)), end: start.end)
    while true {
      let event = try next()
      if case .collectionEnd = event.kind {
        if isFlow { built.end = event.end }
        break
      }
      let item = try build(event, depth: depth)
      add(item, to: &built)
      items.append(item.node)
    }
    built.node = YAMLNode(.sequence(items), at: source.location(scalars: start.start, built.end))
    check(tag, is: "seq", built.node.location)
    return built
  }

  private mutating func mapping(_ start: YAMLEvent, isFlow: Bool, tag: String?, depth: Int) throws(Diagnostics) -> Built {
    var mapping = YAMLMapping()
    var seen: [String: SourceLocation] = [:]
    var built = Built(node: YAMLNode(.sequence([]), at: source.location(scalars: start.start, start.end)), end: start.end)
    while true {
      let event = try next()
      if case .collectionEnd = event.kind {
        if isFlow { built.end = event.end }
        break
      }
      let key = try build(event, depth: depth)
      let value = try build(try next(), depth: depth)
      add(key, to: &built)
      add(value, to: &built)
      guard let scalar = key.node.scalar else {
        problem("bad-key", "a key must be text, not \(key.node.described)", key.node.location)
        continue
      }
      if scalar.text.isEmpty {
        problem("bad-key", "a key is missing here", key.node.location)
        continue
      }
      if let first = seen[scalar.text] {
        problem(
          "duplicate-key",
          "the key \(Wording.quoted(scalar.text)) is given twice; it first stands in line \(first.line), column \(first.column)",
          key.node.location)
        continue
      }
      seen[scalar.text] = key.node.location
      mapping.entries.append(
        .init(key: scalar.text, keyLocation: key.node.location, isPlainKey: scalar.style == .plain, value: value.node))
    }
    merge(into: &mapping)
    built.node = YAMLNode(.mapping(mapping), at: source.location(scalars: start.start, built.end))
    check(tag, is: "map", built.node.location)
    return built
  }

  private func add(_ child: Built, to parent: inout Built) {
    parent.nodes += child.nodes
    parent.depth = max(parent.depth, child.depth + 1)
    parent.end = child.end
  }

  /// Puts the keys of the mappings under `<<` behind those that stand there themselves, which win. Of several mappings the first wins.
  private mutating func merge(into mapping: inout YAMLMapping) {
    guard let index = mapping.entries.firstIndex(where: { $0.key == "<<" && $0.isPlainKey }) else { return }
    let merged = mapping.entries.remove(at: index).value
    var known = Set(mapping.entries.map(\.key))
    for node in merged.sequence ?? [merged] {
      guard let other = node.mapping else {
        if node.isUnreadable { continue }
        problem("bad-merge", "'<<' takes a mapping or a list of mappings, not \(node.described)", node.location)
        continue
      }
      for entry in other.entries where known.insert(entry.key).inserted { mapping.entries.append(entry) }
    }
  }
}
