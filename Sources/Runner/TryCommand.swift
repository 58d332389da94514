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
      Nothing is written: the text, its entities, relations, keywords and summary go to standard output. Of a folder, or of JSON Lines, the first \
      document is shown.

      EXAMPLES:
        textmill try news.yaml article.txt
        textmill try news.yaml 'Isaac Herzog, the President of Israel, visited Azerbaijan.'
        pbpaste | textmill try news.yaml
      """)

  @OptionGroup var pipeline: PipelineOptions
  @Argument(help: "A text, or the file or folder that holds it (default: standard input).")
  var text: String?
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let resolved = try pipeline.load(talk)
    var document = try input()
    document.requireLayers(resolved.expects)
    defer { resolved.plan.finish() }
    document = resolved.plan.annotate(document)
    Terminal.print(AnnotatedText(document: document, isColored: talk.color.isOn(for: STDOUT_FILENO)).rendered, terminator: "")
    if document.isFailed { throw Exit(.documentsFailed) }
  }

  private func input() throws -> Document {
    let text = text == "-" ? nil : text
    if let text {
      let isPath = !text.contains(where: \.isWhitespace) && (text.contains(".") || text.contains("/"))
      return isPath || FileManager.default.fileExists(atPath: text) ? try first(of: text) : Document(id: "text", text: Text(text))
    }
    let decoded = try decode([UInt8](FileHandle.standardInput.readDataToEndOfFile()))
    return Document(id: "stdin", text: decoded.text)
  }

  /// The first document of an input, of which is said which one it is unless there could be no other.
  private func first(of input: String) throws -> Document {
    var source = try InputOptions.source(of: [input], options: ReadingOptions(), talk)
    guard let item = source.next() else {
      talk.error(source.empty.all.first?.message ?? "'\(input)' holds no document")
      throw Exit(.wrong)
    }
    let document = item.load()
    if source.next() != nil {
      talk.note("'\(input)' holds several documents, of which '\(document.id)' is shown; 'textmill run' takes all of them")
    } else if document.id != (input as NSString).lastPathComponent {
      talk.note("the document '\(document.id)' of '\(input)'")
    }
    return document
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
