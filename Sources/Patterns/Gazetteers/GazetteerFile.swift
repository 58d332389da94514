import Foundation
import Pipeline

/// A file of names, and how to read it.
package struct GazetteerFile: Sendable {
  /// How a file is written.
  package enum Format: String, Sendable, CaseIterable {
    /// Tab-separated values.
    case tsv
    /// Comma-separated values.
    case csv
    /// A name a line.
    case txt
    /// An array of strings, or of objects with `name`, `type`, `canonical` and `aliases`.
    case json
  }

  /// Which column holds what.
  package enum Column: Sendable, Hashable {
    /// By the header's word, case ignored.
    case named(String)
    /// By number, from 1.
    case number(Int)
  }

  /// The path, absolute or from the working directory.
  package var path: String
  /// How it is written; nil to go by the ending of its name.
  package var format: Format?
  /// Whether the first row names the columns; nil to find out: it does where one of its fields is the name of the name column.
  package var hasHeader: Bool?
  /// The column of names.
  package var nameColumn: Column?
  /// The column of types.
  package var typeColumn: Column?
  /// The column of canonical names.
  package var canonicalColumn: Column?
  /// The type of rows that give none.
  package var defaultType: EntityType?

  package init(_ path: String) { self.path = path }

  /// The last part of the path.
  package var name: String { (path as NSString).lastPathComponent }
}

extension GazetteerBuilder {
  /// Adds the names of a file to the last list.
  ///
  /// - Throws: Every bad row with its place, up to a hundred, and whatever is wrong with the file as a whole.
  package mutating func add(_ file: GazetteerFile) throws(Diagnostics) {
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw Diagnostics(Diagnostic(code: "unreadable-gazetteer", "the gazetteer '\(file.path)' cannot be read"))
    }
    try add(file, holding: [UInt8](data))
  }

  /// Adds the names of a file whose bytes are at hand.
  package mutating func add(_ file: GazetteerFile, holding bytes: [UInt8]) throws(Diagnostics) {
    guard let format = file.format ?? GazetteerFile.Format(rawValue: (file.path as NSString).pathExtension.lowercased()) else {
      throw Diagnostics(
        Diagnostic(code: "unknown-format", "the ending of '\(file.path)' is none of tsv, csv, txt, json: say which with 'format'"))
    }
    var reader = GazetteerFileReader(file, format: format, bytes: bytes)
    try reader.read(into: &self)
  }
}
