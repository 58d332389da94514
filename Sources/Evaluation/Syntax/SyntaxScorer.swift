import Pipeline

/// Compares tags and trees with those of a treebank, as the evaluation of the CoNLL 2018 shared task does: relations without their subtypes, a gold lemma `_` right
/// whatever was found, punctuation counted.
package struct SyntaxScorer: Sendable {
  private let contentRelations: Set<String>

  /// Loads what it needs.
  package init() throws(Diagnostics) {
    contentRelations = Set(try WordSections.load("universal.txt")["content"])
  }

  /// A document with what a pipeline made of it.
  ///
  /// - Parameters:
  ///   - layers: The layers that the pipeline writes: only what they hold is scored.
  ///   - givesWords: Whether sentences and tokens were given to the pipeline, so that words are paired by their numbers.
  package func score(_ gold: TreebankDocument, _ document: Document, layers: Set<Layer>, givesWords: Bool) -> SyntaxScores {
    var scores = SyntaxScores()
    let pairs: [(gold: Int, found: Int)]
    if givesWords {
      pairs = document.tokens.count == gold.words.count ? gold.words.indices.map { ($0, $0) } : []
    } else {
      let compact = CompactOffsets(gold.text)
      let spans = document.tokens.map { document.sourceSpan(of: $0) }
      scores.count(.tokens, compact.compare(gold.tokens, spans))
      scores.count(.sentences, compact.compare(gold.sentences, document.sentences.map { document.sourceSpan(of: $0.span) }))
      let alignment = WordAlignment(
        gold: gold.words.map { .init(span: compact.span($0.span), isMultiword: $0.isMultiword, form: $0.form) },
        found: zip(spans, document.tokens).map { .init(span: compact.span($0), isMultiword: false, form: document.text.string($1)) })
      pairs = alignment.pairs
      scores.count(.words, Counts(gold: gold.words.count, found: spans.count, correct: pairs.count), aligned: pairs.count)
    }
    if layers.contains(.tags) { scoreTags(gold, document, pairs, &scores) }
    if layers.contains(.syntax) { scoreTrees(gold, document, pairs, &scores) }
    return scores
  }

  private func scoreTags(
    _ gold: TreebankDocument, _ document: Document, _ pairs: [(gold: Int, found: Int)], _ scores: inout SyntaxScores
  ) {
    let tags = document.tags
    let isWhole = tags.count == document.tokens.count
    let pairs = isWhole ? pairs : []
    var upos = Counts(gold: gold.words.count, found: isWhole ? tags.count : 0)
    var lemmas = upos
    for pair in pairs {
      let (word, tag) = (gold.words[pair.gold], tags[pair.found])
      if word.pos == tag.pos.rawValue {
        upos.correct += 1
      } else {
        scores.mistakes.add(.upos, gold: word.pos, found: tag.pos.rawValue)
      }
      if word.lemma == "_" || word.lemma == tag.lemma {
        lemmas.correct += 1
      } else {
        scores.mistakes.add(.lemma, form: word.form.lowercased(), gold: word.lemma, found: tag.lemma)
      }
    }
    scores.count(.upos, upos, aligned: pairs.count)
    scores.count(.lemmas, lemmas, aligned: pairs.count)
  }

  private func scoreTrees(
    _ gold: TreebankDocument, _ document: Document, _ pairs: [(gold: Int, found: Int)], _ scores: inout SyntaxScores
  ) {
    let arcs = document.syntax
    let isWhole = arcs.count == document.tokens.count
    let pairs = isWhole ? pairs : []
    let found = isWhole ? arcs.count : 0
    let relations = arcs.map { String($0.relation.prefix { $0 != ":" }) }
    var partner: [Int?] = Array(repeating: nil, count: document.tokens.count)
    for pair in pairs { partner[pair.found] = pair.gold }
    var uas = Counts(gold: gold.words.count, found: found)
    var las = uas
    var clas = Counts(
      gold: gold.words.count { contentRelations.contains($0.relation) },
      found: isWhole ? relations.count(where: contentRelations.contains) : 0)
    var content = 0
    for pair in pairs {
      let word = gold.words[pair.gold]
      let head = Int(arcs[pair.found].head)
      // The head among the gold words: -1 for a root, nil where it has no partner.
      let goldHead = head < 0 ? -1 : head < partner.count ? partner[head] : nil
      let relation = relations[pair.found]
      let isContent = contentRelations.contains(word.relation)
      content += isContent ? 1 : 0
      guard goldHead == word.head else { continue }
      uas.correct += 1
      if relation == word.relation {
        las.correct += 1
        clas.correct += isContent ? 1 : 0
      } else {
        scores.mistakes.add(.relation, gold: word.relation, found: relation)
      }
    }
    scores.count(.uas, uas, aligned: pairs.count)
    scores.count(.las, las, aligned: pairs.count)
    scores.count(.clas, clas, aligned: content)
  }
}
