import Foundation

/// A sink for outputs that are files, to which each document adds bytes, or folders, in which each document has files of its own.
///
/// All is written under `.textmill` and put in its place by `publish`. A folder output replaces a folder only if an earlier run made it.
public struct StagedSink: Sink {
  /// One output. Its number is its index in the list that the sink is created with.
  public enum Output: Sendable {
    /// A file: a header, then what the documents add. It may stand inside a folder output.
    case file(path: String, header: [UInt8] = [])
    /// A folder.
    case folder(path: String)

    /// The path below the output folder, without a slash at its end.
    public var path: String {
      switch self {
      case .file(let path, _), .folder(let path): String(path.reversed().drop { $0 == "/" }.reversed())
      }
    }
  }

  /// The file in a folder output that says who made it, so that only such a folder is ever replaced.
  public static let marker = ".made-by-textmill"

  private let outputs: [Output]
  private let folder: OutputFolder
  private let stage: String
  private var files: [Int: StagedFile] = [:]
  private var footers: [Int: [UInt8]] = [:]

  /// Writes files of folder outputs as documents are rendered: creating a file costs more than rendering it.
  public let partWriter: PartWriter?

  /// Creates the sink of a stage.
  ///
  /// - Parameters:
  ///   - stage: The stage's name in the pipeline.
  ///   - outputs: The outputs.
  ///   - folder: Where they go.
  public init(stage: String, outputs: [Output], in folder: OutputFolder) throws(OutputFailure) {
    self.outputs = outputs
    self.folder = folder
    self.stage = stage
    self.partWriter = PartWriter { part throws(OutputFailure) in
      if let path = part.path { try Self.put(part.bytes, at: "\(Self.staging(part.output, of: stage, in: folder))/\(path)") }
    }
    for (index, output) in outputs.enumerated() {
      switch output {
      case .file(let path, let header):
        try StagedFile.checkPlace(folder.path(path))
        var file = try StagedFile(folder: staging(index))
        if !header.isEmpty { try file.append(header, position: 0) }
        files[index] = file
      case .folder:
        try checkIsOurs(folder.path(output.path))
        try? FileManager.default.removeItem(atPath: staging(index))
        try OutputFolder.create(staging(index))
        try Self.put([], at: "\(staging(index))/\(Self.marker)")
      }
    }
  }

  private func staging(_ output: Int) -> String { Self.staging(output, of: stage, in: folder) }

  private static func staging(_ output: Int, of stage: String, in folder: OutputFolder) -> String {
    folder.staging("\(stage)/\(output)")
  }

  private func checkIsOurs(_ path: String) throws(OutputFailure) {
    guard let content = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      if access(path, F_OK) == 0 { throw OutputFailure(path: path, "a file is in the place of this output folder: move it away") }
      return
    }
    if !content.isEmpty, !content.contains(Self.marker) {
      throw OutputFailure(path: path, "the folder was not made by a run and would be replaced: move it away, or name another output")
    }
  }

  /// Adds a document's bytes.
  public mutating func append(_ rendering: Rendering, position: Int) throws(OutputFailure) {
    for part in rendering.parts {
      if let path = part.path {
        try Self.put(part.bytes, at: "\(staging(part.output))/\(path)")
      } else {
        precondition(files[part.output] != nil, "the stage '\(stage)' renders for output \(part.output), which is no file")
        try files[part.output]?.append(part.bytes, position: position)
      }
    }
  }

  /// Sets the bytes that end a file output.
  public mutating func setFooter(_ bytes: [UInt8], output: Int) {
    footers[output] = bytes
  }

  /// Makes the files durable.
  public mutating func checkpoint() throws(OutputFailure) {
    for index in files.keys.sorted() { try files[index]?.checkpoint() }
  }

  /// Puts files and folders in their places.
  public mutating func publish() throws(OutputFailure) {
    for index in files.keys.sorted() {
      if let footer = footers[index] { try files[index]?.append(footer, position: Int.max) }
      let destination = destination(outputs[index].path)
      try files[index]?.publish(to: destination)
    }
    for (index, output) in outputs.enumerated() {
      guard case .folder = output else { continue }
      let destination = folder.path(output.path)
      try OutputFolder.create((destination as NSString).deletingLastPathComponent)
      try checkIsOurs(destination)
      let old = "\(staging(index)).old"
      try? FileManager.default.removeItem(atPath: old)
      let replaces = access(destination, F_OK) == 0
      if replaces { try OutputFolder.move(destination, to: old) }
      do throws(OutputFailure) {
        try OutputFolder.move(staging(index), to: destination)
      } catch {
        if replaces { try OutputFolder.move(old, to: destination) }
        throw error
      }
      if replaces { try? FileManager.default.removeItem(atPath: old) }
    }
  }

  /// Where a file goes: into the staged folder where one of the folder outputs holds it.
  private func destination(_ path: String) -> String {
    for (index, output) in outputs.enumerated() {
      if case .folder = output, path.hasPrefix(output.path + "/") {
        return "\(staging(index))/\(path.dropFirst(output.path.count + 1))"
      }
    }
    return folder.path(path)
  }

  /// Writes a file, with the folders above it.
  private static func put(_ bytes: [UInt8], at path: String) throws(OutputFailure) {
    let flags = O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC
    var descriptor = open(path, flags, 0o644)
    if descriptor < 0 && errno == ENOENT {
      try OutputFolder.create((path as NSString).deletingLastPathComponent)
      descriptor = open(path, flags, 0o644)
    }
    if descriptor < 0 { throw .system(path, "cannot be created") }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path: path)
  }
}
