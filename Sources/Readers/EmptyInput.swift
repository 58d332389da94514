import Pipeline

/// What is said of an input that gave no document: what was looked for, and where.
struct EmptyInput {
  let input: Input
  let options: ReadingOptions
  /// The files that were left because of their format, by extension.
  let skipped: [String: Int]

  /// The warning.
  var warning: Diagnostic { Diagnostic(.warning, code: "no-document", message) }

  private var message: String {
    switch input {
    case .standardInput: return "standard input held nothing: JSON Lines were looked for there, an object on each line"
    case .file(let path): return "the file '\(path)' holds no line: JSON Lines were looked for there, an object on each line"
    case .folder(let path, let pattern):
      if pattern == nil, options.include.isEmpty, !skipped.isEmpty {
        return
          "no file in '\(path)' was read: none holds articles by its extension (\(Self.kinds(skipped))); --include reads such files as text"
      }
      let asked = options.include.isEmpty ? [] : ["fits \(Self.list(options.include, "--include", "or"))"]
      let left = options.exclude.isEmpty ? [] : ["is not left out by \(Self.list(options.exclude, "--exclude", "or"))"]
      let conditions = (asked + left).joined(separator: " and ")
      if let pattern { return "no file fits '\(Self.written(pattern, below: path))'\(conditions.isEmpty ? "" : " and \(conditions)")" }
      if conditions.isEmpty { return "there is no file in the folder '\(path)' or below it; hidden ones do not count" }
      return "no file in '\(path)' or below it \(conditions)"
    }
  }

  /// The pattern as the person wrote it.
  private static func written(_ pattern: Glob, below folder: String) -> String {
    let rest = pattern.pattern.drop { $0 == "/" }
    return folder == "." ? String(rest) : folder.hasSuffix("/") ? folder + rest : "\(folder)/\(rest)"
  }

  private static func list(_ globs: [Glob], _ option: String, _ word: String) -> String {
    globs.map { "\(option) '\($0.pattern)'" }.joined(separator: " \(word) ")
  }

  private static func kinds(_ skipped: [String: Int]) -> String {
    skipped.keys.sorted().prefix(5).map(SkippedFiles.name).joined(separator: ", ")
  }
}

/// How kinds of files that were left out are called.
package enum SkippedFiles {
  /// The key of what is neither file nor folder.
  static let noFile = "(no file)"
  /// The key of all kinds beyond the first many.
  static let others = "(others)"

  /// The name of a key of `InputSource.skipped`.
  package static func name(_ key: String) -> String {
    switch key {
    case noFile: "pipe, socket or device"
    case others: "with other extensions"
    case "": "without an extension"
    default: ".\(key)"
    }
  }
}
