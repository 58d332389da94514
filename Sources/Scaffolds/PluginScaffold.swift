import Pipeline

/// Makes a folder with a plugin: its program, its manifest, tests of the stage, a pipeline that uses it, and tests of that.
package enum PluginScaffold {
  /// The languages that there is a beginning in.
  package enum Language: String, Sendable, CaseIterable {
    case python
  }

  /// A plugin with one stage that is called as the plugin.
  ///
  /// - Parameter registry: The stages that there are: none may have the name.
  package static func starting(_ name: ScaffoldName, in language: Language, beside registry: StageRegistry) throws(Diagnostics) -> Scaffold
  {
    if registry[name.stage] != nil {
      throw Diagnostics(Diagnostic(code: "taken-name", "there is a stage '\(name.stage)' already: choose another name for the plugin"))
    }
    if Layer.builtIn.contains(Layer(name.stage)) || Layer(name.stage) == .text {
      throw Diagnostics(
        Diagnostic(
          code: "taken-name", "there is a layer '\(name.stage)' already, and the plugin makes one of its name: choose another name"))
    }
    var files = try Template("plugin-\(language.rawValue)").filled(["name": name.text, "stage": name.stage, "type": name.type])
    switch language {
    case .python:
      files.append(
        Scaffold.File(path: "textmill_stage.py", bytes: try ResourceFolder.bytes(of: "Data/textmill_stage.py", in: "PluginHost")))
    }
    return Scaffold(files: files)
  }
}
