import ArgumentParser
import Foundation
import LanguageModel
import Pipeline

/// `textmill doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is installed, what is missing or stale, and the command that mends it.",
    discussion: """
      The program's own files are looked for, and each plugin that is found is tried: its program is started as a run would start it, its library \
      checked and loaded in a process of its own. What is not ok is labelled missing, stale (built or \
      described otherwise than it now is), wrong, or unused (another of its name is used), and the exit status is 1.

      EXAMPLES:
        textmill doctor
        textmill doctor --plugins ~/plugins
        textmill doctor --no-plugins
      """)

  @OptionGroup var plugins: PluginOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let registry = CommandLineRunner.registry.withLock { $0 }
    var findings = Checkup.findings(of: registry)
    if !plugins.noPlugins { findings += Checkup.findings(ofPluginsIn: plugins.searched, beside: registry) { [talk] in talk.note($0) } }
    let isColored = talk.color.isOn(for: STDOUT_FILENO)
    for finding in findings {
      let label = finding.state.rawValue
      let mark = finding.isFine ? TextStyle.green(label, isColored) : TextStyle.red(label, isColored)
      let padding = String(repeating: " ", count: Checkup.State.width - label.count)
      Terminal.print("\(mark)\(padding)  \(finding.name): \(finding.detail)")
      if let remedy = finding.remedy, !finding.isFine { Terminal.print("          → \(remedy)") }
    }
    if findings.contains(where: { !$0.isFine }) { throw Exit(.documentsFailed) }
  }
}

/// What `doctor` looks at.
enum Checkup {
  /// How something is, as it is labelled.
  enum State: String, CaseIterable {
    /// It works; it is not there, or lacks something; it was made for something else than is there; it does not work; another of its name is used.
    case fine = "ok"
    case missing, stale, wrong, unused

    /// The longest label, in characters.
    static let width = 7
  }

  /// One thing that was looked at.
  struct Finding {
    var name: String
    var state: State
    var detail: String
    var remedy: String?

    /// Whether nothing is to be done.
    var isFine: Bool { state == .fine }
  }

  /// Looks at the program, and makes each stage that needs no option, so that its data files are read.
  static func findings(of registry: StageRegistry) -> [Finding] {
    var findings = [
      Finding(
        name: "textmill", state: .fine,
        detail: "\(TextmillVersion.current), \(ProcessInfo.processInfo.activeProcessorCount) processors, \(operatingSystem)"),
      onnxRuntime,
    ]
    for definition in registry.definitions {
      let descriptor = definition.descriptor
      if descriptor.options.contains(where: \.isRequired) { continue }
      let context = StageContext(instance: descriptor.name)
      do {
        _ = try definition.make(options: StageOptions(descriptor.options), context: context)
        findings.append(Finding(name: "stage \(descriptor.name)", state: .fine, detail: "its data files are readable"))
      } catch  where error.all.allSatisfy({ $0.code != "missing-resource" && $0.code != "unreadable-resource" }) {
        // It wants an option that no descriptor can call required, such as one of several.
        continue
      } catch {
        findings.append(
          Finding(
            name: "stage \(descriptor.name)", state: .missing, detail: error.all.map(\.message).joined(separator: "; "),
            remedy: "keep the program beside its *.resources folders, or build again with make demo"))
      }
    }
    return findings
  }

  /// ONNX Runtime, which models run on.
  private static var onnxRuntime: Finding {
    do throws(Diagnostics) {
      let library = try OnnxLibrary.shared()
      return Finding(name: "ONNX Runtime", state: .fine, detail: "\(library.version) (\(library.path))")
    } catch {
      // The remedy stands behind the arrow.
      let reason = error.all.map { $0.message.replacingOccurrences(of: "; \(OnnxLibraryFinder.remedy)", with: "") }
      return Finding(
        name: "ONNX Runtime", state: .missing, detail: reason.joined(separator: "; "), remedy: OnnxLibraryFinder.remedy)
    }
  }

  private static var operatingSystem: String {
    let lines = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8))?.split(separator: "\n") ?? []
    let name = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
    return name.map { $0.trimmingCharacters(in: ["\""]) } ?? ProcessInfo.processInfo.operatingSystemVersionString
  }
}
