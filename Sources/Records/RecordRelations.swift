import Pipeline

extension RecordInput {
  /// Reads the relations.
  mutating func readRelations(_ json: JSONValue, _ clusters: RecordIdentifiers) throws(StageFailure) {
    document.layers.insert(.relations)
    try each(json, "relations") { input, place, members throws(StageFailure) in
      var type, subject, predicate, object, arguments, negated, hypothetical, attributed, sentence, confidence, by: JSONValue?
      for (name, value) in members {
        if name.equals("type") {
          type = value
        } else if name.equals("subject") {
          subject = value
        } else if name.equals("predicate") {
          predicate = value
        } else if name.equals("object") {
          object = value
        } else if name.equals("arguments") {
          arguments = value
        } else if name.equals("negated") {
          negated = value
        } else if name.equals("hypothetical") {
          hypothetical = value
        } else if name.equals("attributed_to") {
          attributed = value
        } else if name.equals("sentence") {
          sentence = value
        } else if name.equals("confidence") {
          confidence = value
        } else if name.equals("by") {
          by = value
        } else if !name.equals("id") {
          input.note(name, in: place.layer)
        }
      }
      guard let subject = try input.argument(subject, ".subject", place, clusters) else { throw place.failure("must have a 'subject'") }
      guard let number = sentence?.integer, input.document.sentences.indices.contains(number) else {
        throw place.failure("must have a 'sentence', the number of one of the \(input.document.sentences.count) sentences")
      }
      let relation = Relation(
        type: try place.string(type, "type"), subject: subject, predicate: try input.predicate(predicate, place),
        object: try input.argument(object, ".object", place, clusters), arguments: try input.roles(arguments, place),
        isNegated: try place.flag(negated, "negated"), isHypothetical: try place.flag(hypothetical, "hypothetical"),
        attributedTo: try clusters.index(of: attributed, "attributed_to", place), sentence: UInt32(number),
        confidence: try place.confidence(confidence), by: try input.provenance(by, place))
      input.document.relations.append(relation)
    }
  }

  private mutating func predicate(_ json: JSONValue?, _ relation: RecordPlace) throws(StageFailure) -> Relation.Predicate {
    let place = relation.part(".predicate")
    guard let json, json.kind == .object else { throw place.failure("must be an object") }
    var fields = SpanFields()
    var lemma: JSONValue?
    for (name, value) in json.members where !(try fields.take(name, value, place)) {
      if name.equals("lemma") { lemma = value } else { note(name, in: "relations.predicate") }
    }
    return Relation.Predicate(try span(fields, place), lemma: try place.string(lemma, "lemma"))
  }

  private mutating func roles(_ json: JSONValue?, _ relation: RecordPlace) throws(StageFailure) -> [Relation.Role] {
    guard let json = json.present else { return [] }
    guard json.kind == .array else { throw relation.failure("has 'arguments' that are no array") }
    var roles: [Relation.Role] = []
    for element in json.elements {
      let place = relation.part(".arguments[\(roles.count)]")
      var fields = SpanFields()
      var role: JSONValue?
      for (name, value) in element.members where !(try fields.take(name, value, place)) {
        if name.equals("role") { role = value } else { note(name, in: "relations.arguments") }
      }
      roles.append(Relation.Role(try place.string(role, "role"), try span(fields, place)))
    }
    return roles
  }
}

extension RecordPlace {
  /// A member that is true or false; false where it is not there.
  fileprivate func flag(_ json: JSONValue?, _ name: StaticString) throws(StageFailure) -> Bool {
    guard let json = json.present else { return false }
    guard let flag = json.bool else { throw failure("has a '\(name)' that is neither true nor false") }
    return flag
  }
}
