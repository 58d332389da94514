import Foundation
import Pipeline
import Records
import YAML

/// The lines that go to and come from a plugin's process: `Docs/plugin-protocol.md`.
enum ProcessProtocol {
  /// The version of protocol and manifest.
  static let version = 1
  /// The longest line that is taken, in bytes.
  static let maximumLine = 64 << 20

  /// The first line to a process.
  static func opening(stage: StageDescriptor, instance: String, options: StageOptions) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{\"textmill\":1,\"stage\":")
    json.string(stage.name)
    json.raw(",\"instance\":")
    json.string(instance)
    json.raw(",\"options\":{")
    var isFirst = true
    for option in stage.options {
      guard let value = options.value(option.key) else { continue }
      if !isFirst { json.raw(",") }
      isFirst = false
      json.string(option.key)
      json.raw(":")
      json.option(value)
    }
    json.raw("}}\n")
    return json.bytes
  }

  /// The first line to a process that is to describe itself and no more.
  static let describing = [UInt8]("{\"textmill\":1,\"describe\":true}\n".utf8)

  /// What a process says first.
  enum Greeting: Sendable {
    /// It is ready, and these are its stages.
    case ready([StageDescriptor])
    /// It cannot work with the options: option, if it names one, and message; and its stages, if it describes them all the same.
    case errors([(option: String?, message: String)], stages: [StageDescriptor])
  }

  /// JSON may write a character beyond the basic plane as two escapes, which YAML does not know: such a line is written anew.
  private static func withoutSurrogates(_ line: [UInt8]) -> [UInt8] {
    guard String(decoding: line, as: UTF8.self).contains("\\u"),
      let object = try? JSONSerialization.jsonObject(with: Data(line)),
      let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return line }
    return [UInt8](data)
  }

  /// The version and the summary that a process gives of itself in its first line, where it does.
  ///
  /// - Throws: That the line cannot be read.
  static func identity(_ line: [UInt8], of plugin: String) throws(Diagnostics) -> (version: String?, summary: String?) {
    let document = try YAMLDocument(parsing: withoutSurrogates(line), file: "the first line of the plugin '\(plugin)'")
    let report = YAMLReport(document.source)
    guard var reader = YAMLMappingReader(document.root, "the line", report), var described = reader.mapping("plugin") else {
      return (nil, nil)
    }
    let (version, summary) = (described.string("version"), described.string("summary"))
    try report.throwIfErrors()
    return (version, summary)
  }

  /// The stages of a description.
  private static func stages(in given: YAMLMappingReader, _ report: YAMLReport) -> [StageDescriptor] {
    var described = given
    for key in ["name", "version", "summary"] { _ = described.value(key) }
    let nodes = described.list("stages", required: true) ?? []
    let stages = StageDescriptionReader(report).stages(nodes, at: described.location(of: "stages"))
    described.finish()
    return stages
  }

  /// Reads the first line from a process.
  ///
  /// - Throws: What is wrong with it; the places are columns of the line.
  static func greeting(_ line: [UInt8], from plugin: String) throws(Diagnostics) -> Greeting {
    let document = try YAMLDocument(parsing: withoutSurrogates(line), file: "the first line of the plugin '\(plugin)'")
    let report = YAMLReport(document.source)
    var greeting = Greeting.ready([])
    if var reader = YAMLMappingReader(document.root, "the line", report) {
      if let version = reader.integer("textmill", required: true), version != Self.version {
        report.error(
          "wrong-version", "it speaks version \(version) of the protocol, not \(Self.version)", at: reader.location(of: "textmill"))
      }
      if let nodes = reader.list("errors") {
        let errors: [(String?, String)] = nodes.compactMap { node in
          guard var error = YAMLMappingReader(node, "an error", report) else { return nil }
          let option = error.value("option").flatMap { $0.isNull ? nil : $0.string }
          let message = error.string("message", required: true)
          error.finish()
          return message.map { (option, $0) }
        }
        greeting = .errors(errors, stages: reader.mapping("plugin").map { stages(in: $0, report) } ?? [])
      } else if let described = reader.mapping("plugin", required: true) {
        greeting = .ready(stages(in: described, report))
      }
      reader.finish()
    }
    try report.throwIfErrors()
    return greeting
  }
}
