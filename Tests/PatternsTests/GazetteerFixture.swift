import Pipeline
import TestSupport

@testable import Patterns

/// Finds names in text: sentences and tokens made by hand.
enum GazetteerFixture {
  /// The matches in some sentences of tokens set apart by spaces, each as `TYPE: text`, with ` = canonical`.
  static func found(_ gazetteer: Gazetteer, in sentences: String...) -> [String] {
    let document = Document(sentences: sentences)
    let atoms = TokenAtoms(document.tokens, of: document.text)
    var lines: [String] = []
    for sentence in document.sentences {
      gazetteer.matches(in: sentence.tokens.range, of: atoms, text: document.text) { match in
        let canonical = gazetteer.canonical(of: match, in: document.text).map { " = \($0)" } ?? ""
        lines.append("\(gazetteer.type(of: match.entry)): \(document.text.string(match.span))\(canonical)")
      }
    }
    return lines
  }

  /// A gazetteer of one list.
  static func make(
    _ names: [(name: String, type: EntityType)], case rule: CaseRule = .smart, ignoresDiacritics: Bool = false
  ) -> Gazetteer {
    var builder = GazetteerBuilder()
    builder.begin(.init(name: "test", case: rule, ignoresDiacritics: ignoresDiacritics))
    for (name, type) in names { builder.add(name, type: type) }
    return builder.build()
  }

  /// A gazetteer of one file.
  static func read(_ text: String, as path: String, _ change: (inout GazetteerFile) -> Void = { _ in }) throws(Diagnostics) -> Gazetteer {
    var file = GazetteerFile(path)
    change(&file)
    var builder = GazetteerBuilder()
    builder.begin(.init(name: file.name, case: .smart))
    try builder.add(file, holding: Array(text.utf8))
    return builder.build()
  }

  /// All entries of a gazetteer, in order: `name|TYPE|canonical`.
  static func entries(of gazetteer: Gazetteer) -> [String] {
    gazetteer.entries.enumerated().map { index, entry in
      let name = gazetteer.pool[Int(entry.nameStart)..<Int(entry.nameStart) + Int(entry.nameCount)]
      return "\(String(decoding: name, as: UTF8.self))|\(gazetteer.type(of: index))|\(gazetteer.canonical(of: index) ?? "")"
    }
  }
}
