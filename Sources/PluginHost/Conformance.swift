import Foundation
import Pipeline
import Records

/// Examines whether a plugin's program keeps the protocol: plays exchanges with it that are awkward but allowed, and notes what it breaks.
///
/// A plugin that breaks a rule is examined further as far as that can be told apart from what only follows.
package struct Conformance {
  let manifest: PluginManifest
  let hasManifest: Bool
  /// How long an answer may take, in seconds.
  let patience: Double
  let given: [String: OptionValue]
  /// The longest text, in bytes.
  let longest: Int
  var report = ConformanceReport()
  /// The description that the program gave.
  var described: [StageDescriptor] = []

  /// Examines a program.
  ///
  /// - Parameters:
  ///   - manifest: How it is started, and what it offers.
  ///   - hasManifest: Whether there is a manifest; else the stages are those that the program describes.
  ///   - patience: How long an answer may take, in seconds; the manifest's time where it is nil.
  ///   - longest: The longest text that is sent, in bytes.
  ///   - options: Options for its stages, by key, where those have no other value.
  package static func check(
    _ manifest: PluginManifest, hasManifest: Bool = true, patience: Double? = nil, longest: Int = .max, options: [String: OptionValue] = [:]
  ) -> ConformanceReport {
    var conformance = Conformance(
      manifest: manifest, hasManifest: hasManifest, patience: patience ?? manifest.timeout, given: options, longest: longest)
    if conformance.checkDescription() {
      conformance.checkVersion()
      conformance.report.stages = hasManifest ? manifest.stages : conformance.described
      for stage in conformance.report.stages { conformance.check(stage) }
    }
    return conformance.report
  }

  // MARK: Opening

  /// How long the first line may take.
  private var readiness: Double { patience < manifest.timeout ? patience : max(60, patience) }

  /// Asks for the description; returns whether the program can be examined further.
  private mutating func checkDescription() -> Bool {
    let sent = "the first line \(Self.shown(ProcessProtocol.describing.dropLast()))"
    guard let process = start() else { return false }
    defer { process.kill() }
    send(Array(ProcessProtocol.describing.dropLast()), to: process)
    guard let line = firstLine(of: process, .describes, sent) else { return false }
    do throws(Diagnostics) {
      switch try ProcessProtocol.greeting(line, from: manifest.name) {
      case .errors(let errors, _):
        report.add(.describes, sent: sent, came: "errors: \(errors.map(\.message).joined(separator: "; "))")
        return false
      case .ready(let stages): described = stages
      }
    } catch {
      report.add(.describes, sent: sent, came: error.all.first?.line ?? "something else")
      return false
    }
    if process.ending(within: 2) == nil {
      report.add(.endsAfterDescribing, sent: sent, came: "the description; 2 seconds later the program was still running")
    }
    if hasManifest { compare(described, sent) }
    return true
  }

  private mutating func compare(_ stages: [StageDescriptor], _ sent: String) {
    for stage in manifest.stages {
      guard let found = stages.first(where: { $0.name == stage.name }) else {
        report.add(.manifest, sent: sent, came: "a description without the stage '\(stage.name)'")
        continue
      }
      if StageDescriptionWriter.json(of: found) != StageDescriptionWriter.json(of: stage) {
        report.add(.manifest, sent: sent, came: "the stage '\(stage.name)' with another description than in '\(manifest.file)'")
      }
    }
  }

  private mutating func checkVersion() {
    let opening = Array(#"{"textmill":999,"stage":"\#(described.first?.name ?? "x")","instance":"check","options":{}}"#.utf8)
    let sent = "the first line \(Self.shown(opening[...]))"
    guard let process = start() else { return }
    defer { process.kill() }
    send(opening, to: process)
    guard let line = firstLine(of: process, .version, sent) else { return }
    guard let greeting = try? ProcessProtocol.greeting(line, from: manifest.name), case .errors = greeting else {
      report.add(.version, sent: sent, came: Self.shown(line[...]))
      return
    }
  }

  /// Starts the process of a stage; nil where it does not become ready, which is reported by the rule.
  mutating func open(
    _ stage: StageDescriptor, _ options: [String: OptionValue], readingAfter delay: Double = 0, extra: String = "",
    rule: ConformanceReport.Rule = .ready
  ) -> ConformanceProcess? {
    guard let process = start(readingAfter: delay) else { return nil }
    var opening = Array(
      ProcessProtocol.opening(stage: stage, instance: "check", options: StageOptions(stage.options, given: options)).dropLast())
    opening = Array(opening.dropLast()) + Array("\(extra)}".utf8)
    let sent = "the first line \(Self.shown(opening[...]))"
    send(opening, to: process)
    if delay > 0 { return process }
    guard let line = firstLine(of: process, rule, sent) else {
      process.kill()
      return nil
    }
    do throws(Diagnostics) {
      switch try ProcessProtocol.greeting(line, from: manifest.name) {
      case .ready: return process
      case .errors(let errors, _):
        let reasons = errors.map(\.message).joined(separator: "; ")
        if rule == .ready {
          report.note("the stage '\(stage.name)' was not examined, as it cannot be set up here: \(reasons)")
        } else {
          report.add(rule, sent: sent, came: "errors: \(reasons)")
        }
      }
    } catch {
      report.add(rule, sent: sent, came: error.all.first?.line ?? "something else")
    }
    process.kill()
    return nil
  }

  // MARK: Streams

  private mutating func start(readingAfter delay: Double = 0) -> ConformanceProcess? {
    do throws(StageFailure) {
      return try ConformanceProcess(manifest, readingAfter: delay)
    } catch {
      report.add(.starts, sent: "the command \(manifest.command.joined(separator: " "))", came: error.message)
      return nil
    }
  }

  mutating func send(_ line: [UInt8], to process: ConformanceProcess) {
    report.exchanges += 1
    process.send(line)
  }

  private mutating func firstLine(of process: ConformanceProcess, _ rule: ConformanceReport.Rule, _ sent: String) -> [UInt8]? {
    switch process.next(within: readiness) {
    case .line(let line):
      if line.first == UInt8(ascii: "{") { return line }
      report.add(.output, sent: sent, came: Self.shown(line[...]))
      // What was printed by accident may stand before the description.
      for _ in 0..<20 {
        guard case .line(let next) = process.next(within: patience) else { return nil }
        if next.first == UInt8(ascii: "{") { return next }
      }
      return nil
    case .nothing: report.add(rule, sent: sent, came: "nothing within \(secondsText(readiness)) s")
    case .end:
      report.add(rule, sent: sent, came: "nothing: \(process.ending(within: 1) ?? "it closed its output")\(Self.lastWords(process))")
    }
    return nil
  }

  /// The last line on standard error, which says more than a status.
  static func lastWords(_ process: ConformanceProcess) -> String {
    guard let last = process.errors.split(separator: 0x0A).last else { return "" }
    return "; it said: \(shown(last))"
  }

  /// The beginning of a line, for people.
  static func shown(_ line: ArraySlice<UInt8>) -> String {
    let text = String(decoding: line.prefix(120), as: UTF8.self)
    let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    return line.count > 120 ? clean + "…" : clean
  }
}
