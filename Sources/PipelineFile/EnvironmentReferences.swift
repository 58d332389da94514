import Pipeline
import YAML

/// Puts environment variables into scalars: `${NAME}`, or `${NAME:-default}` where the variable may be unset or empty. `$${` stands for `${`.
///
/// It works on values, not on keys, after the YAML is parsed, so that no value can change the file's structure. What comes out is untyped: a number where
/// the option takes one, text where it takes text, whether the file has quotes there or not.
final class EnvironmentReferences {
  private let environment: [String: String]
  private let problems: PipelineProblems
  private var places: [SourceLocation: [String]] = [:]

  init(_ environment: [String: String], _ problems: PipelineProblems) {
    self.environment = environment
    self.problems = problems
  }

  /// The variables that the scalar at a place got values from.
  func names(at location: SourceLocation) -> [String] { places[location] ?? [] }

  /// A tree with the values put in; a scalar with a mistake is reported and unreadable.
  func resolve(_ node: YAMLNode) -> YAMLNode {
    var node = node
    switch node.content {
    case .scalar(let scalar):
      if scalar.text.utf8.contains(UInt8(ascii: "$")) { node.content = .scalar(resolve(scalar, at: node.location)) }
    case .sequence(let items):
      node.content = .sequence(items.map(resolve))
    case .mapping(var mapping):
      for index in mapping.entries.indices { mapping.entries[index].value = resolve(mapping.entries[index].value) }
      node.content = .mapping(mapping)
    }
    return node
  }

  private func resolve(_ scalar: YAMLScalar, at location: SourceLocation) -> YAMLScalar {
    var result = scalar
    result.text = ""
    var rest = Substring(scalar.text)
    var names: [String] = []
    while let dollar = rest.firstRange(of: "${") {
      let before = rest[..<dollar.lowerBound]
      if before.hasSuffix("$") {
        result.text += before.dropLast() + "${"
        rest = rest[dollar.upperBound...]
        continue
      }
      result.text += before
      let offset = scalar.text.unicodeScalars.distance(from: scalar.text.startIndex, to: dollar.lowerBound)
      guard let end = rest[dollar.upperBound...].firstIndex(of: "}") else {
        return fail(
          "bad-reference", "'${' is not closed: write ${NAME} or ${NAME:-default}, or '$${' for the characters", location, scalar, offset, 2
        )
      }
      let reference = rest[dollar.upperBound..<end]
      let length = reference.unicodeScalars.count + 3
      let (name, fallback) = Self.split(reference)
      guard Self.isName(name), fallback?.contains("${") != true else {
        return fail(
          "bad-reference", "\(Wording.quoted("${\(reference)}")) is not of the form ${NAME} or ${NAME:-default}", location, scalar, offset,
          length)
      }
      let value = environment[name].flatMap { $0.isEmpty && fallback != nil ? nil : $0 } ?? fallback
      guard let value else {
        let advice =
          Suggestion.nearest(to: name, in: environment.keys.sorted()).map { "did you mean '\($0)'?" }
          ?? "set it, or give a default: ${\(name):-default}"
        return fail("unset-variable", "the environment has no variable '\(name)'; \(advice)", location, scalar, offset, length)
      }
      names.append(name)
      result.text += value
      rest = rest[rest.index(after: end)...]
    }
    result.text += rest
    if !names.isEmpty {
      places[location, default: []].append(contentsOf: names)
      if scalar.tag == nil { result.style = .untyped }
    }
    return result
  }

  private static func split(_ reference: Substring) -> (name: String, fallback: String?) {
    guard let mark = reference.firstRange(of: ":-") else { return (String(reference), nil) }
    return (String(reference[..<mark.lowerBound]), String(reference[mark.upperBound...]))
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)) }
  }

  /// Reports a mistake: at the reference itself where the scalar stands in the file as it is, else at the scalar.
  private func fail(
    _ code: String, _ message: String, _ location: SourceLocation, _ scalar: YAMLScalar, _ offset: Int, _ length: Int
  ) -> YAMLScalar {
    var place = location
    if scalar.style == .plain, scalar.text.unicodeScalars.count == location.length {
      place.column += offset
      place.length = length
    }
    problems.error(code, message, at: place)
    return YAMLScalar("", style: .unreadable)
  }
}
