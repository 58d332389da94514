import Pipeline

extension RecordOutput {
  /// The built-in layers that are there, in the record's order.
  mutating func annotations(includingTokens: Bool) {
    let layers = document.layers
    if layers.contains(.blocks) { blocks() }
    if layers.contains(.sentences) { sentences() }
    if includingTokens, layers.contains(.tokens) { tokens() }
    if layers.contains(.entities) { entities() }
    if layers.contains(.coreference) { coreference() }
    if layers.contains(.relations) { relations() }
    if layers.contains(.quotes) { quotes() }
    if layers.contains(.keywords) { keywords() }
    if layers.contains(.summary) { summary() }
  }

  private mutating func blocks() {
    json.raw(",\"blocks\":")
    list(document.blocks) { output, _, block in
      output.json.raw("{\"kind\":")
      output.json.string(block.kind.rawValue)
      output.json.raw(",")
      output.offsets(of: block.span)
      output.json.raw("}")
    }
  }

  private mutating func sentences() {
    json.raw(",\"sentences\":")
    list(document.sentences) { output, _, sentence in
      output.json.raw("{")
      output.offsets(of: sentence.span)
      output.json.raw("}")
    }
  }

  /// Spans, tags and syntax joined, each token with its sentence.
  private mutating func tokens() {
    let count = document.tokens.count
    let tags = document.layers.contains(.tags) && document.tags.count == count ? document.tags : nil
    let syntax = document.layers.contains(.syntax) && document.syntax.count == count ? document.syntax : nil
    let sentences = document.layers.contains(.sentences) ? document.sentences : nil
    var sentence = 0
    json.raw(",\"tokens\":")
    list(document.tokens) { output, index, span in
      output.json.raw("{")
      output.offsets(of: span)
      if let tag = tags?[index] {
        output.json.raw(",\"lemma\":")
        output.json.string(tag.lemma)
        output.json.raw(",\"pos\":\"")
        output.json.raw(tag.pos.json)
        output.json.raw("\"")
      }
      if let arc = syntax?[index] {
        output.json.raw(",\"head\":")
        if arc.head < 0 { output.json.raw("null") } else { output.json.integer(Int(arc.head)) }
        output.json.raw(",\"dep\":")
        output.json.string(arc.relation)
      }
      if let sentences {
        while sentence < sentences.count, sentences[sentence].tokens.end <= UInt32(index) { sentence += 1 }
        output.json.raw(",\"sentence\":")
        if sentence < sentences.count, sentences[sentence].tokens.start <= UInt32(index) {
          output.json.integer(sentence)
        } else {
          output.json.raw("null")
        }
      }
      output.json.raw("}")
    }
  }

  private mutating func entities() {
    let clusters = clusterOfEntity()
    json.raw(",\"entities\":")
    list(document.entities) { output, index, entity in
      output.json.raw("{\"id\":")
      output.entity(UInt32(index))
      output.json.raw(",")
      output.offsetsAndText(of: entity.span)
      output.json.raw(",\"type\":")
      output.json.string(entity.type.name)
      if let canonical = entity.canonical {
        output.json.raw(",\"canonical\":")
        output.json.string(canonical)
      }
      output.json.raw(",\"cluster\":")
      output.cluster(clusters[index])
      output.json.raw(",\"confidence\":")
      output.json.number(entity.confidence)
      output.json.raw(",\"by\":")
      output.json.string(entity.by.description)
      output.json.raw("}")
    }
  }

  /// The first cluster that has a mention at each entity.
  private func clusterOfEntity() -> [UInt32?] {
    var clusters = [UInt32?](repeating: nil, count: document.entities.count)
    if !document.layers.contains(.coreference) { return clusters }
    for (index, cluster) in document.coreference.enumerated() {
      for mention in cluster.mentions {
        if let entity = mention.entity.map(Int.init), clusters.indices.contains(entity), clusters[entity] == nil {
          clusters[entity] = UInt32(index)
        }
      }
    }
    return clusters
  }

