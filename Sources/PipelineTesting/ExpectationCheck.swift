import Foundation
import Pipeline
import Records

/// What a document is not that a test says it is.
package struct TestFailure: Sendable, Hashable {
  /// Where the test file says it.
  package let location: SourceLocation
  /// What was expected and what there is: the first line is a summary.
  package let lines: [String]
}

/// Compares a document with what a test says of it.
struct ExpectationCheck {
  let document: Document

  /// What differs, in the order of the expectations. A failure that no expectation is about is one as well.
  func failures(of expectations: [Expectation], at location: SourceLocation) -> [TestFailure] {
    var found = expectations.compactMap(failure)
    let isAboutFailure = expectations.contains { expectation in
      switch expectation.subject {
      case .failed, .problems: true
      default: false
      }
    }
    if document.isFailed, !isAboutFailure, let problem = document.problems.last {
      found.insert(
        TestFailure(
          location: location,
          lines: ["the document failed in the stage '\(problem.stage)': \(problem.message) (\(problem.code))"]), at: 0)
    }
    return found
  }

  private func failure(_ expectation: Expectation) -> TestFailure? {
    let lines: [String] =
      switch expectation.subject {
      case .title: text(document.title, expectation)
      case .text: text(document.text.string, expectation)
      case .language: text(document.language, expectation)
      case .failed: failed(expectation)
      case .problems: items(document.problemItems, .problems, expectation)
      case .layer(let layer): self.layer(layer, expectation)
      case .value(let layer): value(layer, expectation)
      }
    return lines.isEmpty ? nil : TestFailure(location: expectation.location, lines: lines)
  }

  private func failed(_ expectation: Expectation) -> [String] {
    guard case .isTrue(let expected) = expectation.claim, expected != document.isFailed else { return [] }
    if expected { return ["failed: expected true, but the document did not fail"] }
    let problem = document.problems.last.map { ": \($0.stage): \($0.message) (\($0.code))" } ?? ""
    return ["failed: expected false, but the document failed\(problem)"]
  }

  private func text(_ found: String?, _ expectation: Expectation) -> [String] {
    let name = expectation.subject.name
    switch expectation.claim {
    case .isPresent(let expected):
      if expected == (found != nil) { return [] }
      return [found.map { "\(name): expected none, found \(MetadataValue.string($0).shown)" } ?? "\(name): expected one, but there is none"]
    case .isText(let expected):
      guard let found else { return ["\(name): expected \(MetadataValue.string(expected).shown), but there is none"] }
      let trimmed = found.withoutFinalLineEnds
      return trimmed == expected
        ? []
        : [
          "\(name): is not as expected", "  expected: \(MetadataValue.string(expected).shown)",
          "  found:    \(MetadataValue.string(trimmed).shown)",
        ]
    case .holdsText(let part):
      guard let found else { return ["\(name): expected one with \(MetadataValue.string(part).shown) in it, but there is none"] }
      return found.contains(part)
        ? [] : ["\(name): \(MetadataValue.string(part).shown) is not in it", "  found: \(MetadataValue.string(found).shown)"]
    default: return []
    }
  }

  private func layer(_ layer: Layer, _ expectation: Expectation) -> [String] {
    let isThere = document.layers.contains(layer)
    if case .isPresent(let expected) = expectation.claim {
      if expected == isThere { return [] }
      return expected
        ? ["\(layer): expected, but the document has no such layer"]
        : ["\(layer): expected not to be there, but the document has this layer"] + Difference.listed(document.items(of: layer), layer)
    }
    if !isThere { return ["\(layer): the document has no such layer: no stage that ran wrote it"] }
    return items(document.items(of: layer), LayerFields.of(layer) ?? .problems, expectation)
  }

  private func items(_ items: [LayerItem], _ fields: LayerFields, _ expectation: Expectation) -> [String] {
    let difference = Difference(name: expectation.subject.name, items: items, fields: fields)
    return switch expectation.claim {
    case .contains(let pattern): items.contains(where: pattern.fits) ? [] : difference.missing(pattern)
    case .lacks(let pattern): items.contains(where: pattern.fits) ? difference.unwanted(pattern) : []
    case .equals(let patterns):
      patterns.count == items.count && zip(patterns, items).allSatisfy { $0.fits($1) } ? [] : difference.lists(patterns)
    case .count(let range): range.contains(items.count) ? [] : difference.count(range)
    case .isPresent(let expected):
      expected == !items.isEmpty
        ? [] : expected ? ["\(expectation.subject.name): expected, but there are none"] : difference.count(0...0)
    default: []
    }
  }

  private func value(_ layer: Layer, _ expectation: Expectation) -> [String] {
    let name = expectation.subject.name
    let found = openValue(layer)
    if case .isPresent(let expected) = expectation.claim {
      if expected == (found != nil) { return [] }
      return [
        expected
          ? "\(name): expected, but the document has no such layer" : "\(name): expected not to be there, found \(found?.shown ?? "")"
      ]
    }
    guard let found else { return ["\(name): the document has no such layer: no stage that ran wrote it"] }
    switch expectation.claim {
    case .isValue(let expected): return different(name, expected, found, isPartial: false)
    case .hasValue(let expected): return different(name, expected, found, isPartial: true)
    case .count(let range):
      let count: Int? =
        switch found {
        case .list(let items): items.count
        case .object(let members): members.count
        default: nil
        }
      guard let count else { return ["\(name): has no count: it is \(found.shown)"] }
      return range.contains(count) ? [] : ["\(name): expected \(Difference.shown(range)), found \(count): \(found.shown)"]
    default: return []
    }
  }

  private func different(_ name: String, _ expected: MetadataValue, _ found: MetadataValue, isPartial: Bool) -> [String] {
    let lines = ExpectedValue.differences(expected, found, isPartial: isPartial)
    return lines.isEmpty ? [] : ["\(name): is not as expected"] + lines.map { "  \($0)" }
  }

  /// A plugin's layer as JSON; nil where it is not there or has no such form.
  private func openValue(_ layer: Layer) -> MetadataValue? {
    guard let bytes = try? document.openLayers[layer]?.json(offsets: OffsetTable(document.text, unit: .codepoint)) else { return nil }
    return try? JSONParser.parse(bytes) { MetadataValue($0) }.get()
  }
}
