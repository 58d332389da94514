import Pipeline

/// What several outputs say about a document, found once. Counts are nil where the layer is not there.
struct DocumentFacts {
  /// The title, or the id where there is none.
  var title: String
  /// The tokens with a letter or digit in them.
  var words: Int?
  /// The number of sentences.
  var sentences: Int?
  /// The number of entities.
  var entities: Int?
  /// The number of relations.
  var relations: Int?
  /// The first sentence of the summary, or, where there is none, of the article.
  var lead: TextSpan?
  /// The entities by type, those of the built-in types first.
  var groups: [EntityGroup]
  /// For each entity the number of its name, counted over all groups in order.
  var nameOfEntity: [Int]
  /// For each entity its cluster, if it is in one.
  var clusterOfEntity: [UInt32?]
  /// Plugins' layers, by name.
  var layers: [ShownLayer]

  /// The number of different names of entities.
  var names: Int { groups.reduce(0) { $0 + $1.names.count } }

  init(_ document: Document) {
    let layers = document.layers
    title = Self.title(of: document)
    words = layers.contains(.tokens) ? Self.words(of: document) : nil
    sentences = layers.contains(.sentences) ? document.sentences.count : nil
    entities = layers.contains(.entities) ? document.entities.count : nil
    relations = layers.contains(.relations) ? document.relations.count : nil
    lead = document.summary?.sentences.first.map { document.sentences[Int($0)].span } ?? Self.firstSentence(of: document)
    (groups, nameOfEntity) = EntityGroup.groups(of: document)
    self.layers = ShownLayer.all(of: document)
    clusterOfEntity = [UInt32?](repeating: nil, count: document.entities.count)
    for (index, cluster) in document.coreference.enumerated() {
      for mention in cluster.mentions {
        if let entity = mention.entity.map(Int.init), clusterOfEntity[entity] == nil { clusterOfEntity[entity] = UInt32(index) }
      }
    }
  }

  private static func title(of document: Document) -> String {
    if let title = document.title, title.utf8.contains(where: { $0 > 0x20 }) { return title }
    if let block = document.blocks.first(where: { $0.kind == .title }), !block.span.isEmpty { return document.text.string(block.span) }
    return document.id
  }

  /// The first sentence in a paragraph, if it is known what is one.
  private static func firstSentence(of document: Document) -> TextSpan? {
    guard let paragraph = document.blocks.first(where: { $0.kind == .paragraph })?.span else { return nil }
    return document.sentences.first { $0.span.overlaps(paragraph) }?.span
  }

  private static func words(of document: Document) -> Int {
    let text = document.text
    return document.tokens.count { span in
      for offset in span.range {
        let byte = text[offset]
        // Letters and digits. Beyond ASCII all but the punctuation and symbols from U+2000 (E2) and from U+10000 (F0), emoji among them.
        if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 { return true }
        if byte >= 0xC3, byte != 0xE2, byte < 0xF0 { return true }
      }
      return false
    }
  }
}

/// The entities of one type: each name once, those named most often first.
struct EntityGroup {
  /// A name, and where it stands.
  struct Name {
    /// The canonical name, or the text of the first mention.
    var text: String
    /// The number of mentions.
    var count: Int
    /// The number of this name among all names of the document.
    var number: Int
  }

  /// The type.
  var type: EntityType
  /// The names.
  var names: [Name] = []
  /// The number of mentions of all names.
  var count = 0

  /// Groups the entities of a document. The second value is the number of each entity's name.
  static func groups(of document: Document) -> (groups: [EntityGroup], nameOfEntity: [Int]) {
    if document.entities.isEmpty { return ([], []) }
    var groups: [EntityGroup] = []
    var places: [(group: Int, name: Int)] = []
    var known: [String: Int] = [:]  // by name and group, into `places`
    var nameOfEntity: [Int] = []
    nameOfEntity.reserveCapacity(document.entities.count)
    for entity in document.entities {
      let text = entity.canonical ?? flattened(document.text, entity.span)
      let group = groups.firstIndex { $0.type == entity.type } ?? groups.count
      if group == groups.count { groups.append(EntityGroup(type: entity.type)) }
      groups[group].count += 1
      let key = "\(group) \(text)"
      if let number = known[key] {
        groups[group].names[places[number].name].count += 1
        nameOfEntity.append(number)
      } else {
        known[key] = places.count
        nameOfEntity.append(places.count)
        groups[group].names.append(Name(text: text, count: 1, number: places.count))
        places.append((group, groups[group].names.count - 1))
      }
    }
    for index in groups.indices {
      groups[index].names.sort { $0.count == $1.count ? $0.number < $1.number : $0.count > $1.count }
    }
    let order = EntityType.builtIn
    let ranked = groups.enumerated().map { (rank: order.firstIndex(of: $0.element.type) ?? order.count + $0.offset, group: $0.element) }
    return (ranked.sorted { $0.rank < $1.rank }.map(\.group), nameOfEntity)
  }

  /// The text of a span with line ends as spaces.
  static func flattened(_ text: Text, _ span: TextSpan) -> String {
    var bytes = Array(text[span])
    for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D { bytes[index] = 0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
