import Foundation
import Pipeline

/// Stages that processes of this program carry out, so that a trap in one costs the document at fault alone.
package struct IsolatedStages: Sendable {
  /// The hidden command that the processes are started with.
  package static let command = "isolated-stage"

  /// How many processes work at once; 1 or more.
  package var instances: Int
  /// How long a process may take for the next answer, in seconds.
  package var timeout = 30.0
  /// What starts a process: a program and its arguments.
  package var program = ["/proc/self/exe", IsolatedStages.command]
  private let log: @Sendable (String) -> Void

  /// Creates a maker.
  ///
  /// - Parameter log: Takes what the processes say on standard error, line by line.
  package init(instances: Int, log: @escaping @Sendable (String) -> Void) {
    self.instances = instances
    self.log = log
  }

  /// The stage of the program itself that was made of the same descriptor, options and context.
  package func stage(like stage: any Stage, _ descriptor: StageDescriptor, options: StageOptions, context: StageContext) -> any Stage {
    make(
      context.instance, stage.layers, IsolationProtocol.opening(descriptor, instance: context.instance, options: options, plugin: nil))
  }

  /// A stage of a plugin's library, which is loaded in the processes alone.
  ///
  /// - Parameter manifest: The path of the plugin's manifest.
  /// - Throws: Why it cannot be made; what stands against an option is placed at its value.
  package func stage(
    ofLibrary manifest: String, _ descriptor: StageDescriptor, options: StageOptions, context: StageContext
  ) throws(Diagnostics) -> any Stage {
    let library = try ManifestReader.manifest(at: manifest)
    try LibraryCheck.check(library)
    LibraryFreshness.warnOnce(of: library, log)
    let opening = IsolationProtocol.opening(descriptor, instance: context.instance, options: options, plugin: library.file)
    let greeting: IsolationProtocol.Greeting?
    do throws(StageFailure) {
      // The layers of an instance depend on its options, and it alone knows how.
      let session = try PluginSession(processes(context.instance), opening: opening, log: log)
      defer { session.close() }
      greeting = IsolationProtocol.greeting(try session.greeting(within: max(timeout, 60)))
    } catch {
      throw Diagnostics(Diagnostic(code: error.code, error.message))
    }
    switch greeting {
    case .ready(let layers, writesOutputs: false): return make(context.instance, layers, opening)
    case .ready:
      throw Diagnostics(
        Diagnostic(
          code: "cannot-isolate",
          "the stage '\(descriptor.name)' writes outputs, which is the work of the run itself: it cannot have a process of its own"))
    case .errors(let errors):
      throw Diagnostics(errors.map { Diagnostic(code: $0.code, $0.message, at: $0.option.flatMap { options.location(of: $0) }) })
    case nil: throw Diagnostics(Diagnostic(code: "stage-protocol", "its process does not say what the stage reads and writes"))
    }
  }

  private func make(_ instance: String, _ layers: LayerUse, _ opening: [UInt8]) -> any Stage {
    let pool = ProcessPool(processes(instance), opening: opening, log: log) { line throws(StageFailure) in
      let reason: String
      switch IsolationProtocol.greeting(line) {
      case .ready(layers, _): return
      case .ready: reason = "it reads or writes other layers than before"
      case .errors(let errors): reason = errors.map(\.message).joined(separator: "; ")
      case nil: reason = "it does not say what it reads and writes"
      }
      throw StageFailure(code: "stage-unavailable", "the process of the stage '\(instance)' cannot be set up: \(reason)")
    }
    return ProcessStage(layers: layers, instances: instances, exchange: IsolationExchange(layers: layers), pool: pool)
  }

  /// What the processes are, as if they were those of a plugin.
  private func processes(_ instance: String) -> PluginManifest {
    let folder = FileManager.default.currentDirectoryPath
    // A trap says in a line what and where; a backtrace would follow it for seconds and pages, for each document at fault.
    return PluginManifest(
      file: "", folder: folder, name: instance, version: "", summary: "", command: program, library: nil, setup: nil,
      instances: instances, window: 16, timeout: timeout, stages: [], role: .stage, environment: ["SWIFT_BACKTRACE": "enable=no"])
  }
}
