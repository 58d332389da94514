import ArgumentParser
import Foundation
import LanguageModel
import Pipeline

/// `textmill doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is installed, what is missing, and the command that mends it.",
    discussion: """
      The program's own files are looked for, and each plugin that is found is tried: its program is started as a run would start it, its library \
      checked and loaded in a process of its own. The exit status is 1 if something is missing.

      EXAMPLES:
        textmill doctor
        textmill doctor --plugins ~/plugins
        textmill doctor --no-plugins
      """)

  @OptionGroup var plugins: PluginOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    var findings = Checkup.findings(of: CommandLineRunner.registry.withLock { $0 })
    if !plugins.noPlugins { findings += Checkup.findings(ofPluginsIn: plugins.searched) { [talk] in talk.note($0) } }
    let isColored = talk.color.isOn(for: STDOUT_FILENO)
    for finding in findings {
      let mark = finding.isFine ? TextStyle.green("ok", isColored) + "      " : TextStyle.red("missing", isColored) + " "
      Terminal.print("\(mark) \(finding.name): \(finding.detail)")
      if let remedy = finding.remedy, !finding.isFine { Terminal.print("          → \(remedy)") }
    }
    if findings.contains(where: { !$0.isFine }) { throw Exit(.documentsFailed) }
  }
}

/// What `doctor` looks at.
enum Checkup {
  /// One thing that was looked at.
  struct Finding {
    var name: String
    var isFine: Bool
    var detail: String
    var remedy: String?
  }

  /// Looks at the program, and makes each stage that needs no option, so that its data files are read.
  static func findings(of registry: StageRegistry) -> [Finding] {
    var findings = [
      Finding(
        name: "textmill", isFine: true,
        detail: "\(TextmillVersion.current), \(ProcessInfo.processInfo.activeProcessorCount) processors, \(operatingSystem)"),
      onnxRuntime,
    ]
    for definition in registry.definitions {
      let descriptor = definition.descriptor
      if descriptor.options.contains(where: \.isRequired) { continue }
      let context = StageContext(instance: descriptor.name)
      do {
        _ = try definition.make(options: StageOptions(descriptor.options), context: context)
        findings.append(Finding(name: "stage \(descriptor.name)", isFine: true, detail: "its data files are readable"))
      } catch  where error.all.allSatisfy({ $0.code != "missing-resource" && $0.code != "unreadable-resource" }) {
        // It wants an option that no descriptor can call required, such as one of several.
        continue
      } catch {
        findings.append(
          Finding(
            name: "stage \(descriptor.name)", isFine: false, detail: error.all.map(\.message).joined(separator: "; "),
            remedy: "keep the program beside its *.resources folders, or build again with make demo"))
      }
    }
    return findings
  }

  /// ONNX Runtime, which models run on.
  private static var onnxRuntime: Finding {
    do throws(Diagnostics) {
      let library = try OnnxLibrary.shared()
      return Finding(name: "ONNX Runtime", isFine: true, detail: "\(library.version) (\(library.path))")
    } catch {
      // The remedy stands behind the arrow.
      let reason = error.all.map { $0.message.replacingOccurrences(of: "; \(OnnxLibraryFinder.remedy)", with: "") }
      return Finding(
        name: "ONNX Runtime", isFine: false, detail: reason.joined(separator: "; "), remedy: OnnxLibraryFinder.remedy)
    }
  }

  private static var operatingSystem: String {
    let lines = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8))?.split(separator: "\n") ?? []
    let name = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
    return name.map { $0.trimmingCharacters(in: ["\""]) } ?? ProcessInfo.processInfo.operatingSystemVersionString
  }
}
