import Foundation
import TestSupport

extension TemporaryFolder {
  /// Writes a file, with the folders that it stands in; returns its path.
  @discardableResult
  func write(_ name: String, _ contents: some Sequence<UInt8>) throws -> String { try write(Array(contents), to: name) }

  /// Writes a file of text; returns its path.
  @discardableResult
  func write(_ name: String, _ contents: String = "text") throws -> String { try write(contents, to: name) }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
  }
}
