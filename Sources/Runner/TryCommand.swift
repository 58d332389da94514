import ArgumentParser
import Foundation
import Pipeline
import PipelineFile
import Readers

/// `textmill try`
struct TryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: "Show what a pipeline makes of one text.",
    discussion: """
      Nothing is written: the text, its entities, relations, keywords and summary go to standard output.

      EXAMPLES:
        textmill try news.yaml article.txt
        textmill try news.yaml 'Isaac Herzog, the President of Israel, visited Azerbaijan.'
        pbpaste | textmill try news.yaml
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: "A text, or the file that holds it (default: standard input).")
  var text: String?
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let resolved = try pipeline.load(talk)
    let document = resolved.plan.annotate(try input())
    Terminal.print(AnnotatedText(document: document, isColored: talk.color.isOn(for: STDOUT_FILENO)).rendered, terminator: "")
    if document.isFailed { throw Exit(.documentsFailed) }
  }

  private func input() throws -> Document {
    let text = text == "-" ? nil : text
    if let text, !FileManager.default.fileExists(atPath: text) {
      if !text.contains(where: \.isWhitespace), text.contains(".") || text.contains("/") {
        talk.error("there is no file '\(text)'")
        throw Exit(.wrong)
      }
      return Document(id: "text", text: Text(text))
    }
    if let text {
      var source = try InputOptions.source(of: [text], options: ReadingOptions(), talk)
      guard let item = source.next() else {
        talk.error("'\(text)' holds no document")
        throw Exit(.wrong)
      }
      return item.load()
    }
    let decoded = try decode([UInt8](FileHandle.standardInput.readDataToEndOfFile()))
    return Document(id: "stdin", text: decoded.text)
  }

  private func decode(_ bytes: [UInt8]) throws -> DecodedText {
    do {
      return try TextDecoder.decode(bytes)
    } catch {
      talk.error("standard input: \(error.message)")
      throw Exit(.wrong)
    }
  }
}
