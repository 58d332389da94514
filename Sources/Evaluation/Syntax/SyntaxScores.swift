import Pipeline

/// How tags and trees of a pipeline compare with those of a treebank.
package struct SyntaxScores: Sendable {
  /// What is scored, as the CoNLL 2018 shared task names it.
  package enum Metric: String, Sendable, CaseIterable {
    /// Tokens, sentences and syntactic words: their places.
    case tokens, sentences, words
    /// Universal parts of speech and base forms.
    case upos, lemmas
    /// Heads; heads with relations; the same of content words alone.
    case uas, las, clas

    /// The layer that it needs beside sentences and tokens.
    var layer: Layer? {
      switch self {
      case .tokens, .sentences, .words: nil
      case .upos, .lemmas: .tags
      case .uas, .las, .clas: .syntax
      }
    }
  }

  /// Counts, and how many words were paired.
  package struct Score: Sendable, Hashable {
    /// Gold, found and right.
    package var counts = Counts()
    /// The gold words that have a partner, for the metrics of words.
    package var aligned = 0
    /// The part of the paired words that is right, in percent.
    package var accuracy: Double { aligned == 0 ? 0 : 100 * Double(counts.correct) / Double(aligned) }
  }

  /// The scores of what the pipeline has.
  package var scores: [Metric: Score] = [:]
  /// What was taken for what.
  package var mistakes = SyntaxMistakes()

  /// Starts with no counts.
  package init() {}

  /// Adds other scores.
  package static func += (left: inout SyntaxScores, right: SyntaxScores) {
    for (metric, score) in right.scores {
      left.scores[metric, default: Score()].counts += score.counts
      left.scores[metric, default: Score()].aligned += score.aligned
    }
    left.mistakes += right.mistakes
  }

  mutating func count(_ metric: Metric, _ counts: Counts, aligned: Int = 0) {
    scores[metric, default: Score()].counts += counts
    scores[metric, default: Score()].aligned += aligned
  }
}

/// What tags, lemmas and relations were taken for what, among paired words.
package struct SyntaxMistakes: Sendable {
  /// What is wrong.
  package enum Kind: String, Sendable, CaseIterable {
    /// The part of speech, the base form, the relation where the head is right.
    case upos, lemma, relation
  }

  /// Mistakes that are alike.
  package struct Group: Sendable, Hashable {
    /// What is wrong.
    package var kind: Kind
    /// For a lemma, the form in small letters; otherwise empty.
    package var form: String
    /// In the treebank.
    package var gold: String
    /// In the pipeline.
    package var found: String
  }

  private var counts: [Group: Int] = [:]

  mutating func add(_ kind: Kind, form: String = "", gold: String, found: String) {
    counts[Group(kind: kind, form: form, gold: gold, found: found), default: 0] += 1
  }

  static func += (left: inout SyntaxMistakes, right: SyntaxMistakes) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }

  /// The most frequent mistakes of a kind.
  package func most(_ kind: Kind, limit: Int) -> [(group: Group, count: Int)] {
    counts.filter { $0.key.kind == kind }.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      return (left.key.gold, left.key.found, left.key.form) < (right.key.gold, right.key.found, right.key.form)
    }.prefix(limit).map { ($0.key, $0.value) }
  }
}
