import Foundation
import Pipeline

/// Makes a folder with a plugin: its program, its manifest, tests of the stage, a pipeline that uses it, and tests of that.
package enum PluginScaffold {
  /// The languages that there is a beginning in.
  package enum Language: String, Sendable, CaseIterable {
    case swift, python
  }

  /// A plugin with one stage that is called as the plugin.
  ///
  /// - Parameters:
  ///   - registry: The stages that there are: none may have the name.
  ///   - sources: The path of Textmill's own sources, for editors, as a file of the plugin would write it.
  package static func starting(
    _ name: ScaffoldName, in language: Language, beside registry: StageRegistry, sources: String
  ) throws(Diagnostics) -> Scaffold {
    if registry[name.stage] != nil {
      throw Diagnostics(Diagnostic(code: "taken-name", "there is a stage '\(name.stage)' already: choose another name for the plugin"))
    }
    if Layer.builtIn.contains(Layer(name.stage)) || Layer(name.stage) == .text {
      throw Diagnostics(
        Diagnostic(
          code: "taken-name", "there is a layer '\(name.stage)' already, and the plugin makes one of its name: choose another name"))
    }
    let quotable = sources.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let values = ["name": name.text, "stage": name.stage, "type": name.type, "textmill": quotable]
    var files = try Template("plugin-\(language.rawValue)").filled(values)
    if language == .python {
      files.append(
        Scaffold.File(path: "textmill_stage.py", bytes: try ResourceFolder.bytes(of: "Data/textmill_stage.py", in: "PluginHost")))
    }
    return Scaffold(files: files)
  }

  /// The path of Textmill's own sources, from the folder of a plugin: those that the running program was built from, where they are still there.
  package static func sources(from folder: String) -> String {
    var above = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    while above.count > 1 {
      above = (above as NSString).deletingLastPathComponent
      if FileManager.default.fileExists(atPath: "\(above)/Sources/Pipeline/Version.swift") {
        return folder.hasPrefix(above + "/") ? PipelineCopy.relative(above, to: folder) : above
      }
    }
    return "../textmill"
  }
}
