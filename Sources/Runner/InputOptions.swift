import ArgumentParser
import Foundation
import Pipeline
import Readers
import Records

/// How inputs are read.
struct InputOptions: ParsableArguments {
  @Option(
    parsing: .singleValue, help: ArgumentHelp("Read only files in folders that match; may be given more than once.", valueName: "glob"))
  var include: [String] = []

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Leave out files and folders that match; may be given more than once.", valueName: "glob"))
  var exclude: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The name in JSON Lines of the text, id, title or language, such as text=body; may be given more than once.", valueName: "field=name")
  )
  var field: [String] = []

  /// The source of the inputs. Where one is not there, or a pattern is wrong, all that is wrong is reported and the command ends.
  func source(
    of inputs: [String], expecting layers: [Layer], avoiding outputFolder: String, until cancellation: Cancellation, _ talk: TalkOptions
  ) throws -> InputSource {
    var problems = Diagnostics()
    var options = ReadingOptions()
    options.expects = layers
    options.outputFolder = outputFolder
    options.isCancelled = { cancellation.isRequested }
    options.include = globs(include, &problems)
    options.exclude = globs(exclude, &problems)
    setFields(&options.fields, &problems)
    return try Self.source(of: inputs, options: options, talk, problems)
  }

  /// The source of inputs that are read with these options.
  static func source(
    of inputs: [String], options: ReadingOptions, _ talk: TalkOptions, _ earlier: Diagnostics = Diagnostics()
  ) throws -> InputSource {
    var problems = earlier
    do throws(Diagnostics) {
      let source = try InputSource(inputs, options: options)
      if problems.all.isEmpty { return source }
    } catch {
      problems.append(contentsOf: error)
    }
    talk.report(problems)
    throw Exit(.wrong)
  }

  private func globs(_ patterns: [String], _ problems: inout Diagnostics) -> [Glob] {
    patterns.compactMap { pattern in
      do throws(Diagnostics) {
        return try Glob(pattern)
      } catch {
        problems.append(contentsOf: error)
        return nil
      }
    }
  }

  private func setFields(_ fields: inout RowFields, _ problems: inout Diagnostics) {
    let known: [String: WritableKeyPath<RowFields, String>] = [
      "text": \.text, "id": \.id, "title": \.title, "language": \.language,
    ]
    for setting in field {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[1].isEmpty else {
        problems.append(Diagnostic(code: "bad-field", "--field is written field=name, such as text=body, not '\(setting)'"))
        continue
      }
      guard let field = known[parts[0]] else {
        let names = known.keys.sorted()
        problems.append(
          Diagnostic(
            code: "bad-field",
            "--field has no '\(parts[0])'\(Suggestion.suffix(for: parts[0], in: names)); it takes \(names.joined(separator: ", "))"))
        continue
      }
      fields[keyPath: field] = parts[1]
    }
  }
}
