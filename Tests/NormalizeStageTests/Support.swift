import Foundation
import Pipeline
import TestSupport

@testable import NormalizeStage

/// A text run through the stage.
func normalized(_ text: String, _ options: [String: OptionValue] = [:], title: String? = nil) throws -> Document {
  var document = Document(id: "test", text: Text(text))
  document.title = title
  try Examples.plan("normalize", options, StageRegistry([StageDefinition(NormalizeStage.self)])).run(on: &document)
  return document
}

/// The normalised text alone.
func text(_ text: String, _ options: [String: OptionValue] = [:]) throws -> String { try normalized(text, options).text.string }

/// The blocks as lines.
func blocks(_ text: String, _ options: [String: OptionValue] = [:]) throws -> [String] { try normalized(text, options).lines(of: .blocks) }

/// What is wrong with a document's alignment and blocks; empty where all is well.
func flaws(of document: Document) -> [String] {
  var flaws: [String] = []
  if !document.alignment.isValid(textCount: document.text.count, sourceCount: document.sourceText.count) { flaws.append("alignment") }
  var covered = 0
  func checkGap(_ range: Range<Int>) {
    let gap = document.text.string(TextSpan(range))
    if gap.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !(0x1C...0x1F).contains($0.value) }) {
      flaws.append("text outside blocks")
    }
  }
  for block in document.blocks {
    if Int(block.span.start) < covered || block.span.isEmpty { flaws.append("block order") }
    checkGap(covered..<max(covered, Int(block.span.start)))
    covered = Int(block.span.end)
    let string = document.text.string(block.span).unicodeScalars
    if string.first!.properties.isWhitespace || string.last!.properties.isWhitespace { flaws.append("space at a block's end") }
    let source = document.sourceSpan(of: block.span)
    if source.isEmpty || !document.sourceText.isScalarBoundary(Int(source.start)) || !document.sourceText.isScalarBoundary(Int(source.end))
    {
      flaws.append("source span")
    }
  }
  checkGap(covered..<document.text.count)
  return flaws
}

/// The corpora, where the data is there.
enum Corpora {
  static let folder: String =
    ProcessInfo.processInfo.environment["TEXTMILL_DATA"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardizedFileURL.path

  static var isPresent: Bool { FileManager.default.fileExists(atPath: "\(folder)/corpora/bbc-visible.tar.xz") }

  /// The texts of an archive, by name.
  static func articles(_ archive: String) throws -> [(name: String, text: String)] {
    let target = FileManager.default.temporaryDirectory.appending(path: "textmill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: target) }
    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    tar.arguments = ["tar", "-xJf", "\(folder)/corpora/\(archive).tar.xz", "-C", target.path]
    try tar.run()
    tar.waitUntilExit()
    return try FileManager.default.subpathsOfDirectory(atPath: target.path).filter { $0.hasSuffix(".txt") }.sorted().map {
      ($0, String(decoding: try Data(contentsOf: target.appending(path: $0)), as: UTF8.self))
    }
  }
}
