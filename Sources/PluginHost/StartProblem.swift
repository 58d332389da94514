import Pipeline

/// Why a plugin's program cannot work: what it says first is not what its manifest promises, or that it cannot be set up.
struct StartProblem: Sendable, Hashable {
  /// Of which sort it is.
  let kind: PluginTrial.Problem.Kind
  /// What is wrong, for a sentence that has named the plugin.
  let reason: String
  /// The command that mends it, where one is known.
  let remedy: String?
  /// How the command is put behind the reason.
  private let advice: String

  /// A reason with the command that installs what the program needs.
  init(_ reason: String, setUpOf manifest: PluginManifest, _ kind: PluginTrial.Problem.Kind? = nil) {
    self.reason = reason
    self.kind = kind ?? (manifest.setup == nil ? .wrong : .missing)
    remedy = manifest.setup
    advice = manifest.setup.map { reason.contains($0) ? "" : " (its set-up: \($0))" } ?? ""
  }

  /// That a process said nothing, with the command that shows why where it ended by itself.
  init(unanswered failure: StageFailure, by manifest: PluginManifest) {
    let hasEnded = manifest.role == .plugin && failure.message.contains("it ended with status")
    self.init(hasEnded ? "\(failure.message); try it: \(Self.trial(of: manifest))" : failure.message, setUpOf: manifest, .wrong)
  }

  /// The command that starts a plugin's program by hand.
  private static func trial(of manifest: PluginManifest) -> String {
    let words = manifest.command.map(quoted).joined(separator: " ")
    return "(\(manifest.shownFolder == "." ? "" : "cd \(quoted(manifest.shownFolder)) && ")\(words) < /dev/null)"
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy { $0.isPlainInShell }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }

  private init(foreign reason: String, setup: String?) {
    self.reason = reason
    kind = .wrong
    remedy = setup
    advice = ""
  }

  private init(stale reason: String, _ manifest: PluginManifest) {
    self.reason = reason
    kind = .stale
    remedy = "textmill plugins build \(manifest.shownFolder)"
    advice = "; run 'textmill plugins build \(manifest.shownFolder)'"
  }

  /// What is wrong with the first line of a process; nil where it is ready.
  ///
  /// - Parameter stages: The stages that it must offer as the manifest describes them.
  init?(_ line: [UInt8], from manifest: PluginManifest, offering stages: [StageDescriptor]) {
    let greeting: ProcessProtocol.Greeting
    do throws(Diagnostics) {
      greeting = try ProcessProtocol.greeting(line, from: manifest.name)
    } catch {
      self.init(
        foreign: "its first line is not what the protocol asks for: \(error.all.first?.message ?? "it is empty")", setup: manifest.setup)
      return
    }
    switch greeting {
    case .errors(let errors, let found):
      let reasons = errors.map { error in error.option.map { "'\($0)': \(error.message)" } ?? error.message }.joined(separator: "; ")
      // Options that do not fit may be those of an old manifest.
      if !found.isEmpty, let difference = Self.difference(of: found, from: stages, in: manifest) {
        self.init(stale: "\(difference), and it cannot be set up as that says: \(reasons)", manifest)
      } else {
        self.init("it cannot be set up: \(reasons)", setUpOf: manifest)
      }
    case .ready(let found):
      guard let difference = Self.difference(of: found, from: stages, in: manifest) else { return nil }
      self.init(stale: difference, manifest)
    }
  }

  /// How stages that a program describes differ from those of its manifest; nil where they do not.
  private static func difference(of found: [StageDescriptor], from stages: [StageDescriptor], in manifest: PluginManifest) -> String? {
    for stage in stages {
      guard let described = found.first(where: { $0.name == stage.name }) else { return "it no longer offers the stage '\(stage.name)'" }
      if StageDescriptionWriter.json(of: described) != StageDescriptionWriter.json(of: stage) {
        return "it describes the stage '\(stage.name)' otherwise than its manifest '\(manifest.file)'"
      }
    }
    return nil
  }

  /// The end of a sentence: what is wrong and what to do.
  var sentence: String { reason + advice }
}

extension UInt8 {
  /// Whether it is a letter, a digit or a mark that means nothing to a shell.
  fileprivate var isPlainInShell: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
    default: "-_./=+:,@%".utf8.contains(self)
    }
  }
}
