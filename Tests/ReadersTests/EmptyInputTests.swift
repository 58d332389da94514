import Pipeline
import TestSupport
import Testing

@testable import Readers

/// Inputs that give no document, and documents without the layers that a pipeline expects.
@Suite struct EmptyInputTests {
  private func warnings(_ inputs: [String], include: [String] = [], exclude: [String] = []) throws -> [String] {
    var options = ReadingOptions()
    options.include = try include.map { try Glob($0) }
    options.exclude = try exclude.map { try Glob($0) }
    var source = try InputSource(inputs, options: options)
    while source.next() != nil {}
    #expect(source.next() == nil)
    return source.empty.all.map(\.line)
  }

  @Test func whatWasLookedForAndWhereIsSaid() throws {
    let folder = try TemporaryFolder()
    try folder.write("A.", to: "texts/a.txt")
    try folder.write("%PDF", to: "papers/a.pdf")
    try folder.write("x", to: "papers/.hidden/b.txt")
    try folder.write("\n  \n", to: "lines.jsonl")
    try folder.write("", to: "hidden/.b.txt")
    let path = folder.path
    #expect(try warnings(["\(path)/texts"]) == [])
    #expect(
      try warnings(["\(path)/hidden"]) == ["warning: there is no file in the folder '\(path)/hidden' or below it; hidden ones do not count"]
    )
    #expect(
      try warnings(["\(path)/papers"]) == [
        "warning: no file in '\(path)/papers' was read: none holds articles by its extension (.pdf); --include reads such files as text"
      ])
    #expect(
      try warnings(["\(path)/texts"], include: ["*.html", "x/*"], exclude: ["y"]) == [
        "warning: no file in '\(path)/texts' or below it fits --include '*.html' or --include 'x/*' and is not left out by --exclude 'y'"
      ])
    #expect(
      try warnings(["\(path)/lines.jsonl"]) == [
        "warning: the file '\(path)/lines.jsonl' holds no line: JSON Lines were looked for there, an object on each line"
      ])
  }

  @Test func eachInputIsJudgedByItself() throws {
    let folder = try TemporaryFolder()
    try folder.write("A.", to: "a/a.txt")
    try folder.write("", to: "b/.keep")
    let found = try warnings(["\(folder.path)/b", "\(folder.path)/a", "\(folder.path)/b"])
    #expect(found.count == 2 && found.allSatisfy { $0.contains("'\(folder.path)/b'") })
  }

  @Test func aPatternThatNoFileFitsIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("A.", to: "a.txt")
    let error = #expect(throws: Diagnostics.self) { _ = try InputSource(["\(folder.path)/*.html"]) }
    #expect(error?.all.map(\.line) == ["error: no file fits '\(folder.path)/*.html'"])
    var options = ReadingOptions()
    options.exclude = [try Glob("a*")]
    let excluded = #expect(throws: Diagnostics.self) { _ = try InputSource(["\(folder.path)/*.txt"], options: options) }
    #expect(excluded?.all.map(\.line) == ["error: no file fits '\(folder.path)/*.txt' and is not left out by --exclude 'a*'"])
  }

  @Test func thePlaceOfAnIDIsItsFile() throws {
    let folder = try TemporaryFolder()
    for name in ["one/a/b.txt", "one/feed.jsonl", "two/c.txt"] { try folder.write("x", to: name) }
    let path = folder.path
    let single = try InputSource(["\(path)/one/"]).places
    #expect(single.place(of: "a/b.txt") == "\(path)/one/a/b.txt")
    #expect(single.place(of: "feed.jsonl:12") == "\(path)/one/feed.jsonl:12")
    #expect(single.place(of: "an id of its own") == nil)
    let several = try InputSource(["\(path)/one", "\(path)/two", "\(path)/two/c.txt"]).places
    #expect(several.place(of: "one/a/b.txt") == "\(path)/one/a/b.txt")
    #expect(several.place(of: "two/c.txt") == "\(path)/two/c.txt")
    #expect(several.place(of: "a/b.txt") == nil)
  }

  @Test func aDocumentWithoutAnExpectedLayerFailsInItsPlace() throws {
    let folder = try TemporaryFolder()
    let record = #"{"schema":"textmill/1","id":"r","text":"A.","sentences":[{"start":0,"end":2}]}"#
    let file = try folder.write("\(record)\n{\"id\":\"row\",\"text\":\"B.\"}\nno json\n", to: "in.jsonl")
    var options = ReadingOptions()
    options.expects = [.text, .sentences]
    func problems() throws -> [String] {
      var source = try InputSource([file], options: options)
      var found: [String] = []
      while let item = source.next() {
        let document = item.load()
        found.append("\(document.id) \(document.isFailed): " + document.problems.map { "\($0.stage)/\($0.code): \($0.message)" }.joined())
      }
      return found
    }
    let found = try problems()
    #expect(found.count == 3 && found[0] == "r false: ")
    #expect(
      found[1]
        == "row true: read/missing-layer: the document lacks the layer 'sentences', which 'expects' in the pipeline names: only records of a run bring layers, so give such records, or take 'expects' out"
    )
    #expect(found[2].hasPrefix("in.jsonl:3 true: read/bad-json: the file is read as JSON Lines"))
    options.expects = [.sentences, .tokens, .entities]
    #expect(
      try problems()[0]
        == "r true: read/missing-layer: the document lacks the layers 'tokens' and 'entities', which 'expects' in the pipeline names: records hold them only where they were written with 'tokens: true' on 'export', so write them anew with it"
    )
  }
}