  private mutating func coreference() {
    json.raw(",\"coreference\":")
    list(document.coreference) { output, index, cluster in
      output.json.raw("{\"id\":")
      output.cluster(UInt32(index))
      output.json.raw(",\"name\":")
      output.json.string(cluster.name)
      output.json.raw(",\"type\":")
      output.json.string(cluster.type?.name)
      output.json.raw(",\"mentions\":")
      output.list(cluster.mentions) { output, _, mention in
        output.json.raw("{")
        output.offsetsAndText(of: mention.span)
        output.json.raw(",\"kind\":")
        output.json.string(mention.kind.rawValue)
        output.json.raw(",\"entity\":")
        output.entity(mention.entity)
        output.json.raw("}")
      }
      output.json.raw("}")
    }
  }

  private mutating func relations() {
    json.raw(",\"relations\":")
    list(document.relations) { output, index, relation in
      output.json.raw("{\"id\":\"r")
      output.json.integer(index)
      output.json.raw("\",\"type\":")
      output.json.string(relation.type)
      output.json.raw(",\"subject\":")
      output.argument(relation.subject)
      output.json.raw(",\"predicate\":{")
      output.offsetsAndText(of: relation.predicate.span)
      output.json.raw(",\"lemma\":")
      output.json.string(relation.predicate.lemma)
      output.json.raw("},\"object\":")
      output.argument(relation.object)
      output.json.raw(",\"arguments\":")
      output.list(relation.arguments) { output, _, role in
        output.json.raw("{\"role\":")
        output.json.string(role.role)
        output.json.raw(",")
        output.offsetsAndText(of: role.span)
        output.json.raw("}")
      }
      output.json.raw(",\"negated\":")
      output.json.bool(relation.isNegated)
      output.json.raw(",\"hypothetical\":")
      output.json.bool(relation.isHypothetical)
      output.json.raw(",\"attributed_to\":")
      output.cluster(relation.attributedTo)
      output.json.raw(",\"sentence\":")
      output.json.integer(Int(relation.sentence))
      output.json.raw(",\"confidence\":")
      output.json.number(relation.confidence)
      output.json.raw(",\"by\":")
      output.json.string(relation.by.description)
      output.json.raw("}")
    }
  }

  private mutating func argument(_ argument: Argument?) {
    guard let argument else { return json.raw("null") }
    json.raw("{")
    offsetsAndText(of: argument.span)
    json.raw(",\"cluster\":")
    cluster(argument.cluster)
    json.raw("}")
  }

  private mutating func quotes() {
    json.raw(",\"quotes\":")
    list(document.quotes) { output, _, quote in
      output.json.raw("{")
      output.offsetsAndText(of: quote.span)
      output.json.raw(",\"kind\":")
      output.json.string(quote.kind.rawValue)
      output.json.raw(",\"cue\":")
      if let cue = quote.cue {
        output.json.raw("{")
        output.offsetsAndText(of: cue)
        output.json.raw("}")
      } else {
        output.json.raw("null")
      }
      output.json.raw(",\"speaker\":")
      output.argument(quote.speaker)
      output.json.raw("}")
    }
  }

  private mutating func keywords() {
    json.raw(",\"keywords\":")
    list(document.keywords) { output, _, keyword in
      output.json.raw("{\"text\":")
      output.json.string(keyword.text)
      output.json.raw(",\"score\":")
      output.json.number(keyword.score)
      output.json.raw("}")
    }
  }

  private mutating func summary() {
    json.raw(",\"summary\":")
    guard let summary = document.summary else { return json.raw("null") }
    json.raw("{\"text\":")
    json.string(summary.text)
    json.raw(",\"sentences\":")
    list(summary.sentences) { output, _, sentence in output.json.integer(Int(sentence)) }
    json.raw("}")
  }
}

extension UniversalPartOfSpeech {
  /// The tag, ready to be copied: there are as many as tokens.
  fileprivate var json: StaticString {
    switch self {
    case .ADJ: "ADJ"
    case .ADP: "ADP"
    case .ADV: "ADV"
    case .AUX: "AUX"
    case .CCONJ: "CCONJ"
    case .DET: "DET"
    case .INTJ: "INTJ"
    case .NOUN: "NOUN"
    case .NUM: "NUM"
    case .PART: "PART"
    case .PRON: "PRON"
    case .PROPN: "PROPN"
    case .PUNCT: "PUNCT"
    case .SCONJ: "SCONJ"
    case .SYM: "SYM"
    case .VERB: "VERB"
    case .X: "X"
    }
  }
}
