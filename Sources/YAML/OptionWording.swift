import Pipeline

extension OptionKind {
  /// What a value must be, for messages: `a whole number from 1 to 20`.
  package var expectation: String {
    switch self {
    case .bool: "true or false"
    case .integer(let range): "a whole number\(Self.bounds(range, lowest: .min, highest: .max) { "\($0)" })"
    case .number(let range):
      "a number\(Self.bounds(range, lowest: -.infinity, highest: .infinity, Self.text))"
    case .string: "text"
    case .choice(let choices): Wording.list(choices, "or")
    case .inputFile: "the path of a file"
    case .outputPath: "a path below the output folder"
    case .list(let element): "\(element.expectation), or a list of such"
    case .map, .record: "a mapping"
    case .anyOf(let kinds): kinds.map(\.expectation).joined(separator: ", or ")
    }
  }

  /// A number without the `.0` of whole ones.
  package static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  private static func bounds<Bound: Comparable>(
    _ range: ClosedRange<Bound>, lowest: Bound, highest: Bound, _ text: (Bound) -> String
  ) -> String {
    switch (range.lowerBound > lowest, range.upperBound < highest) {
    case (true, true): " from \(text(range.lowerBound)) to \(text(range.upperBound))"
    case (true, false): " of at least \(text(range.lowerBound))"
    case (false, true): " of at most \(text(range.upperBound))"
    case (false, false): ""
    }
  }

  /// Whether a node is at least of the right sort: a mapping for a record, a number for an integer.
  package func suits(_ node: YAMLNode) -> Bool {
    switch (self, node.content) {
    case (.anyOf(let kinds), _): kinds.contains { $0.suits(node) }
    case (.list, .sequence), (.map, .mapping), (.record, .mapping): true
    case (.list(let element), _): element.suits(node)
    case (_, .sequence), (_, .mapping), (.map, _), (.record, _): false
    case (.bool, .scalar): node.bool != nil
    case (.integer, .scalar), (.number, .scalar): node.number != nil
    case (.string, .scalar), (.choice, .scalar), (.inputFile, .scalar), (.outputPath, .scalar): node.string != nil
    }
  }
}
