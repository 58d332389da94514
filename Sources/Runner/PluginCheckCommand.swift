import ArgumentParser
import Foundation
import Pipeline
import PluginHost

/// `textmill plugins check`
struct CheckPlugins: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Play awkward exchanges with a plugin's program and say which rules of the protocol it breaks; try the examples of any plugin.",
    discussion: """
      Some three hundred messages, such as the protocol allows and programs seldom expect: empty texts, a megabyte, emoji, unknown members, many \
      documents at once, ends of input at any time. For each rule that is broken it is said what was sent, what came, and where \
      Docs/plugin-protocol.md asks for something else. Where none is broken, the worked examples in the descriptions of its stages are tried; \
      of a plugin in Swift these alone are. The exit status is 1 where a rule is broken or an example is wrong.

      EXAMPLES:
        textmill plugins check Plugins/LanguageId
        textmill plugins check Plugins/Readability
        textmill plugins check ./years.py --timeout 5
        textmill plugins check Plugins/Places --set list=places.txt
      """)

  @Argument(help: ArgumentHelp("The plugin's folder, or its program.", valueName: "folder or program"))
  var plugin: String
  @Option(name: .customLong("set"), parsing: .singleValue, help: ArgumentHelp("Give an option of its stages.", valueName: "option=value"))
  var sets: [String] = []
  @Option(help: ArgumentHelp("How long an answer may take (default: what the manifest says, or 30).", valueName: "seconds"))
  var timeout: Double?

  func validate() throws {
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout must be more than 0, not \(timeout)") }
    _ = try options
  }

  func run() throws {
    let builtIn = CommandLineRunner.registry.withLock { $0 }
    for stage in PluginCatalog(folders: [folder]).unusedStages(beside: builtIn) { Terminal.say(stage.warning.line) }
    if let library = try library() { return try check(library) }
    var (manifest, hasManifest) = try manifest()
    let report = Conformance.check(manifest, hasManifest: hasManifest, patience: timeout, options: try options)
    for finding in report.findings {
      let times = finding.count > 1 ? " (\(finding.count) times)" : ""
      Terminal.print("\(finding.rule.name)\(times)")
      Terminal.print("  sent: \(Terminal.printable(finding.sent))")
      Terminal.print("  came: \(Terminal.printable(finding.came))")
      Terminal.print("  the protocol asks: \(finding.rule.asks) (\"\(finding.rule.section)\" in Docs/plugin-protocol.md)")
    }
    for note in report.notes { Terminal.say("note: \(Terminal.printable(note))") }
    let broken = report.findings.count
    Terminal.print(
      "\(report.exchanges) messages sent, \(ConformanceReport.Rule.all.count) rules, \(broken == 0 ? "none" : "\(broken)") broken")
    if broken > 0 { throw Exit(.documentsFailed) }
    manifest.stages = report.stages
    if !Self.tryAll(PluginExamples(stages: manifest.programStages { _ in }, folder: manifest.folder)) { throw Exit(.documentsFailed) }
  }

  /// Tries examples and says what is wrong with them; returns whether all hold. Nothing is said where there are none.
  static func tryAll(_ examples: PluginExamples) -> Bool {
    if examples.count == 0 { return true }
    let failures = examples.failures()
    for failure in failures {
      Terminal.print(failure.text.split(separator: "\n").map { Terminal.printable(String($0)) }.joined(separator: "\n"))
    }
    Terminal.print(examples.total(failed: Set(failures.map { "\($0.stage)\n\($0.example)" }).count))
    return failures.isEmpty
  }

  /// The plugin's folder as it was named, where it is one.
  private var folder: String {
    let folder = (plugin as NSString).lastPathComponent == PluginManifest.fileName ? (plugin as NSString).deletingLastPathComponent : plugin
    return folder.isEmpty ? "." : folder
  }

  /// The manifest beside the library, where the plugin is one.
  private func library() throws -> PluginManifest? {
    let catalog = PluginCatalog(folders: [folder])
    for note in catalog.unbuilt {
      Terminal.say("error: \(note.message)")
      throw Exit(.wrong)
    }
    guard let entry = catalog.entries.first, catalog.entries.count == 1, let manifest = entry.manifest, manifest.library != nil else {
      return nil
    }
    for problem in entry.allDiagnostics.all {
      Terminal.say(problem.line)
      throw Exit(.wrong)
    }
    for warning in catalog.outdated { Terminal.say(warning.line) }
    return manifest
  }

  private func check(_ library: PluginManifest) throws {
    if library.stages.allSatisfy(\.examples.isEmpty) {
      Terminal.print("the library fits; its stages have no examples to try")
      return
    }
    do throws(Diagnostics) {
      let trial = try LibraryBuilder.trial(of: library, by: PluginsCommand.DescribePlugin.command + ["--examples"])
      Terminal.print(trial.output, terminator: "")
      if !trial.errors.isEmpty { Terminal.say(String(trial.errors.dropLast(trial.errors.hasSuffix("\n") ? 1 : 0))) }
      if trial.isSuccess { return }
    } catch {
      for problem in error.all { Terminal.say(problem.line) }
    }
    throw Exit(.documentsFailed)
  }

  /// The plugin of a folder, or a program without a manifest.
  private func manifest() throws -> (manifest: PluginManifest, hasManifest: Bool) {
    let path = absolutePath(plugin)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      Terminal.say("error: there is no folder and no program '\(plugin)'")
      throw Exit(.wrong)
    }
    let isManifest = (path as NSString).lastPathComponent == PluginManifest.fileName
    if isFolder.boolValue || isManifest {
      do throws(Diagnostics) {
        let manifest = try ManifestReader.manifest(at: isManifest ? plugin : "\(plugin)/\(PluginManifest.fileName)", needsStages: false)
        if !manifest.command.isEmpty { return (manifest, !manifest.stages.isEmpty) }
        throw Diagnostics(
          Diagnostic(code: "no-program", "the plugin '\(manifest.name)' is no program but a library, which 'textmill plugins list' checks"))
      } catch {
        for problem in error.all { Terminal.say(problem.line) }
        throw Exit(.wrong)
      }
    }
    let command = access(path, X_OK) == 0 ? [path] : path.hasSuffix(".py") ? ["python3", path] : []
    if command.isEmpty {
      Terminal.say("error: '\(plugin)' is no program: make it executable, or name the folder with its manifest")
      throw Exit(.wrong)
    }
    return (PluginManifest(program: command, in: (path as NSString).deletingLastPathComponent), false)
  }

  private var options: [String: OptionValue] {
    get throws {
      var options: [String: OptionValue] = [:]
      for set in sets {
        guard let equals = set.firstIndex(of: "="), equals > set.startIndex else {
          throw ValidationError("--set takes option=value, not '\(set)'")
        }
        options[String(set[..<equals])] = Self.value(String(set[set.index(after: equals)...]))
      }
      return options
    }
  }

  /// A value as it is written: a number, true or false, a list in brackets, the absolute path of a file that exists, or text.
  private static func value(_ text: String) -> OptionValue {
    if text == "true" || text == "false" { return OptionValue(.bool(text == "true")) }
    if let integer = Int(text) { return OptionValue(.integer(integer)) }
    if let number = Double(text) { return OptionValue(.number(number)) }
    if text.hasPrefix("["), text.hasSuffix("]") {
      return OptionValue(.list(text.dropFirst().dropLast().split(separator: ",").map { value($0.trimmingCharacters(in: .whitespaces)) }))
    }
    return OptionValue(.string(FileManager.default.fileExists(atPath: text) ? absolutePath(text) : text))
  }
}
