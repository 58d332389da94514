import Pipeline
import YAML

/// An argument of `--set`: `stage.option=value`, where the option may go on with keys of a record, and the value is YAML.
///
/// In locations the file is `--set`, the line the number of the argument, from 1, and the column counts in the argument.
struct SetOption {
  /// The pseudo-file in locations.
  static let file = "--set"

  /// A part of the path before `=`.
  struct Key {
    var text: String
    var location: SourceLocation
  }

  /// The stage's name in the pipeline.
  var instance: Key
  /// The option, and keys of records below it; at least one.
  var path: [Key]
  /// The value.
  var value: YAMLNode

  /// Parses arguments; those that cannot be read are reported and left out.
  static func parse(_ arguments: [String], _ problems: PipelineProblems) -> [SetOption] {
    let lines = arguments.map { argument in
      String(String.UnicodeScalarView(argument.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    }
    if !arguments.isEmpty { problems.register(YAMLSource(Array(lines.joined(separator: "\n").utf8), file: file)) }
    return arguments.enumerated().compactMap { parse($0.element, line: $0.offset + 1, problems) }
  }

  private static func parse(_ argument: String, line: Int, _ problems: PipelineProblems) -> SetOption? {
    let scalars = argument.unicodeScalars
    let equals = scalars.firstIndex(of: "=")
    var column = 1
    let keys = scalars[..<(equals ?? scalars.endIndex)].split(separator: ".", omittingEmptySubsequences: false).map { part in
      defer { column += part.count + 1 }
      return Key(text: String(part), location: SourceLocation(file: file, line: line, column: column, length: part.count))
    }
    guard let equals, keys.count >= 2, keys.allSatisfy({ !$0.text.isEmpty }) else {
      problems.error(
        "bad-set", "\(Wording.quoted(argument)) is not of the form stage.option=value",
        at: SourceLocation(file: file, line: line, column: 1, length: scalars.count))
      return nil
    }
    let offset = scalars.distance(from: scalars.startIndex, to: equals) + 1
    func moved(_ location: SourceLocation) -> SourceLocation {
      let column = location.line == 1 ? location.column + offset : offset + 1
      return SourceLocation(file: file, line: line, column: column, length: location.length)
    }
    do throws(Diagnostics) {
      let document = try YAMLDocument(parsing: Array(String(scalars[scalars.index(after: equals)...]).utf8), file: file)
      return SetOption(instance: keys[0], path: Array(keys.dropFirst()), value: document.root.mapLocations(moved))
    } catch {
      for var diagnostic in error.all {
        diagnostic.location = diagnostic.location.map(moved)
        diagnostic.excerpt = nil
        problems.add(diagnostic)
      }
      return nil
    }
  }
}

extension YAMLNode {
  /// The same tree with other places.
  func mapLocations(_ transform: (SourceLocation) -> SourceLocation) -> YAMLNode {
    var node = self
    node.location = transform(location)
    switch content {
    case .scalar: break
    case .sequence(let items): node.content = .sequence(items.map { $0.mapLocations(transform) })
    case .mapping(var mapping):
      for index in mapping.entries.indices {
        mapping.entries[index].keyLocation = transform(mapping.entries[index].keyLocation)
        mapping.entries[index].value = mapping.entries[index].value.mapLocations(transform)
      }
      node.content = .mapping(mapping)
    }
    return node
  }
}
