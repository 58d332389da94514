import Pipeline

/// The outputs that the options name, checked, with their numbers in the sink.
struct ExportOutputs: Sendable {
  /// Markdown as one file, or as a folder with an index.
  enum Markdown: Sendable {
    case file(Int)
    case folder(Int, index: Int)
  }

  /// The number of the JSON Lines file.
  private(set) var jsonl: Int?
  /// The numbers of the tables.
  private(set) var csv: (documents: Int, entities: Int, relations: Int, spans: Int?)?
  /// The numbers of the Markdown outputs.
  private(set) var markdown: Markdown?
  /// The numbers of the report's folder and of its index.
  private(set) var html: (folder: Int, index: Int)?
  /// The outputs in the order of their numbers.
  private(set) var staged: [StagedSink.Output] = []

  /// The option behind each output.
  private var keys: [String] = []

  init(options: StageOptions, tables: CSVTables, location: SourceLocation?) throws(Diagnostics) {
    var problems = Diagnostics()
    if let path = Self.path(of: "jsonl", as: .file, options, &problems) {
      jsonl = add(.file(path: path), "jsonl")
    }
    if let path = Self.path(of: "csv", as: .folder, options, &problems) {
      csv = (
        documents: add(.file(path: "\(path)/documents.csv", header: tables.documentsHeader), "csv"),
        entities: add(.file(path: "\(path)/entities.csv", header: CSVTables.entitiesHeader), "csv"),
        relations: add(.file(path: "\(path)/relations.csv", header: CSVTables.relationsHeader), "csv"),
        // Without a plugin's layer nothing could stand in it.
        spans: tables.layers.isEmpty ? nil : add(.file(path: "\(path)/spans.csv", header: CSVTables.spansHeader), "csv")
      )
    }
    if let path = Self.path(of: "markdown", as: .either, options, &problems) {
      if options.string("markdown").hasSuffix("/") {
        let folder = add(.folder(path: path), "markdown")
        markdown = .folder(folder, index: add(.file(path: "\(path)/index.md", header: MarkdownPage.indexHeader), "markdown"))
      } else {
        markdown = .file(add(.file(path: path, header: MarkdownPage.indexHeader), "markdown"))
      }
    }
    if let path = Self.path(of: "html", as: .folder, options, &problems) {
      html = (folder: add(.folder(path: path), "html"), index: add(.file(path: "\(path)/index.html"), "html"))
    }
    let isNoneGiven = Self.kinds.allSatisfy { options.value($0) == nil }
    if isNoneGiven {
      problems.append(
        Diagnostic(
          code: "no-output", "export would write nothing: give at least one of 'jsonl', 'csv', 'markdown' and 'html'", at: location))
    }
    for problem in conflicts(options) { problems.append(problem) }
    try problems.throwIfErrors()
  }

  private static let kinds = ["jsonl", "csv", "markdown", "html"]

  private mutating func add(_ output: StagedSink.Output, _ key: String) -> Int {
    staged.append(output)
    keys.append(key)
    return staged.count - 1
  }

  private enum Shape { case file, folder, either }

  /// The path of an option without `.` and empty parts, or nil where there is none or it cannot be used.
  private static func path(of key: String, as shape: Shape, _ options: StageOptions, _ problems: inout Diagnostics) -> String? {
    guard let given = options.optionalString(key) else { return nil }
    let location = options.location(of: key)
    let path: OutputPath
    do throws(OutputPath.Problem) {
      path = try OutputPath(given)
    } catch {
      problems.append(Diagnostic(code: "bad-output", "'\(key)' \(error.message)", at: location))
      return nil
    }
    if shape == .file, path.isFolder {
      problems.append(Diagnostic(code: "not-a-file", "'\(key)' is one file: leave out the '/' at its end", at: location))
      return nil
    }
    if shape == .folder, !path.isFolder {
      problems.append(Diagnostic(code: "not-a-folder", "'\(key)' is a folder: write '\(given)/' with a '/' at its end", at: location))
      return nil
    }
    return path.path
  }

  /// Outputs at the same path, or one inside another's.
  private func conflicts(_ options: StageOptions) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var reported: Set<String> = []
    for later in staged.indices {
      for earlier in staged.indices where earlier < later && keys[earlier] != keys[later] {
        let (one, other) = (staged[earlier].path, staged[later].path)
        let relation = OutputPath.relation(one, other)
        guard relation != .apart, reported.insert("\(keys[earlier]) \(keys[later])").inserted else {
          continue
        }
        let how = relation == .same ? "both would write '\(other)'" : "'\(one)' and '\(other)' would lie in each other's way"
        found.append(
          Diagnostic(
            code: "same-output", "'\(keys[later])' and '\(keys[earlier])' need places of their own: \(how)",
            at: options.location(of: keys[later])))
      }
    }
    return found
  }
}
