import Foundation

/// The folder that a run writes to. Outputs are staged under `.textmill` inside it and put in their places at the end, each in one step.
public struct OutputFolder: Sendable {
  /// The absolute path.
  public let path: String

  /// Names a folder.
  public init(path: String) { self.path = path }

  /// The path of a file or folder inside.
  public func path(_ relative: String) -> String { "\(path)/\(relative)" }

  /// The path under which something is staged.
  package func staging(_ relative: String) -> String { "\(path)/.textmill/\(relative)" }

  /// Removes what was staged. Failing to is not worth ending a run.
  func removeStaging() {
    try? FileManager.default.removeItem(atPath: "\(path)/.textmill")
  }

  /// Creates a folder with all above it.
  static func create(_ path: String) throws(OutputFailure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputFailure(path: path, "the folder cannot be created: \(reason(error))")
    }
  }

  /// Moves a file or folder, replacing what is there only if it is a file.
  static func move(_ from: String, to: String) throws(OutputFailure) {
    if rename(from, to) != 0 { throw .system(to, "cannot be put in its place") }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return (underlying ?? error as NSError).localizedDescription
  }
}

extension OutputFailure {
  /// A failure with the system's reason for the last call that failed.
  static func system(_ path: String, _ what: String) -> OutputFailure {
    OutputFailure(path: path, "\(what): \(String(cString: strerror(errno)))")
  }
}

/// Keeps two runs from writing to one folder at the same time. The lock ends with the process, however that ends.
struct OutputLock {
  private let descriptor: Int32

  init(_ folder: OutputFolder) throws(OutputFailure) {
    try OutputFolder.create(folder.staging(""))
    let path = folder.staging("lock")
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw .system(path, "cannot be opened") }
    let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    if !isLocked && errno != EWOULDBLOCK {
      defer { close(descriptor) }
      throw .system(path, "cannot be locked")
    }
    // A run that has just ended may have removed the file between the two calls: then the lock is on a file that nobody else sees.
    var held = stat()
    var named = stat()
    if !isLocked || fstat(descriptor, &held) != 0 || stat(path, &named) != 0 || held.st_ino != named.st_ino {
      close(descriptor)
      throw OutputFailure(path: folder.path, "another run is writing to this folder: wait for it, or name another with -o")
    }
  }

  func release() { close(descriptor) }
}
