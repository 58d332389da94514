import Pipeline

/// How a lemma comes from a word: the word in lower case or as it is, some characters off its end, others put there; or the lemma itself.
package enum LemmaScript: Sendable, Hashable {
  /// Strips so many Unicode scalars off the end, and appends.
  case edit(lower: Bool, strip: Int, append: String)
  /// The lemma, whatever the word is.
  case fixed(String)

  /// The lemma of a word, or nil where the word is too short for it or nothing would be left.
  package func lemma(of word: ArraySlice<UInt8>) -> String? {
    switch self {
    case .fixed(let lemma): return lemma
    case .edit(let lower, let strip, let append):
      if word.allSatisfy({ $0 < 0x80 }) {
        let kept = word.count - strip
        if kept < 0 || kept + append.utf8.count == 0 { return nil }
        let start = word.startIndex
        return String(unsafeUninitializedCapacity: kept + append.utf8.count) { bytes in
          for index in 0..<kept {
            let byte = word[start + index]
            bytes[index] = lower && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
          }
          var index = kept
          for byte in append.utf8 {
            bytes[index] = byte
            index += 1
          }
          return index
        }
      }
      var form = String(decoding: word, as: UTF8.self)
      if lower { form = form.lowercased() }
      guard form.unicodeScalars.count >= strip else { return nil }
      form.unicodeScalars.removeLast(strip)
      form += append
      return form.isEmpty ? nil : form
    }
  }

  /// Whether the script makes something of a word.
  package func fits(_ word: ArraySlice<UInt8>) -> Bool {
    guard case .edit(_, let strip, let append) = self else { return true }
    if strip == 0, !word.isEmpty { return true }
    var scalars = 0
    for byte in word where byte & 0xC0 != 0x80 { scalars += 1 }
    return scalars > strip || (scalars == strip && !append.isEmpty)
  }

  /// The best of some scripts that fits a word; of equals the first.
  ///
  /// A script that the model likes best for words that end like this one may make no word of this one (`expelled`, `expell`). Where base forms are known, the
  /// best script that changes the word and makes one of them is taken in its place, if the model holds it possible at all.
  ///
  /// - Parameters:
  ///   - scores: The model's logits, one for each script.
  ///   - known: Base forms.
  ///   - pos: The word's part of speech, if it is known.
  package static func choose(
    _ scores: UnsafeBufferPointer<Float>, of scripts: [LemmaScript], word: ArraySlice<UInt8>, known: BaseForms? = nil,
    pos: UniversalPartOfSpeech? = nil
  ) -> Int? {
    guard let best = best(scores, of: scripts, word: word) else { return nil }
    guard let known, scripts[best].isInflection, let lemma = scripts[best].lemma(of: word), known.decides(lemma),
      !known.contains(lemma, pos)
    else {
      return best
    }
    var chosen: Int?
    for script in scripts.indices
    where scores[script] > (chosen.map { scores[$0] } ?? scores[best] - leastOdds) && scripts[script].isInflection {
      if let lemma = scripts[script].lemma(of: word), known.contains(lemma, pos) { chosen = script }
    }
    return chosen ?? best
  }

  /// How much less likely than the best, as a difference of logits, a script may be.
  private static let leastOdds: Float = 8

  /// Whether it takes an ending off or puts another there: a name or a word that stays as it is asks for no base form.
  private var isInflection: Bool {
    guard case .edit(let lower, let strip, let append) = self else { return false }
    return lower && (strip > 0 || !append.isEmpty)
  }

  private static func best(_ scores: UnsafeBufferPointer<Float>, of scripts: [LemmaScript], word: ArraySlice<UInt8>) -> Int? {
    let best = scores.best()
    if scripts[best].fits(word) { return best }
    var chosen: Int?
    for script in scripts.indices where scores[script] > (chosen.map { scores[$0] } ?? -.infinity) && scripts[script].fits(word) {
      chosen = script
    }
    return chosen
  }
}
