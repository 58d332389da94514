import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Readers

@Suite struct InputSourceTests {
  private func documents(_ inputs: [String], _ options: ReadingOptions = ReadingOptions()) throws -> [Document] {
    var source = try InputSource(inputs, options: options)
    var documents: [Document] = []
    while let item = source.next() { documents.append(item.load()) }
    return documents
  }

  private func ids(_ inputs: [String], _ options: ReadingOptions = ReadingOptions()) throws -> [String] {
    try documents(inputs, options).map(\.id)
  }

  @Test func filesComeInTheOrderOfTheirPathsBytes() throws {
    let folder = try TemporaryFolder()
    let names = ["a-b.txt", "a.txt", "a/b.txt", "a/c/d.txt", "a0.txt", "B.txt", "z/1.txt", "é.txt", "a/b/0.txt"]
    for name in names { try folder.write(name, name) }
    let documents = try documents([folder.path])
    #expect(documents.map(\.id) == names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    #expect(documents.allSatisfy { $0.id == $0.text.string && $0.source.path == $0.id && $0.source.format == "text" })
    #expect(documents[0].source.sha256 == SHA256.hexadecimal(of: Array(documents[0].text.string.utf8)))
  }

  @Test func hiddenFilesAndOtherFormatsAreLeftUnlessIncluded() throws {
    let folder = try TemporaryFolder()
    for name in ["a.txt", "b.MD", "README", "c.png", "d.pdf", "e.pdf", ".hidden.txt", ".git/f.txt", "g.log"] { try folder.write(name) }
    var source = try InputSource([folder.path])
    source.countAhead()
    #expect(source.expectedCount == 3)
    var ids: [String] = []
    while let item = source.next() { ids.append(item.load().id) }
    #expect(ids == ["README", "a.txt", "b.MD"])
    #expect(source.skipped == ["png": 1, "pdf": 2, "log": 1])

    var options = ReadingOptions()
    options.include = [try Glob("*.log"), try Glob(".git/*"), try Glob(".*.txt")]
    #expect(try self.ids([folder.path], options) == [".git/f.txt", ".hidden.txt", "g.log"])
    options = ReadingOptions()
    options.exclude = [try Glob("b.*"), try Glob("READ*")]
    #expect(try self.ids([folder.path], options) == ["a.txt"])
  }

  @Test func excludedAndOutputFoldersAreNotEntered() throws {
    let folder = try TemporaryFolder()
    for name in ["a.txt", "drafts/b.txt", "x/drafts/c.txt", "out/documents.jsonl", "x/d.txt"] { try folder.write(name) }
    var options = ReadingOptions()
    options.exclude = [try Glob("drafts")]
    options.outputFolder = folder.path + "/x/../out"
    #expect(try ids([folder.path], options) == ["a.txt", "x/d.txt"])
  }

  @Test func linksAreFollowedAndLoopsEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b.txt")
    try folder.link("a/loop", to: "..")
    try folder.link("a/self", to: ".")
    try folder.link("c", to: "a")
    try folder.link("d.txt", to: "a/b.txt")
    try folder.link("gone.txt", to: "nowhere.txt")
    let documents = try documents([folder.path])
    #expect(documents.map(\.id) == ["a/b.txt", "c/b.txt", "d.txt", "gone.txt"])
    #expect(documents[3].isFailed)
    #expect(
      documents[3].problems == [
        Problem(stage: "read", code: "unreadable-file", message: "the file cannot be read: no such file or directory")
      ])
  }

  @Test func namesThatAreNoUTF8AreReadAndTheirIdsDiffer() throws {
    let folder = try TemporaryFolder()
    for byte: UInt8 in [0xFE, 0xFF] {
      let path = Array("\(folder.path)/".utf8) + [byte] + Array(".txt".utf8)
      let descriptor = path.withCPath { open($0, O_CREAT | O_WRONLY, 0o600) }
      #expect(write(descriptor, "x", 1) == 1)
      close(descriptor)
    }
    let documents = try documents([folder.path])
    #expect(documents.map(\.id) == ["\u{FFFD}.txt", "\u{FFFD}.txt#2"])
    #expect(documents.allSatisfy { $0.text == "x" })
  }

  @Test func severalInputsGiveIdsThatDiffer() throws {
    let folder = try TemporaryFolder()
    for name in ["x/news/1.txt", "y/news/1.txt", "z/1.txt", "z/2.txt"] { try folder.write(name) }
    let path = folder.path
    #expect(try ids(["\(path)/x/news", "\(path)/y/news/"]) == ["x/news/1.txt", "y/news/1.txt"])
    #expect(try ids(["\(path)/x/news", "\(path)/z"]) == ["news/1.txt", "z/1.txt", "z/2.txt"])
    #expect(try ids(["\(path)/z/1.txt", "\(path)/x/news/1.txt"]) == ["z/1.txt", "news/1.txt"])
    #expect(try ids(["\(path)/z/2.txt"]) == ["2.txt"])
    #expect(try ids(["\(path)/z", "\(path)/z"]) == ["z/1.txt", "z/2.txt", "z/1.txt#2", "z/2.txt#2"])
  }

  @Test func patternsFindFiles() throws {
    let folder = try TemporaryFolder()
    for name in ["x/1.txt", "x/2.log", "x/y/3.txt", "4.txt"] { try folder.write(name) }
    #expect(try ids(["\(folder.path)/x/*"]) == ["1.txt", "2.log"])
    #expect(try ids(["\(folder.path)/**/*.txt"]) == ["4.txt", "x/1.txt", "x/y/3.txt"])
    #expect(throws: Diagnostics.self) { try InputSource(["\(folder.path)/*.html"]) }
  }

  @Test func allInputsThatAreNotThereAreNamedAtOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("articles/1.txt")
    let error = try #require(throws: Diagnostics.self) {
      try InputSource(["\(folder.path)/artciles", "\(folder.path)/articles", "\(folder.path)/other.txt", "-", "-"])
    }
    #expect(
      error.all.map(\.message) == [
        "there is no file or folder '\(folder.path)/artciles'; did you mean '\(folder.path)/articles'?",
        "there is no file or folder '\(folder.path)/other.txt'", "standard input, '-', can be read only once",
      ])
    #expect(throws: Diagnostics.self) { try InputSource([]) }
  }

  @Test func documentsBeyondTheLimitAndFoldersThatCannotBeListedKeepTheirPlace() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", String(repeating: "x", count: 101))
    try folder.write("b.txt", String(repeating: "x", count: 100))
    try folder.write("empty.txt", "")
    var options = ReadingOptions()
    options.maximumDocument = 100
    let documents = try documents([folder.path], options)
    #expect(documents.map(\.isFailed) == [true, false, false])
    #expect(documents[0].problems.first?.code == "too-large")
    #expect(documents[2].text.isEmpty && documents[2].problems.isEmpty && documents[2].source.encoding == "utf-8")
  }

  @Test func filesOfUnknownSizeAreReadToTheirEnd() throws {
    // Files under /proc have the size 0.
    let document = try #require(try documents(["/proc/self/status"]).first)
    #expect(document.text.string.contains("VmRSS") && !document.isFailed)
    let folder = try TemporaryFolder()
    let long = String(repeating: "0123456789", count: 50_000)
    try folder.write("long.txt", long)
    #expect(try documents([folder.path]).first?.text.string == long)
  }

  @Test func loadingInParallelGivesTheSameDocuments() throws {
    let folder = try TemporaryFolder()
    for number in 0..<200 { try folder.write("\(number % 7)/\(number).txt", "text \(number)") }
    try folder.write("rows.jsonl", (0..<200).map { #"{"id":"r\#($0)","text":"row \#($0)"}"# }.joined(separator: "\n"))
    var source = try InputSource([folder.path])
    var items: [SourceItem] = []
    while let item = source.next() { items.append(item) }
    let inOrder = items.map { $0.load() }
    let loaded = items
    let ids = ParallelResults(count: items.count)
    DispatchQueue.concurrentPerform(iterations: loaded.count) { index in
      let document = loaded[index].load()
      ids.set("\(document.id) \(document.text.string)", at: index)
    }
    #expect(ids.values == inOrder.map { "\($0.id) \($0.text.string)" })
  }
}

/// Results that several threads write.
private final class ParallelResults: Sendable {
  private let storage: Locked<[String]>

  init(count: Int) { storage = Locked(Array(repeating: "", count: count)) }

  func set(_ value: String, at index: Int) { storage.withLock { $0[index] = value } }

  var values: [String] { storage.withLock { $0 } }
}
