import Foundation

/// Gold data that is not part of the repository: the folder named by `TEXTMILL_DATA`, or `shared/data` beside the checkout.
enum SharedData {
  static let folder: String =
    ProcessInfo.processInfo.environment["TEXTMILL_DATA"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardized.path

  static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(path)") }

  static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")) }

  static func string(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}
