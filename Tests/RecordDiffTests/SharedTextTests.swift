import Pipeline
import TestSupport
import Testing

@testable import RecordDiff

/// The alignment of two texts by their words.
@Suite struct SharedTextTests {
  /// The length of the longest common subsequence by the textbook's table.
  private func longest(_ old: [String], _ new: [String]) -> Int {
    var row = [Int](repeating: 0, count: new.count + 1)
    for word in old {
      var diagonal = 0
      for (index, other) in new.enumerated() {
        let above = row[index + 1]
        row[index + 1] = word == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[new.count]
  }

  @Test func asManyWordsAreSharedAsCanBe() {
    Fuzzing.run(rounds: 400, seed: 11) { _, random in
      let vocabulary = ["a", "bb", "é", "中文", "d"]
      let old = (0..<Int.random(in: 0...24, using: &random)).map { _ in vocabulary.randomElement(using: &random)! }
      let new = (0..<Int.random(in: 0...24, using: &random)).map { _ in vocabulary.randomElement(using: &random)! }
      let shared = SharedText(old: Text(old.joined(separator: " ")), new: Text(new.joined(separator: "\n ")))
      let most = longest(old, new)
      #expect(shared.lostWords == old.count - most && shared.gainedWords == new.count - most, "\(old) \(new)")
    }
  }

  @Test func sharedPlacesHoldTheSameWordsInTheSameOrder() {
    Fuzzing.run(rounds: 400, seed: 12) { _, random in
      let words = (0..<40).map { "w\($0 % 13)é" }
      var changed = words
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        if Bool.random(using: &random) { changed.remove(at: place) } else { changed.insert("new", at: place) }
      }
      let (old, new) = (Text(words.joined(separator: " ")), Text(changed.joined(separator: "  ")))
      let shared = SharedText(old: old, new: new)
      var last: UInt32 = 0
      var offset = 0
      for word in words {
        let span = TextSpan(offset..<offset + word.utf8.count)
        offset += word.utf8.count + 1
        guard let place = shared.newSpan(of: span) else { continue }
        #expect(new.string(place) == word && place.start >= last)
        last = place.end
      }
    }
  }

  @Test func textsWithNothingInCommonCostLittle() {
    let old = Text((0..<30_000).map { "old\($0)" }.joined(separator: " "))
    let new = Text((0..<30_000).map { "new\($0)" }.joined(separator: " "))
    let shared = SharedText(old: old, new: new)
    #expect(shared.lostWords == 30_000 && shared.gainedWords == 30_000)
  }
}
