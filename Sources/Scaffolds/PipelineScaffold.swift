import Foundation
import Pipeline

/// Makes a folder with a pipeline, its tests, articles to try it on, and a page that says what to do next.
package enum PipelineScaffold {
  /// The pipelines that can be copied by their names.
  package static let shipped = ["entities", "news", "quick"]

  /// A pipeline that shows each of the usual stages, with rules and names of its own.
  package static func starting(_ name: ScaffoldName) throws(Diagnostics) -> Scaffold {
    Scaffold(files: try Template("pipeline").filled(["name": name.text]))
  }

  /// A copy of a shipped pipeline with all that it needs: it does not depend on where Textmill is.
  ///
  /// - Parameter original: One of `shipped`.
  package static func copy(_ name: ScaffoldName, ofShipped original: String) throws(Diagnostics) -> Scaffold {
    var files = try Template("copy").filled(["name": name.text, "original": original])
    for file in try Template("pipelines/\(original)").raw {
      switch file.path {
      case "\(original).yaml": files.append(renamed(file, original, name, to: "\(name.text).yaml"))
      case "\(original).test.yaml": files.append(renamed(file, original, name, to: "\(name.text).test.yaml"))
      default: files.append(file)
      }
    }
    return Scaffold(files: files)
  }

  /// Comments and the pipeline's own name speak of the copy.
  private static func renamed(_ file: Scaffold.File, _ original: String, _ name: ScaffoldName, to path: String) -> Scaffold.File {
    var lines: [String] = []
    for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "pipeline: \(original)" {
        lines.append("pipeline: \(name.text)")
      } else if line.hasPrefix("#"), line.contains("textmill new pipeline") {
        continue
      } else if line.hasPrefix("#") {
        lines.append(
          line.replacing("Pipelines/\(original).yaml", with: "\(name.text).yaml").replacing("\(original).yaml", with: "\(name.text).yaml")
            .replacing("Pipelines/articles", with: "articles").replacing("FOLDER", with: "articles"))
      } else {
        lines.append(line)
      }
    }
    return Scaffold.File(path: path, bytes: Array(lines.joined(separator: "\n").utf8))
  }

  /// A copy of a pipeline file, comments and all, whose relative paths lead to the files that they led to: nothing that it names is copied.
  ///
  /// - Parameters:
  ///   - file: The file, which is known to be a right pipeline.
  ///   - folder: The folder that will hold the copy, as an absolute path.
  ///   - registry: The stages, whose options say what is a path.
  /// - Returns: The copy, and what could not be corrected in it.
  package static func copy(
    _ name: ScaffoldName, of file: String, in folder: String, registry: StageRegistry
  ) throws(Diagnostics) -> (scaffold: Scaffold, warnings: Diagnostics) {
    var copy = try PipelineCopy(of: file, in: folder, registry: registry)
    copy.rename(to: name.text)
    var files = try Template(copy.expectsLayers ? "copy-expecting" : "variant").filled(["name": name.text, "original": file])
    files.append(Scaffold.File(path: "\(name.text).yaml", bytes: copy.bytes))
    return (Scaffold(files: files), copy.warnings)
  }
}
