import Foundation
import Pipeline
import Testing

@testable import RelationStage

/// The article that the project is measured on, with its entities marked by their names.
struct ArticleTests {
  static let path: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let data =
      ProcessInfo.processInfo.environment["TEXTMILL_DATA"].map { URL(fileURLWithPath: $0) } ?? root.appending(path: "../shared/data")
    return data.appending(path: "../articles/iran-azerbaijan.txt").standardized.path
  }()

  static let names: [(String, String)] = [
    ("Hossein Amir Abdollahian", "PERSON"), ("Jeyhun Bayramov", "PERSON"), ("Nasser Kanaani", "PERSON"), ("Ilham Aliyev", "PERSON"),
    ("Isaac Herzog", "PERSON"), ("Eli Cohen", "PERSON"), ("Azerbaijan", "GPE"), ("Iranian", "NORP"), ("Israeli", "NORP"), ("Israel", "GPE"),
    ("Iran", "GPE"), ("Azeri", "NORP"), ("Tehran", "GPE"), ("Baku", "GPE"), ("Herzog", "PERSON"), ("Aliyev", "PERSON"),
    ("Bayramov", "PERSON"),
  ]

  /// A line with its names marked.
  static func marked(_ line: String) -> String {
    var marked = ""
    var rest = line[...]
    while let first = rest.first {
      let name = names.first { rest.hasPrefix($0.0) && !(rest.dropFirst($0.0.count).first?.isLetter ?? false) }
      if let name, marked.last?.isLetter != true {
        marked += "[\(name.0)|\(name.1)]"
        rest = rest.dropFirst(name.0.count)
      } else {
        marked.append(first)
        rest = rest.dropFirst()
      }
    }
    return marked
  }

  @Test("all six offices of the article are found, and its events", .enabled(if: FileManager.default.fileExists(atPath: path)))
  func article() throws {
    let rules = try RuleSet()
    var lines: [String] = []
    for line in try String(contentsOfFile: Self.path, encoding: .utf8).split(separator: "\n").dropFirst() {
      for sentence in line.split(separator: ". ") {
        var document = ExampleDocument.make(Self.marked(String(sentence)))
        document.relations = rules.relations(in: document, instance: "relations").relations
        lines += document.lines(of: .relations)
      }
    }
    #expect(
      lines.filter { $0.hasPrefix("holds_office") } == [
        "holds_office(Hossein Amir Abdollahian; Foreign Minister; Iran)", "holds_office(Jeyhun Bayramov; counterpart; Azeri)",
        "holds_office(Nasser Kanaani; spokesman; Iranian Foreign Ministry)", "holds_office(Ilham Aliyev; President; Azerbaijan)",
        "holds_office(Isaac Herzog; President; Israel)", "holds_office(Eli Cohen; Foreign Minister; Israeli regime)",
      ])
    #expect(
      lines.filter { !$0.hasPrefix("holds_office") } == [
        "expel(Baku; expelled; four Iranian diplomats)", "strengthen_ties(Azerbaijan; strengthening; Israeli regime)",
        "visit(Isaac Herzog; visited; Azerbaijan)", "criticize(Tehran; criticized; Baku)",
      ])
  }
}
