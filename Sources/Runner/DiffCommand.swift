import ArgumentParser
import Foundation
import Pipeline
import RecordDiff

/// `textmill diff`
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed between the records of two runs.",
    discussion: """
      Documents are matched by id. Entities, relations, summaries, keywords and problems are compared by what they say and where in the \
      source they stand: another unit of offsets, confidences, scores and the rule that found something are no differences.

      EXAMPLES:
        textmill diff out-old out-new
        textmill diff old.jsonl new.jsonl --only entities,relations --limit 5
        textmill diff out-old out-new --html changes.html
        textmill diff out-old out-new --format json | jq 'select(.kind == "total")'

      EXIT STATUS:
        0  no difference
        1  something differs, or a record cannot be read
        2  the command is wrong, or there are no records to compare
      """)

  /// How the difference is written to standard output.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("The records of the old run: a file, or the run's output folder.", valueName: "old"))
  var old: String
  @Argument(help: ArgumentHelp("The records of the new run.", valueName: "new"))
  var new: String
  @Option(help: ArgumentHelp("What is written to standard output; json is JSON Lines.", valueName: "format"))
  var format: Format = .text
  @Option(help: ArgumentHelp("Write a page to be opened in a browser as well.", valueName: "file"))
  var html: String?
  @Option(
    help: ArgumentHelp("Compare these layers alone, such as entities,relations; those of plugins too, by their names.", valueName: "layers")
  )
  var only: String?
  @Option(
    help: ArgumentHelp(
      "Show at most this many documents, those with most changes; 0 for all (default: 20 as text, 200 on the page, all as json).",
      valueName: "n"))
  var limit: Int?
  @Option(
    help: ArgumentHelp(
      "Show at most this many changes in each layer of a document; 0 for all (default: 10 as text, else all).", valueName: "n"))
  var changes: Int?
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more, not \(limit)") }
    if let changes, changes < 0 { throw ValidationError("--changes must be 0 or more, not \(changes)") }
    _ = try layers
  }

  func run() throws {
    let comparison = RecordComparison(old: try records(old), new: try records(new), layers: try layers)
    try checkLayers(comparison)
    let page = try html.map { try PageFile(path: $0, talk) }
    let print: (String) -> Void = { Terminal.print($0, terminator: "") }
    // JSON Lines come as the files are read; everything else needs the whole first.
    let isStream = format == .json && (limit ?? 0) == 0
    let result = isStream ? JSONReport(comparison, print: print).stream() : DiffResult(of: comparison)
    try page?.write(comparison, result, limits(documents: 200, changes: nil), talk)
    if format == .text {
      let isColored = talk.color.isOn(for: STDOUT_FILENO)
      TextReport(comparison, result, isColored: isColored, limits: limits(documents: 20, changes: 10)).write(print)
    } else if !isStream, let limit {
      JSONReport(comparison, print: print).write(result, limit: limit)
    }
    if !result.hasDifferences { talk.note("no difference in \(result.compared) document\(result.compared == 1 ? "" : "s")") }
    if result.hasDifferences { throw Exit(.documentsFailed) }
  }

  private func limits(documents: Int?, changes most: Int?) -> DiffLimits {
    DiffLimits(documents: limit.map { $0 == 0 ? nil : $0 } ?? documents, changes: changes.map { $0 == 0 ? nil : $0 } ?? most)
  }

  /// The layers to compare.
  private var layers: Set<DiffLayer> {
    get throws {
      guard let only else { return Set(DiffLayer.allCases) }
      guard only.contains(where: { $0 != "," && $0 != " " }) else {
        throw ValidationError("--only names no layer; it takes \(Self.layerNames)")
      }
      return Set(
        only.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }.map { name in
          DiffLayer(named: name) ?? .plugin(name)
        })
    }
  }

  private static var layerNames: String {
    DiffLayer.allCases.map(\.name).joined(separator: ", ") + ", and the names of plugins' layers in the records"
  }

  /// Makes sure that the records have the layers of plugins that are asked for.
  private func checkLayers(_ comparison: RecordComparison) throws {
    for case .plugin(let name) in comparison.layers.sorted() where !comparison.new.hasLayer(name) && !comparison.old.hasLayer(name) {
      talk.error(
        "--only has no layer '\(name)'\(Suggestion.suffix(for: name, in: DiffLayer.allCases.map(\.name))); it takes \(Self.layerNames)")
      throw Exit(.wrong)
    }
  }

  private func records(_ path: String) throws -> RecordFile {
    do throws(Diagnostics) {
      return try RecordFile(path: try RecordFinder.file(at: path))
    } catch {
      talk.report(error)
      throw Exit(.wrong)
    }
  }
}

/// The page's file: written beside its place, and put there when it is whole.
private struct PageFile {
  let path: String

  /// Makes sure that it can be written before anything is compared.
  init(path: String, _ talk: TalkOptions) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    if path.isEmpty || (FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue) {
      talk.error("--html must name a file, not '\(path)'")
    } else if access(folder, W_OK) != 0 {
      talk.error("the page '\(path)' cannot be written: \(String(cString: strerror(errno)))")
    } else {
      return
    }
    throw Exit(.wrong)
  }

  func write(_ comparison: RecordComparison, _ result: DiffResult, _ limits: DiffLimits, _ talk: TalkOptions) throws {
    let staged = "\(path).\(getpid()).tmp"
    do {
      try Data().write(to: URL(fileURLWithPath: staged))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: staged))
      try HTMLReport(comparison, result, limits: limits).write { try file.write(contentsOf: Data($0.utf8)) }
      try file.close()
      if rename(staged, path) != 0 { throw CocoaError(.fileWriteUnknown) }
    } catch {
      unlink(staged)
      if let diagnostics = error as? Diagnostics {
        talk.report(diagnostics)
      } else {
        talk.error("the page '\(path)' cannot be written: \(error.localizedDescription)")
      }
      throw Exit(.wrong)
    }
    talk.note("→ \(path)")
  }
}
