import Foundation
import Pipeline

/// Tries whether a plugin works on this machine, by starting it as a run would: what `doctor` says of it.
package enum PluginTrial {
  /// Something that keeps a plugin from working.
  package struct Problem: Sendable, Hashable {
    /// Of which sort it is.
    package enum Kind: String, Sendable {
      /// Something is not there; what is there does not fit what it was made for; what is there does not work.
      case missing, stale, wrong
    }

    /// Of which sort it is.
    package let kind: Kind
    /// What is wrong: a lower-case sentence.
    package let message: String
    /// The command that mends it, where one is known.
    package let remedy: String?
  }

  /// What keeps a plugin from working; nothing where it works. A program gets as long as in a run.
  ///
  /// - Parameters:
  ///   - describing: The command that makes a library describe itself, as `LibraryBuilder.description(of:by:)` takes it.
  ///   - log: Takes what a program says on standard error.
  package static func problems(
    of manifest: PluginManifest, describing: [String], log: @escaping @Sendable (String) -> Void
  ) -> [Problem] {
    if manifest.library == nil { return problems(ofProgramOf: manifest, log) }
    do throws(Diagnostics) {
      try LibraryCheck.check(manifest)
    } catch {
      return error.all.map { Problem(kind: .stale, message: $0.message, remedy: nil) }
    }
    do throws(Diagnostics) {
      _ = try LibraryBuilder.description(of: manifest, by: describing)
    } catch {
      return error.all.map { Problem(kind: .wrong, message: $0.message, remedy: nil) }
    }
    return LibraryFreshness.warning(of: manifest).map { [Problem(kind: .stale, message: $0.message, remedy: nil)] } ?? []
  }

  private static func problems(ofProgramOf manifest: PluginManifest, _ log: @escaping @Sendable (String) -> Void) -> [Problem] {
    let program = PluginSession.command(manifest)[0]
    guard isThere(program, beside: manifest) else {
      let message = program.contains("/") ? "there is no program '\(program)'" : "its program '\(program)' is not on the PATH"
      return [Problem(kind: .missing, message: message, remedy: manifest.setup)]
    }
    // A stage that must be given an option cannot be set up without it: that the program describes itself is all that can be known.
    var openings: [(line: [UInt8], stages: [StageDescriptor])] = []
    for stage in manifest.stages where !stage.options.contains(where: \.isRequired) {
      openings.append((ProcessProtocol.opening(stage: stage, instance: stage.name, options: StageOptions(stage.options)), [stage]))
    }
    if openings.count < manifest.stages.count { openings.append((ProcessProtocol.describing, manifest.stages)) }
    var problems: [Problem] = []
    for opening in openings {
      if let problem = problem(with: opening.line, to: manifest, opening.stages, log), !problems.contains(problem) {
        problems.append(problem)
      }
    }
    return problems
  }

  private static func problem(
    with opening: [UInt8], to manifest: PluginManifest, _ stages: [StageDescriptor], _ log: @escaping @Sendable (String) -> Void
  ) -> Problem? {
    let problem: StartProblem?
    do throws(StageFailure) {
      let session = try PluginSession(manifest, opening: opening, log: log)
      defer { session.close() }
      problem = StartProblem(try session.greeting(within: max(manifest.timeout, 60)), from: manifest, offering: stages)
    } catch {
      problem = StartProblem(unanswered: error, by: manifest)
    }
    return problem.map { Problem(kind: $0.kind, message: $0.reason, remedy: $0.remedy) }
  }

  /// Whether a shell would find a program from the plugin's folder.
  private static func isThere(_ program: String, beside manifest: PluginManifest) -> Bool {
    if program.hasPrefix("/") { return access(program, X_OK) == 0 }
    if program.contains("/") { return access("\(manifest.folder)/\(program)", X_OK) == 0 }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }
}
