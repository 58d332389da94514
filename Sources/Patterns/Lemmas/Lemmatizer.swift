import Pipeline

/// English lemmas from spelling alone, for documents without the layer `tags`: candidates from a table of irregular forms and suffix rules.
///
/// There is no dictionary, so a spelling has several candidates (`expelled`: `expel`, `expell`, `expelle`); whoever looks for a lemma
/// asks whether it is among them. British spelling is folded into American: `criticised` has the candidate `criticize`.
package struct Lemmatizer: Sendable {
  private let irregular: IrregularForms

  /// Loads the table that the package ships.
  package init() throws(Diagnostics) {
    irregular = IrregularForms(try ResourceFolder.bytes(of: "Data/lemmas.txt", in: "Patterns"))
  }

  /// The lemmas that a spelling can belong to, without repetition, the likeliest first; the spelling itself is always among them.
  ///
  /// - Parameter word: Letters in any case; ASCII upper case is folded.
  package func candidates(of word: some Sequence<UInt8>) -> [[UInt8]] {
    let word = word.map(Self.lower)
    var found: [[UInt8]] = []
    func add(_ lemma: [UInt8]) {
      let lemma = americanized(lemma)
      if lemma.count > 1, !found.contains(lemma) { found.append(lemma) }
    }
    for entry in irregular.lemmas[word] ?? [] { add(entry.bytes) }
    stripped(word).forEach(add)
    add(word)
    if found.isEmpty { found = [word] }
    return found
  }

  /// Whether a spelling can be a form of a lemma.
  package func isForm(_ word: some Sequence<UInt8>, of lemma: some Sequence<UInt8>) -> Bool {
    candidates(of: word).contains(americanized(lemma.map(Self.lower)))
  }

  /// The spellings of a lemma, British and American, each once with all the forms that it can be. Some never occur (`visitting`): they do no harm.
  package func forms(of lemma: some Sequence<UInt8>) -> [InflectedForm] {
    var found: [InflectedForm] = []
    func add(_ spelling: [UInt8], _ forms: WordForms) {
      if let index = found.firstIndex(where: { $0.bytes == spelling }) {
        found[index].forms.formUnion(forms)
      } else {
        found.append(InflectedForm(spelling, forms))
      }
    }
    for base in variants(of: americanized(lemma.map(Self.lower))) {
      add(base, .base)
      let entry = irregular.entries[base]
      let regular = Inflection(of: base)
      for spelling in entry?.past.nonEmpty ?? regular.past { add(spelling, .past) }
      for spelling in entry?.participle.nonEmpty ?? regular.past { add(spelling, .participle) }
      for spelling in entry?.s.nonEmpty ?? [regular.s] { add(spelling, .s) }
      for spelling in entry?.ing.nonEmpty ?? regular.ing { add(spelling, .ing) }
    }
    return found
  }

  /// The American spelling of a lemma that is written in the British way.
  package func americanized(_ lemma: [UInt8]) -> [UInt8] {
    if lemma.ends(with: "ise"), lemma.count > 5, !irregular.keepIse.contains(lemma) { return lemma.dropLast(2) + Array("ze".utf8) }
    if lemma.ends(with: "yse"), lemma.count > 5 { return lemma.dropLast(2) + Array("ze".utf8) }
    if lemma.ends(with: "our"), irregular.our.contains(lemma) { return lemma.dropLast(2) + Array("r".utf8) }
    return lemma
  }

  /// A lemma in American spelling, and its British one where that differs.
  package func variants(of lemma: [UInt8]) -> [[UInt8]] {
    var variants = [lemma]
    if lemma.ends(with: "ize") || lemma.ends(with: "yze") { variants.append(lemma.dropLast(2) + Array("se".utf8)) }
    if lemma.ends(with: "or") {
      let british: [UInt8] = lemma.dropLast(1) + Array("ur".utf8)
      if irregular.our.contains(british) { variants.append(british) }
    }
    return variants
  }

  /// The lemmas that suffix rules give.
  private func stripped(_ word: [UInt8]) -> [[UInt8]] {
    if word.ends(with: "'s") { return [word.dropLast(2)] }
    if word.ends(with: "ies"), word.count > 4 { return [word.dropLast(3) + Array("y".utf8), word.dropLast(1)] }
    if word.ends(with: "es"), word.count > 3 {
      let stem = Array(word.dropLast(2))
      let sibilant = ["ss", "zz", "x", "ch", "sh"].contains { stem.ends(with: $0) }
      return sibilant || stem.ends(with: "o") ? [stem, word.dropLast(1)] : [word.dropLast(1), stem]
    }
    if word.ends(with: "s"), !word.ends(with: "ss"), !word.ends(with: "us"), word.count > 2 { return [word.dropLast(1)] }
    if word.ends(with: "ied"), word.count > 4 { return [word.dropLast(3) + Array("y".utf8), word.dropLast(1)] }
    if word.ends(with: "ed"), word.count > 3 { return unsuffixed(Array(word.dropLast(2))) }
    if word.ends(with: "ying"), word.count == 5 { return [word.dropLast(4) + Array("ie".utf8), word.dropLast(3)] }
    if word.ends(with: "ing"), word.count > 4 { return unsuffixed(Array(word.dropLast(3))) }
    return []
  }

  /// What a stem before `-ed` or `-ing` can be: itself, with `e`, with its doubled consonant made single, with `-ck` made `-c`.
  private func unsuffixed(_ stem: [UInt8]) -> [[UInt8]] {
    guard let last = stem.last, stem.count > 1, stem.contains(where: { Inflection.isVowel($0) || $0 == UInt8(ascii: "y") }) else {
      return []
    }
    let withE = stem + Array("e".utf8)
    if stem.ends(with: "ick") { return [stem, stem.dropLast(1)] }
    let doubled = stem[stem.count - 2] == last && !Inflection.isVowel(last)
    if doubled {
      let stays = ["ss", "ff", "zz", "ll"].contains { stem.ends(with: $0) }
      let isLong = stem.count > 4 && stem.ends(with: "ll")
      return stays && !isLong ? [stem, stem.dropLast(1), withE] : [stem.dropLast(1), stem, withE]
    }
    let wantsE = Inflection.wantsFinalE(stem)
    return wantsE ? [withE, stem] : [stem, withE]
  }

  static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

extension [[UInt8]] {
  fileprivate var nonEmpty: [[UInt8]]? { isEmpty ? nil : self }
}

extension [UInt8] {
  func ends(with suffix: String) -> Bool { suffix.utf8.count <= count && suffixMatches(suffix) }

  private func suffixMatches(_ suffix: String) -> Bool { self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
}
