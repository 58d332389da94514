import Foundation
import Pipeline

/// The documents of all inputs of a run, in the order of the inputs: folders, files, patterns, JSON Lines, records, standard input.
///
/// Ids: a file's is its path below the input; a line's is the one that it gives, or `file:line`. With several inputs, paths begin with the input's name. Should two
/// documents still have one id, the later has `#2` after it.
package struct InputSource: DocumentSource {
  /// So many bytes fit into a text in whatever encoding they are: none makes more than three of one.
  private static let decodable = Text.maximumCount / 3

  private let options: ReadingOptions
  private var inputs: ArraySlice<(input: Input, name: String)>
  private let hasSeveralInputs: Bool
  private let avoided: FileIdentity?
  private var registry = IdentifierRegistry()
  private var walk: (walk: FolderWalk, name: String)?
  private var lines: LineSource?
  /// The input that is being read, whether it gave a document, and the files that were left in it.
  private var present: (input: Input, isEmpty: Bool, skipped: [String: Int])?
  /// The inputs that gave no document, each with what was looked for there: complete when `next` has returned nil.
  package private(set) var empty = Diagnostics()
  /// Where the files of the inputs are.
  package let places: InputPlaces
  /// Files that were left because their format is not read, by extension (lower case, without the dot): complete when `next` has returned nil.
  package private(set) var skipped: [String: Int] = [:]
  /// How many documents there are, once `countAhead` has been called and found it out.
  package private(set) var expectedCount: Int?

  /// Looks at the inputs: what they are, not yet what is in them.
  ///
  /// - Parameter inputs: Folders, files, patterns, or `-` for JSON Lines on standard input.
  /// - Throws: All inputs that are not there or cannot be read, patterns that no file fits, and standard input named twice.
  package init(_ inputs: [String], options: ReadingOptions = ReadingOptions()) throws(Diagnostics) {
    var problems = Diagnostics()
    var found: [Input] = []
    var hasStandardInput = false
    for argument in inputs {
      do {
        let input = try Input(argument)
        if case .standardInput = input {
          if hasStandardInput {
            problems.append(Diagnostic(code: "repeated-input", "standard input, '-', can be read only once"))
          }
          hasStandardInput = true
        }
        found.append(input)
      } catch {
        problems.append(contentsOf: error)
      }
    }
    if inputs.isEmpty { problems.append(Diagnostic(code: "missing-input", "name an input: a folder, a file, or '-' for standard input")) }
    self.options = options
    let named = zip(found, InputNames.names(of: found.map(\.path))).map { (input: $0, name: $1) }
    self.inputs = named[...]
    self.places = InputPlaces(named)
    self.hasSeveralInputs = inputs.count > 1
    self.avoided = options.outputFolder.flatMap { FileIdentity(Array($0.utf8)) }
    for case (.folder(let path, _), _) in self.inputs where avoided != nil && FileIdentity(Array(path.utf8)) == avoided {
      problems.append(
        Diagnostic(code: "output-is-input", "the input '\(path)' is the folder that the run writes to: name another with -o"))
    }
    for case (.folder(let path, let pattern?), _) in self.inputs {
      var walk = self.walk(path, pattern, measures: false)
      if walk.next() == nil {
        let message = EmptyInput(input: .folder(path: path, pattern: pattern), options: options, skipped: walk.skipped).warning.message
        problems.append(Diagnostic(code: "missing-input", message))
      }
    }
    try problems.throwIfErrors()
  }

  /// The next document, or nil at the end.
  package mutating func next() -> SourceItem? {
    guard let item = nextItem() else {
      leaveInput()
      return nil
    }
    present?.isEmpty = false
    if options.expects.isEmpty { return item }
    let (load, expects) = (item.load, options.expects)
    return SourceItem(size: item.size) {
      var document = load()
      document.requireLayers(expects)
      return document
    }
  }

  private mutating func leaveInput() {
    if let (input, isEmpty, skipped) = present, isEmpty {
      empty.append(EmptyInput(input: input, options: options, skipped: skipped).warning)
    }
    present = nil
  }

  private mutating func nextItem() -> SourceItem? {
    while true {
      if lines != nil {
        if let item = lines?.next(&registry) { return item }
        lines = nil
      }
      if let (item, name) = nextInFolder() {
        if let found = open(item, name) { return found }
        continue
      }
      leaveInput()
      guard let (input, name) = inputs.popFirst() else { return nil }
      present = (input, true, [:])
      switch input {
      case .folder(let path, let pattern):
        walk = (walk(path, pattern, measures: true), name)
      case .file(let path):
        let bytes = Array(path.utf8)
        let item = FolderWalk.Item(
          path: bytes, relative: Array(name.utf8), format: Self.format(ofFile: path), size: FileIdentity.size(of: bytes))
        if let found = open(item, nil) { return found }
      case .standardInput:
        lines = LineSource(descriptor: STDIN_FILENO, closes: false, id: name, name: name, options: options)
      }
    }
  }

  /// Counts the documents by walking through all folders once, without opening files. Nothing is known where there is a file of JSON Lines or standard input.
  package mutating func countAhead() {
    var count = 0
    for (input, _) in inputs {
      switch input {
      case .standardInput: return
      case .file(let path):
        if Self.format(ofFile: path) == .jsonLines { return }
        count += 1
      case .folder(let path, let pattern):
        var walk = walk(path, pattern, measures: false)
        while let item = walk.next() {
          if item.format == .jsonLines { return }
          count += 1
        }
      }
    }
    expectedCount = count
  }

  /// A file that is named is read whatever its extension; `.json` is taken for JSON Lines.
  private static func format(ofFile path: String) -> FileFormat {
    let suffix = FileFormat.suffix(of: (path as NSString).lastPathComponent.utf8)
    return suffix == "json" ? .jsonLines : FileFormat.known(by: suffix) ?? .text
  }

  private func walk(_ path: String, _ pattern: Glob?, measures: Bool) -> FolderWalk {
    let filter = FileFilter(pattern: pattern, include: options.include, exclude: options.exclude)
    return FolderWalk(Array(path.utf8), filter: filter, avoided: avoided, measures: measures)
  }

  private mutating func nextInFolder() -> (item: FolderWalk.Item, name: String)? {
    guard walk != nil, let name = walk?.name else { return nil }
    if let item = walk?.walk.next() { return (item, name) }
    let left = walk?.walk.skipped ?? [:]
    for (suffix, count) in left { skipped[suffix, default: 0] += count }
    present?.skipped = left
    walk = nil
    return nil
  }

  /// Makes a document of a file, or begins to read its lines and returns nil.
  private mutating func open(_ item: FolderWalk.Item, _ folder: String?) -> SourceItem? {
    let name = String(decoding: item.relative, as: UTF8.self)
    let id = hasSeveralInputs && folder != nil ? "\(folder ?? "")/\(name)" : name
    if let reason = item.failure {
      return failed(id.isEmpty ? folder ?? id : id, name, .unreadable(reason, "folder"))
    }
    switch item.format {
    case .text:
      let loader = FileLoader(path: item.path, id: registry.claim(id), name: name, maximum: min(options.maximumDocument, Self.decodable))
      return SourceItem(size: item.size) { loader.load() }
    case .jsonLines:
      lines = LineSource(path: item.path, id: id, name: name, options: options)
      return lines == nil ? failed(id, name, .unreadable(errno)) : nil
    }
  }

  private mutating func failed(_ id: String, _ name: String, _ failure: StageFailure) -> SourceItem {
    let id = registry.claim(id)
    let source = Document.Source(path: name, format: "text")
    return SourceItem(size: 0) { .unread(id: id, source: source, failure) }
  }
}
