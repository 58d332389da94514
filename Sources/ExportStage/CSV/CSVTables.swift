import Pipeline

/// The tables of documents, entities, relations, and the spans of plugins' layers.
///
/// The columns are known before the first document: a plugin's layer has one for each member that the stage that writes it names, or else one.
struct CSVTables: Sendable {
  /// The unit of the offsets.
  let unit: OffsetUnit
  /// Whether cells are kept from being formulas.
  let isSafe: Bool
  /// The plugins' layers that the pipeline is known to have.
  let layers: [DeclaredLayer]

  static let spansHeader = header("document,layer,start,end,text,label")
  static let entitiesHeader = header("document,id,start,end,text,type,canonical,confidence,by")
  static let relationsHeader = header(
    "document,id,type,subject,predicate,predicate_lemma,object,arguments,negated,hypothetical,sentence,by")

  private static func header(_ names: String) -> [UInt8] { Array("\(names)\r\n".utf8) }

  /// The header of the documents.
  var documentsHeader: [UInt8] {
    var row = CSVRow(isSafe: isSafe)
    for name in "id,path,title,language,words,sentences,entities,relations,summary,problems".split(separator: ",") {
      row.cell(String(name))
    }
    for layer in layers {
      if layer.columns.isEmpty { row.cell(layer.layer.name) }
      for column in layer.columns { row.cell("\(layer.layer).\(column)") }
    }
    row.end()
    return row.writer.bytes
  }

  /// The rows that a document adds to the tables.
  func rows(
    of document: Document, _ facts: DocumentFacts
  ) -> (documents: [UInt8], entities: [UInt8], relations: [UInt8], spans: [UInt8]) {
    (documentRow(document, facts), entityRows(document), relationRows(document), spanRows(document, facts))
  }

  private func layerCells(_ facts: DocumentFacts, _ row: inout CSVRow) {
    for declared in layers {
      let shown = facts.layers.first { $0.layer == declared.layer }
      if declared.columns.isEmpty { row.cell(shown?.cell) }
      for column in declared.columns { row.cell(shown?.member(column)) }
    }
  }

  private func spanRows(_ document: Document, _ facts: DocumentFacts) -> [UInt8] {
    if layers.isEmpty || facts.layers.isEmpty { return [] }
    let table = OffsetTable(document.text, unit: unit)
    var row = CSVRow(isSafe: isSafe)
    for declared in layers {
      for span in facts.layers.first(where: { $0.layer == declared.layer })?.spans ?? [] {
        row.cell(document.id)
        row.cell(declared.layer.name)
        row.cell(table.units(atByte: span.span.start))
        row.cell(table.units(atByte: span.span.end))
        row.cell(document.text, span.span)
        row.cell(span.label)
        row.end()
      }
    }
    return row.writer.bytes
  }

  private func documentRow(_ document: Document, _ facts: DocumentFacts) -> [UInt8] {
    var row = CSVRow(isSafe: isSafe, capacity: 1024)
    row.cell(document.id)
    row.cell(document.source.path)
    row.cell(document.title)
    row.cell(document.language)
    row.cell(facts.words)
    row.cell(facts.sentences)
    row.cell(facts.entities)
    row.cell(facts.relations)
    row.cell(document.summary?.text)
    row.cell(document.problems.map { "\($0.stage): \($0.message)" }.joined(separator: "; "))
    layerCells(facts, &row)
    row.end()
    return row.writer.bytes
  }

  private func entityRows(_ document: Document) -> [UInt8] {
    if document.entities.isEmpty { return [] }
    let table = OffsetTable(document.text, unit: unit)
    var row = CSVRow(isSafe: isSafe, capacity: document.entities.count * (document.id.utf8.count + 64))
    for (index, entity) in document.entities.enumerated() {
      row.cell(document.id)
      row.cell("e\(index)")
      row.cell(table.units(atByte: entity.span.start))
      row.cell(table.units(atByte: entity.span.end))
      row.cell(document.text, entity.span)
      row.cell(entity.type.name)
      row.cell(entity.canonical)
      row.cell(entity.confidence)
      row.cell(entity.by.description)
      row.end()
    }
    return row.writer.bytes
  }

  private func relationRows(_ document: Document) -> [UInt8] {
    if document.relations.isEmpty { return [] }
    let text = document.text
    var row = CSVRow(isSafe: isSafe, capacity: document.relations.count * (document.id.utf8.count + 320))
    for (index, relation) in document.relations.enumerated() {
      row.cell(document.id)
      row.cell("r\(index)")
      row.cell(relation.type)
      row.cell(text, relation.subject.span)
      row.cell(text, relation.predicate.span)
      row.cell(relation.predicate.lemma)
      row.cell(text, relation.object?.span ?? TextSpan(0, 0))
      row.cell(relation.arguments.map { "\($0.role): \(text.string($0.span))" }.joined(separator: "; "))
      row.cell(relation.isNegated)
      row.cell(relation.isHypothetical)
      let sentence = Int(relation.sentence)
      row.cell(text, document.sentences.indices.contains(sentence) ? document.sentences[sentence].span : TextSpan(0, 0))
      row.cell(relation.by.description)
      row.end()
    }
    return row.writer.bytes
  }
}
