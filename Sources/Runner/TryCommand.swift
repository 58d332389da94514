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
    document = resolved.plan.annotate(document)
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
        talk.error(source.empty.all.first?.message ?? "'\(text)' holds no document")
        throw Exit(.wrong)
      }
      let document = item.load()
      if source.next() != nil {
        talk.note("'\(text)' holds several documents, of which '\(document.id)' is shown; 'textmill run' takes all of them")
      } else if document.id != (text as NSString).lastPathComponent {
        talk.note("the document '\(document.id)' of '\(text)'")
      }
      return document
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
