/// Right, found and gold: precision, recall and F1 in percent.
package struct Counts: Sendable, Hashable {
  /// How many the gold data has.
  package var gold = 0
  /// How many the pipeline found.
  package var found = 0
  /// How many of them are right.
  package var correct = 0

  /// Creates counts.
  package init(gold: Int = 0, found: Int = 0, correct: Int = 0) {
    self.gold = gold
    self.found = found
    self.correct = correct
  }

  /// The part of what was found that is right; 0 where nothing was.
  package var precision: Double { found == 0 ? 0 : 100 * Double(correct) / Double(found) }
  /// The part of the gold that was found; 0 where there is none.
  package var recall: Double { gold == 0 ? 0 : 100 * Double(correct) / Double(gold) }
  /// The harmonic mean of both.
  package var f1: Double { gold + found == 0 ? 0 : 200 * Double(correct) / Double(gold + found) }

  /// Adds other counts.
  package static func += (left: inout Counts, right: Counts) {
    left.gold += right.gold
    left.found += right.found
    left.correct += right.correct
  }
}
