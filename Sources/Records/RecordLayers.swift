import Pipeline

extension RecordInput {
  /// Reads the built-in layers, those first to which others refer.
  mutating func readAnnotations(_ members: RecordMembers) throws(StageFailure) {
    if let blocks = members.blocks.present { try readBlocks(blocks) }
    if let sentences = members.sentences.present { try readSentences(sentences) }
    if let tokens = members.tokens.present { try readTokens(tokens) }
    var entities = RecordIdentifiers("e", from: 0)
    if let json = members.entities.present { entities = try readEntities(json) }
    var clusters = RecordIdentifiers("c", from: 1)
    if let json = members.coreference.present { clusters = try readCoreference(json, entities) }
    if let relations = members.relations.present { try readRelations(relations, clusters) }
    if let quotes = members.quotes.present { try readQuotes(quotes, clusters) }
    if let keywords = members.keywords.present { try readKeywords(keywords) }
    if let summary = members.summary { try readSummary(summary) }
  }

  private mutating func readBlocks(_ json: JSONValue) throws(StageFailure) {
    document.layers.insert(.blocks)
    var end: UInt32 = 0
    try each(json, "blocks") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      var kind: Block.Kind?
      for (name, value) in members where !(try fields.take(name, value, place)) {
        if name.equals("kind") { kind = value.string.flatMap(Block.Kind.init) } else { input.note(name, in: place.layer) }
      }
      let span = try input.span(fields, place, from: end)
      guard let kind else { throw place.failure("must have a 'kind', one of \(Block.Kind.allCases.map(\.rawValue))") }
      input.document.blocks.append(Block(kind, span))
      end = span.end
    }
  }

  private mutating func readSentences(_ json: JSONValue) throws(StageFailure) {
    document.layers.insert(.sentences)
    var end: UInt32 = 0
    try each(json, "sentences") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      for (name, value) in members where !(try fields.take(name, value, place)) { input.note(name, in: place.layer) }
      let span = try input.span(fields, place, from: end)
      input.document.sentences.append(Sentence(span, tokens: IndexRange(0..<0)))
      end = span.end
    }
  }

  private mutating func readEntities(_ json: JSONValue) throws(StageFailure) -> RecordIdentifiers {
    document.layers.insert(.entities)
    var identifiers = RecordIdentifiers("e", from: 0)
    var end: UInt32 = 0
    try each(json, "entities") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      var id, type, canonical, confidence, by: JSONValue?
      for (name, value) in members where !(try fields.take(name, value, place)) {
        if name.equals("id") {
          id = value
        } else if name.equals("type") {
          type = value
        } else if name.equals("by") {
          by = value
        } else if name.equals("confidence") {
          confidence = value
        } else if name.equals("canonical") {
          canonical = value
        } else if !name.equals("cluster") {
          input.note(name, in: place.layer)
        }
      }
      try identifiers.append(id, place)
      let span = try input.span(fields, place, from: end)
      let entity = Entity(
        span, EntityType(try place.string(type, "type")), canonical: try place.optionalString(canonical, "canonical"),
        confidence: try place.confidence(confidence), by: try input.provenance(by, place))
      input.document.entities.append(entity)
      end = span.end
    }
    return identifiers
  }

  private mutating func readCoreference(_ json: JSONValue, _ entities: RecordIdentifiers) throws(StageFailure) -> RecordIdentifiers {
    document.layers.insert(.coreference)
    var identifiers = RecordIdentifiers("c", from: 1)
    try each(json, "coreference") { input, place, members throws(StageFailure) in
      var id, label, type, mentions: JSONValue?
      for (name, value) in members {
        if name.equals("id") {
          id = value
        } else if name.equals("name") {
          label = value
        } else if name.equals("type") {
          type = value
        } else if name.equals("mentions") {
          mentions = value
        } else {
          input.note(name, in: place.layer)
        }
      }
      try identifiers.append(id, place)
      guard let mentions, mentions.kind == .array else { throw place.failure("must have an array 'mentions'") }
      let cluster = CoreferenceCluster(
        name: try place.string(label, "name"), type: try place.optionalString(type, "type").map { EntityType($0) },
        mentions: try input.mentions(mentions, place, entities))
      input.document.coreference.append(cluster)
    }
    return identifiers
  }

  private mutating func mentions(
    _ json: JSONValue, _ cluster: RecordPlace, _ entities: RecordIdentifiers
  ) throws(StageFailure) -> [Mention] {
    var mentions: [Mention] = []
    for element in json.elements {
      let place = mentions.isEmpty ? cluster.part(".mentions[0]") : cluster.part(".mentions[\(mentions.count)]")
      var fields = SpanFields()
      var kind: Mention.Kind?
      var entity: JSONValue?
      for (name, value) in element.members where !(try fields.take(name, value, place)) {
        if name.equals("kind") {
          kind = value.string.flatMap(Mention.Kind.init)
        } else if name.equals("entity") {
          entity = value
        } else {
          note(name, in: "coreference.mentions")
        }
      }
      let span = try span(fields, place)
      guard let kind else { throw place.failure("must have a 'kind', one of \(Mention.Kind.allCases.map(\.rawValue))") }
      mentions.append(Mention(span, kind, entity: try entities.index(of: entity, "entity", place)))
    }
    return mentions
  }

  private mutating func readQuotes(_ json: JSONValue, _ clusters: RecordIdentifiers) throws(StageFailure) {
    document.layers.insert(.quotes)
    try each(json, "quotes") { input, place, members throws(StageFailure) in
      var fields = SpanFields()
      var kind: Quote.Kind?
      var cue, speaker: JSONValue?
      for (name, value) in members where !(try fields.take(name, value, place)) {
        if name.equals("kind") {
          kind = value.string.flatMap(Quote.Kind.init)
        } else if name.equals("cue") {
          cue = value
        } else if name.equals("speaker") {
          speaker = value
        } else {
          input.note(name, in: place.layer)
        }
      }
      let span = try input.span(fields, place)
      guard let kind else { throw place.failure("must have a 'kind', one of \(Quote.Kind.allCases.map(\.rawValue))") }
      let quote = Quote(
        span, kind, cue: try input.argument(cue, ".cue", place, clusters)?.span,
        speaker: try input.argument(speaker, ".speaker", place, clusters))
      input.document.quotes.append(quote)
    }
  }

  /// A span with the cluster that it belongs to, or nil where there is none.
  mutating func argument(
    _ json: JSONValue?, _ part: String, _ item: RecordPlace, _ clusters: RecordIdentifiers
  ) throws(StageFailure) -> Argument? {
    guard let json = json.present else { return nil }
    let place = item.part(part)
    guard json.kind == .object else { throw place.failure("must be an object or null") }
    var fields = SpanFields()
    var cluster: JSONValue?
    for (name, value) in json.members where !(try fields.take(name, value, place)) {
      if name.equals("cluster") { cluster = value } else { note(name, in: item.layer) }
    }
    return Argument(try span(fields, place), cluster: try clusters.index(of: cluster, "cluster", place))
  }

  private mutating func readKeywords(_ json: JSONValue) throws(StageFailure) {
    document.layers.insert(.keywords)
    try each(json, "keywords") { input, place, members throws(StageFailure) in
      var text, score: JSONValue?
      for (name, value) in members {
        if name.equals("text") { text = value } else if name.equals("score") { score = value } else { input.note(name, in: place.layer) }
      }
      // An infinite score was written as null.
      guard let score, score.number != nil || score.isNull else { throw place.failure("must have a number 'score'") }
      input.document.keywords.append(Keyword(try place.string(text, "text"), score: score.number ?? .nan))
    }
  }

  private mutating func readSummary(_ json: JSONValue) throws(StageFailure) {
    document.layers.insert(.summary)
    if json.isNull { return }
    guard let text = json.member("text")?.string, let list = json.member("sentences"), list.kind == .array else {
      throw .record("'summary' must have a string 'text' and an array 'sentences'")
    }
    for (name, _) in json.members where !name.equals("text") && !name.equals("sentences") { note(name, in: "summary") }
    var sentences: [UInt32] = []
    for element in list.elements {
      guard let index = element.integer, document.sentences.indices.contains(index) else {
        throw .record("summary.sentences[\(sentences.count)] must be the number of one of the \(document.sentences.count) sentences")
      }
      sentences.append(UInt32(index))
    }
    document.summary = Summary(text: text, sentences: sentences)
  }
}
