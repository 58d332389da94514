import TestSupport
import Testing

@testable import ExportStage

@Suite struct PageNameTests {
  @Test(arguments: [("a.txt", "a.txt"), ("2023/talks-2.txt", "2023~talks-2.txt"), ("in/feed.jsonl:12", nil), ("x_1", "x_1")])
  func idsInLowerCaseKeepTheirForm(id: String, name: String?) {
    if let name { #expect(PageName.make(from: id) == name) } else { #expect(PageName.make(from: id).hasPrefix("in~feed.jsonl-12=")) }
  }

  /// Ids made to meet each other, to leave the folder, or to be refused by a file system.
  private static let hostile =
    [
      "", ".", "..", "../../etc/passwd", "/etc/passwd", "a/../b", "a", "A", "á", "a\u{301}", "a?", "a*", "a ", "a-", "-a", ".a", "_a",
      "a~b", "a/b",
      "A/B", "a\\b", "a:b", "a\u{0}b", "con", "con.txt", "CON", "_con", "com1.a.b", "a=0123", "=", "a\"><script>", "a%2e%2e",
      "\u{202E}txt.exe",
    ]
    + [
      String(repeating: "x", count: 300), String(repeating: "x", count: 301), String(repeating: "x", count: 110),
      String(repeating: "é", count: 400),
    ]

  @Test func namesAreSafeOnEveryFileSystem() {
    for id in Self.hostile {
      let name = PageName.make(from: id)
      #expect(!name.isEmpty && name.utf8.count <= 130, "\(id)")
      #expect(name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || ".-_~=".utf8.contains($0) }, "\(id)")
      #expect(!name.hasPrefix(".") && !name.hasPrefix("-"), "\(id)")
      #expect(!["con", "com1"].contains(name.split(separator: ".").first), "\(id)")
    }
  }

  @Test func differentIdsNeverMeet() {
    #expect(Set(Self.hostile.map(PageName.make)).count == Self.hostile.count)
    var random = SeededGenerator(seed: 6)
    let alphabet = Array("aA/.-_~= é")
    var ids: Set<[UInt8]> = []
    var names: Set<String> = []
    for _ in 0..<5000 {
      let id = String((0..<Int.random(in: 0...5, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
      if ids.insert(Array(id.utf8)).inserted { #expect(names.insert(PageName.make(from: id)).inserted, "\(id)") }
    }
  }

  @Test func aNameMadeToLookLikeAnotherIdsNameIsNotThatName() {
    let name = PageName.make(from: "A")
    #expect(PageName.make(from: name) != name)
  }
}
