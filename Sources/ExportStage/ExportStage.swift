import Pipeline
import Records

/// Writes documents as JSON Lines, CSV tables, Markdown and an HTML report.
public struct ExportStage: ConfigurableStage, SinkStage {
  private let instance: String
  private let outputs: ExportOutputs
  private let records: RecordWriter
  private let tables: CSVTables
  private let report: HTMLReport?

  /// Creates the stage.
  ///
  /// - Throws: Paths that are missing, not of the right kind, outside the output folder, or in each other's way; templates that cannot be read.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    let unit = OffsetUnit(rawValue: options.string("offsets")) ?? .codepoint
    instance = context.instance
    tables = CSVTables(unit: unit, isSafe: options.bool("csv_safe"), layers: context.openLayers)
    outputs = try ExportOutputs(options: options, tables: tables, location: context.location)
    records = RecordWriter(offsets: unit, includeTokens: options.bool("tokens"))
    report = outputs.html == nil ? nil : try context.shared("export report") { () throws(Diagnostics) in try HTMLReport() }
  }

  /// Every layer is shown where it is there; none is needed.
  public var layers: LayerUse { Self.descriptor.layers }

  /// Renders a document for every output.
  ///
  /// - Throws: `bad-span` where a layer points outside the text or into the middle of a character.
  public func render(_ document: Document) throws(StageFailure) -> Rendering {
    try SpanCheck.check(document)
    lazy var facts = DocumentFacts(document)
    var parts: [Rendering.Part] = []
    parts.reserveCapacity(8)
    if let output = outputs.jsonl {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(document.text.count * 8 + 1024)
      try records.append(document, to: &bytes)
      parts.append(Rendering.Part(output: output, bytes: bytes))
    }
    if let csv = outputs.csv {
      let rows = tables.rows(of: document, facts)
      parts.append(Rendering.Part(output: csv.documents, bytes: rows.documents))
      parts.append(Rendering.Part(output: csv.entities, bytes: rows.entities))
      parts.append(Rendering.Part(output: csv.relations, bytes: rows.relations))
      if let spans = csv.spans { parts.append(Rendering.Part(output: spans, bytes: rows.spans)) }
    }
    if let markdown = outputs.markdown {
      let page = MarkdownPage(document: document, facts: facts)
      switch markdown {
      case .file(let output): parts.append(Rendering.Part(output: output, bytes: page.section()))
      case .folder(let folder, let index):
        parts.append(Rendering.Part(output: folder, path: page.path, bytes: page.page()))
        parts.append(Rendering.Part(output: index, bytes: page.indexLine()))
      }
    }
    if let html = outputs.html, let report {
      let name = PageName.make(from: document.id)
      parts.append(
        Rendering.Part(output: html.folder, path: HTMLReport.path(of: name), bytes: report.page(of: document, facts, name: name)))
      parts.append(Rendering.Part(output: html.index, bytes: report.row(of: document, facts, name: name)))
      parts.append(Rendering.Part(output: outputs.staged.count, bytes: ReportTotals(document, facts).encoded))
    }
    return Rendering(parts: parts)
  }

  /// Creates the sink, which keeps the totals of the report besides the files.
  public func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink {
    var staged = outputs.staged
    if let html = outputs.html, let report, case .file(let path, _) = staged[html.index] {
      staged[html.index] = .file(path: path, header: report.indexHeader)
    }
    let files = try StagedSink(stage: instance, outputs: staged, in: output)
    guard let html = outputs.html, let report else { return files }
    return ReportSink(files: files, totalsOutput: staged.count, indexOutput: html.index, report: report)
  }
}
