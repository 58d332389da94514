import Pipeline
import PluginHost

extension Checkup {
  /// Looks at the plugins in some folders, and tries each.
  ///
  /// - Parameters:
  ///   - registry: The stages of the program itself.
  ///   - log: Takes what their programs say on standard error.
  static func findings(
    ofPluginsIn folders: [String], beside registry: StageRegistry, log: @escaping @Sendable (String) -> Void
  ) -> [Finding] {
    let catalog = PluginCatalog(folders: folders)
    var findings: [Finding] = []
    for entry in catalog.entries {
      guard let manifest = entry.manifest else {
        findings += entry.diagnostics.all.map { diagnostic in
          Finding(name: "plugin", state: diagnostic.severity == .error ? .wrong : .unused, detail: diagnostic.line)
        }
        continue
      }
      let name = "plugin \(manifest.name) \(manifest.version)"
      let problems = PluginTrial.problems(of: manifest, describing: PluginsCommand.DescribePlugin.command, log: log)
      if problems.isEmpty {
        let detail = manifest.library == nil ? "its program starts and is ready" : "its library fits"
        findings.append(Finding(name: name, state: .fine, detail: "\(detail) (\(manifest.shownFolder))"))
      }
      findings += problems.map { problem in
        let state = State(rawValue: problem.kind.rawValue) ?? .wrong
        return Finding(name: name, state: state, detail: "\(problem.message) (\(manifest.shownFolder))", remedy: problem.remedy)
      }
    }
    findings += catalog.unusedStages(beside: registry).map { Finding(name: "stage \($0.name)", state: .unused, detail: $0.warning.message) }
    return findings + catalog.unbuilt.map { Finding(name: "plugin", state: .missing, detail: $0.message) }
  }
}
