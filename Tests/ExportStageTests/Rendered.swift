import Pipeline
import TestSupport

@testable import ExportStage

/// An export made from options, and what it writes.
struct Rendered {
  let stage: ExportStage

  init(_ options: [String: OptionValue]) throws {
    stage = try ExportStage(
      options: StageOptions(ExportStage.descriptor.options, given: options), context: StageContext(instance: "export"))
  }

  /// The text of a file or page that some documents make, through the sink.
  func files(_ documents: [Document]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try write(documents, to: folder.path)
    return folder
  }

  /// Writes outputs to a folder.
  func write(_ documents: [Document], to path: String) throws {
    var sink = try stage.makeSink(in: OutputFolder(path: path))
    for (position, document) in documents.enumerated() { try sink.append(stage.render(document), position: position) }
    try sink.publish()
  }

  /// The page of a document in the report.
  static func page(_ document: Document) throws -> String {
    let report = try HTMLReport()
    return String(decoding: report.page(of: document, DocumentFacts(document), name: PageName.make(from: document.id)), as: UTF8.self)
  }

  /// The article on the page of a document, without frame and panels.
  static func article(_ document: Document) -> String {
    var writer = ByteWriter()
    var body = ArticleBody(document: document, facts: DocumentFacts(document))
    body.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
