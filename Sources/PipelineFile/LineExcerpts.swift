import Foundation
import Pipeline
import YAML

/// The lines of files that stages name, such as gazetteers and rules, for diagnostics that came without theirs. Each file is read once.
struct LineExcerpts {
  private static let largestFile = 16 << 20

  private let workingDirectory: String
  private var sources: [String: YAMLSource?] = [:]

  init(workingDirectory: String) { self.workingDirectory = workingDirectory }

  /// The line of a location; nil where the file cannot be read, is not UTF-8, or is too large to be read for this.
  mutating func line(at location: SourceLocation) -> String? {
    if sources[location.file] == nil { sources[location.file] = .some(source(location.file)) }
    return sources[location.file]??.excerpt(line: location.line)
  }

  private func source(_ file: String) -> YAMLSource? {
    let path = file.hasPrefix("/") ? file : "\(workingDirectory)/\(file)"
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular, let size = attributes?[.size] as? Int, size <= Self.largestFile,
      let bytes = FileManager.default.contents(atPath: path).map([UInt8].init), Text(validating: bytes) != nil
    else { return nil }
    return YAMLSource(bytes, file: file)
  }
}
