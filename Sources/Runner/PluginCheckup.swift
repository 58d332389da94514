import Pipeline
import PluginHost

extension Checkup {
  /// Looks at the plugins in some folders, and tries each.
  ///
  /// - Parameter log: Takes what their programs say on standard error.
  static func findings(ofPluginsIn folders: [String], log: @escaping @Sendable (String) -> Void) -> [Finding] {
    let catalog = PluginCatalog(folders: folders)
    var findings: [Finding] = []
    for entry in catalog.entries {
      guard let manifest = entry.manifest else {
        findings += entry.diagnostics.all.map { Finding(name: "plugin", isFine: false, detail: $0.line) }
        continue
      }
      let name = "plugin \(manifest.name) \(manifest.version)"
      let problems = PluginTrial.problems(of: manifest, describing: PluginsCommand.DescribePlugin.command, log: log)
      if problems.isEmpty {
        let detail = manifest.library == nil ? "its program starts and is ready" : "its library fits"
        findings.append(Finding(name: name, isFine: true, detail: "\(detail) (\(manifest.shownFolder))"))
      }
      findings += problems.map { Finding(name: name, isFine: false, detail: "\($0.message) (\(manifest.shownFolder))", remedy: $0.remedy) }
    }
    return findings + catalog.unbuilt.map { Finding(name: "plugin", isFine: false, detail: $0.message) }
  }
}
