import ArgumentParser
import Foundation
import Pipeline
import PipelineFile

/// When to use colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether to colour what goes to a descriptor. `NO_COLOR` and a dumb terminal count as no under `auto`.
  func isOn(for descriptor: Int32) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      let environment = ProcessInfo.processInfo.environment
      return Terminal.isTerminal(descriptor) && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
  }
}

/// How log lines are written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// How a command talks.
struct TalkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to use colour.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Option(help: ArgumentHelp("How lines on standard error are written.", valueName: "format"))
  var logFormat: LogFormat = .text

  /// Writes diagnostics to standard error; only errors if it is to be quiet.
  func report(_ diagnostics: Diagnostics) {
    let diagnostics = quiet ? Diagnostics(diagnostics.all.filter { $0.severity == .error }) : diagnostics
    if diagnostics.all.isEmpty { return }
    if logFormat == .json {
      for diagnostic in diagnostics.all { log(diagnostic.severity.rawValue, diagnostic.message, LogFields(diagnostic)) }
      return
    }
    Terminal.say(rendered(diagnostics, for: STDERR_FILENO), terminator: "")
  }

  /// Diagnostics as lines, with the source and a caret where they go to a terminal.
  func rendered(_ diagnostics: Diagnostics, for descriptor: Int32) -> String {
    let style: DiagnosticRenderer.Style =
      Terminal.isTerminal(descriptor) || color == .always ? .caret(color: color.isOn(for: descriptor)) : .plain
    return DiagnosticRenderer(style: style).render(diagnostics)
  }

  /// Writes an error to standard error.
  func error(_ message: String) {
    if logFormat == .json { return log("error", message) }
    Terminal.say("\(TextStyle.red("error:", color.isOn(for: STDERR_FILENO))) \(message)")
  }

  /// Writes an ordinary line to standard error, unless it is to be quiet.
  func note(_ message: String, _ fields: LogFields = LogFields()) {
    if quiet { return }
    if logFormat == .json { return log("info", message, fields) }
    Terminal.say(message)
  }

  /// Writes a line about a document that failed, unless it is to be quiet.
  ///
  /// - Parameter place: The document's file, which the line names instead of the id.
  func failure(_ failure: RunReport.Failure, at place: String?) {
    if quiet { return }
    let problem = failure.problem
    if logFormat == .json {
      return log("warning", problem.message, LogFields(id: failure.id, stage: problem.stage, code: problem.code, file: place))
    }
    Terminal.say(Terminal.printable("\(place ?? failure.id): \(problem.stage): \(problem.message)"))
  }

  private func log(_ level: String, _ message: String, _ fields: LogFields = LogFields()) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let line = try? encoder.encode(LogLine(level: level, message: message, fields: fields)) {
      Terminal.say(String(decoding: line, as: UTF8.self))
    }
  }
}

/// What a log line says besides its message.
struct LogFields {
  var id: String?
  var stage: String?
  var code: String?
  var file: String?
  var line: Int?
  var column: Int?

  init(id: String? = nil, stage: String? = nil, code: String? = nil, file: String? = nil) {
    self.id = id
    self.stage = stage
    self.code = code
    self.file = file
  }

  init(_ diagnostic: Diagnostic) {
    code = diagnostic.code
    file = diagnostic.location?.file
    line = diagnostic.location?.line
    column = diagnostic.location?.column
  }
}

/// A line of `--log-format json`.
private struct LogLine: Encodable {
  let level: String
  let message: String
  let fields: LogFields

  private enum Key: String, CodingKey { case level, message, id, stage, code, file, line, column }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(level, forKey: .level)
    try container.encode(message, forKey: .message)
    try container.encodeIfPresent(fields.id, forKey: .id)
    try container.encodeIfPresent(fields.stage, forKey: .stage)
    try container.encodeIfPresent(fields.code, forKey: .code)
    try container.encodeIfPresent(fields.file, forKey: .file)
    try container.encodeIfPresent(fields.line, forKey: .line)
    try container.encodeIfPresent(fields.column, forKey: .column)
  }
}
