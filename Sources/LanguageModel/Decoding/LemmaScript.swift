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

  /// The lemma that the best of the scripts gives that fits the word.
  ///
  /// - Parameters:
  ///   - best: The script that the model prefers.
  ///   - scores: The model's logits, asked for where that does not fit.
  package static func choose(
    _ best: Int, _ scores: UnsafeBufferPointer<Float>, of scripts: [LemmaScript], word: ArraySlice<UInt8>
  ) -> Int? {
    if scripts[best].lemma(of: word) != nil { return best }
    let order = scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
    return order.first { scripts[$0].lemma(of: word) != nil }
  }
}
