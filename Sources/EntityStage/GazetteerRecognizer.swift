import Patterns
import Pipeline

/// Finds the names of gazetteers.
struct GazetteerRecognizer: EntityRecognizer {
  /// How the entries of one list become candidates.
  struct List: Sendable {
    var by: Provenance
    var priority: Int
    var rank: Int
    /// Whether names that are also words or names of persons must fit where they stand.
    var isChecked: Bool
  }

  private let gazetteer: Gazetteer
  private let lists: [List]

  /// - Parameter lists: One for each of the gazetteer's sources.
  init(_ gazetteer: Gazetteer, lists: [List]) {
    precondition(lists.count == gazetteer.sources.count)
    self.gazetteer = gazetteer
    self.lists = lists
  }

  func addCandidates(of document: Document, _ tokens: TokenTable, to candidates: inout [EntityCandidate]) {
    for (number, range) in tokens.sentences.enumerated() {
      gazetteer.matches(in: range, of: tokens.atoms, text: tokens.text) { match in
        let list = lists[match.source]
        if list.isChecked, !NameContext.fits(match.tokens, in: range, tokens.capitals[number], tokens) { return }
        candidates.append(
          EntityCandidate(
            span: match.span, type: gazetteer.type(of: match.entry), canonical: gazetteer.canonical(of: match, in: tokens.text),
            confidence: nil, by: list.by, priority: list.priority, rank: list.rank))
      }
    }
  }
}
