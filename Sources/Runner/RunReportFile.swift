import Foundation
import Pipeline

/// The run report in the output folder: what the executor reports, the inputs, below which the ids of documents are paths, and what was run: the pipeline's file, the
/// version of Textmill, and the plugins of the pipeline's stages.
struct RunReportFile: Encodable {
  /// The name of the file.
  static let name = "run-report.json"

  /// A plugin that the pipeline uses.
  struct Plugin: Encodable {
    let name: String
    let version: String
  }

  private let report: RunReport
  private let file: String
  private let inputs: [String]
  private let plugins: [Plugin]

  /// Creates the report of a run. Times are rounded to milliseconds.
  ///
  /// - Parameter file: The pipeline's file, as it was named.
  init(_ report: RunReport, file: String, inputs: [String], plugins: [Plugin]) {
    var report = report
    report.seconds = Self.rounded(report.seconds)
    for index in report.stages.indices { report.stages[index].seconds = Self.rounded(report.stages[index].seconds) }
    self.report = report
    self.file = file
    self.inputs = inputs
    self.plugins = plugins
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1_000).rounded() / 1_000 }

  private enum Key: String, CodingKey {
    case file = "pipeline_file"
    case inputs, plugins, textmill
  }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(plugins, forKey: .plugins)
    try container.encode(TextmillVersion.current, forKey: .textmill)
  }

  /// Writes it in one step.
  func write(in folder: OutputFolder) throws(OutputFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let path = folder.path(Self.name)
    do {
      try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let number = underlying?.domain == NSPOSIXErrorDomain ? underlying?.code : nil
      let reason = number.map { OutputPlace.reason(Int32(truncatingIfNeeded: $0)) } ?? "something is in its place, or the disk is full"
      throw OutputFailure(path: path, "cannot be written: \(reason)")
    }
  }
}
