/// Counts syllables of English words by their spelling.
///
/// A group of vowels (`a e i o u y`) is a syllable. Rules then take away silent ones (the `e` of *make*, *makes*, *walked*, *statement*), and add those of
/// vowels that stand together and sound apart (*radio*, *science*, *actual*, *going*), of *-ism* and of *couldn't*. Abbreviations in capitals are spelled out; a
/// number is one syllable. What the rules get wrong and news uses often stands in a table. Of the 18,000 most frequent words of English news that the CMU
/// Pronouncing Dictionary knows, nineteen in twenty get its number, and ninety-eight of a hundred words of running text.
enum Syllables {
  /// The syllables of a word without hyphens: letters of ASCII in lower case, `0` for digits, `'` and `~` (other letters). At least 1.
  static func count(_ word: ArraySlice<UInt8>, isAllCapitals: Bool = false) -> Int {
    var end = word.endIndex
    // 's adds a syllable after a hiss alone: Bush's.
    var extra = 0
    if end - word.startIndex > 2, word[end - 1] == s, word[end - 2] == apostrophe {
      end -= 2
      if hisses(word[..<end]) { extra = 1 }
    }
    let stem = word[word.startIndex..<end].drop { $0 == apostrophe }
    if isAllCapitals, stem.count <= 3 || !stem.contains(where: isVowel), stem.count <= 5 {
      return max(1, stem.reduce(0) { $0 + ($1 == w ? 3 : 1) }) + extra
    }
    if let known = table[packed(stem)] { return known + extra }
    return max(1, groups(stem) + additions(stem) - silences(stem)) + extra
  }

  /// Whether a word has its third syllable from -es, -ed or -ing alone.
  static func isEasedBySuffix(_ word: ArraySlice<UInt8>, _ count: Int) -> Bool {
    guard count == 3 else { return false }
    if ends(word, "ing") { return true }
    if ends(word, "es") { return hisses(word.dropLast(2)) }
    if ends(word, "ed"), word.count > 2 { return word[word.endIndex - 3] == t || word[word.endIndex - 3] == d }
    return false
  }

  private static func groups(_ word: ArraySlice<UInt8>) -> Int {
    var count = 0
    var wasVowel = false
    for (index, letter) in zip(word.indices, word) {
      // A y before a vowel at the start of a word is a consonant: year, young.
      let vowel = isVowel(letter) && !(letter == y && index == word.startIndex)
      if vowel, !wasVowel { count += 1 }
      wasVowel = vowel
    }
    return count
  }

  // MARK: Silent vowels

  private static func silences(_ word: ArraySlice<UInt8>) -> Int {
    var silent = isSilent(word) ? 1 : 0
    // The e before a suffix: statement, likely, careful, useless, awareness.
    for suffix in softSuffixes where ends(word, suffix) {
      let stem = word.dropLast(suffix.utf8CodeUnitCount)
      if ends(stem, "e"), isSilent(stem) { silent += 1 }
    }
    // The second a of -ically.
    if ends(word, "ically") { silent += 1 }
    return silent
  }

  private static let softSuffixes: [StaticString] = ["ment", "ments", "ly", "ful", "less", "ness"]
  private static let hissing: [StaticString] = ["s", "x", "z", "c", "g", "ch", "sh", "se", "xe", "ze", "ce", "ge"]

  /// Whether a word ends in an `e`, `es` or `ed` that is not spoken.
  private static func isSilent(_ word: ArraySlice<UInt8>) -> Bool {
    var stem = word
    if ends(word, "ed") || ends(word, "es") {
      stem = word.dropLast(2)
    } else if ends(word, "e") {
      stem = word.dropLast()
    } else {
      return false
    }
    guard let last = stem.last, !isVowel(last), stem.contains(where: isVowel) else { return false }
    // ta-ble, ta-bles, set-tled, but called and rules.
    if last == l, let before = stem.dropLast().last, !isVowel(before), before != l, before != r, before != w { return false }
    if ends(word, "ed") { return last != t && last != d }
    if ends(word, "es") { return !hisses(stem) }
    return true
  }

  /// Whether a word ends in a sound after which `s` is a syllable.
  private static func hisses(_ word: ArraySlice<UInt8>) -> Bool { endsInAny(word, hissing) }

  // MARK: Vowels that sound apart

  private static func additions(_ word: ArraySlice<UInt8>) -> Int {
    var added = 0
    let first = word.startIndex
    for index in word.indices.dropLast() where isVowel(word[index]) && isVowel(word[index + 1]) {
      let before = index > first ? word[index - 1] : 0
      if soundApart(word, index, before) { added += 1 }
      // may-or, buy-er, but played and eyes.
      if word[index] == y, index > first, isVowel(before), !isEnding(word[(index + 1)...]) { added += 1 }
    }
    if ends(word, "ing"), let last = word.dropLast(3).last, isVowel(last) || last == y { added += 1 }
    // ear-li-er, bar-ri-ers, but tier.
    if ends(word, "ier") || ends(word, "iers"), word.prefix(while: { $0 != i }).contains(where: isVowel) { added += 1 }
    if ends(word, "ism") || ends(word, "isms") || ends(word, "thm") { added += 1 }
    if ends(word, "dn't") || ends(word, "sn't") { added += 1 }
    return added
  }

  /// Whether a rest is an ending that begins with a vowel of its own.
  private static func isEnding(_ rest: ArraySlice<UInt8>) -> Bool {
    switch rest.count {
    case 1: ends(rest, "e")
    case 2: ends(rest, "es") || ends(rest, "ed")
    case 3: ends(rest, "ing")
    default: false
    }
  }

  private static func soundApart(_ word: ArraySlice<UInt8>, _ index: Int, _ before: UInt8) -> Bool {
    let rest = word[index...]
    func goesOn(_ text: StaticString) -> Bool { starts(rest, text) }
    let afterSoft = before == c || before == t || before == Self.s || before == g || before == x
    switch (word[index], word[index + 1]) {
    case (i, a): return !afterSoft && !goesOn("iage") || goesOn("iate") || goesOn("iati")
    case (i, o): return !afterSoft && !(goesOn("ion") && (before == l || before == n)) || (before == t && goesOn("io") && rest.count == 2)
    case (i, u): return true
    case (i, e):
      if goesOn("iet") { return true }
      if goesOn("ienc") || goesOn("ient") { return before != c && before != t || starts(word, "sci") }
      return false
    case (e, o): return !goesOn("eop") && before != g || starts(word, "geo") && !starts(word, "georg")
    case (u, a), (u, o): return before != q && before != g && !goesOn("uoy")
    case (u, i):
      return before != q && before != g && (goesOn("uin") || goesOn("uid") || goesOn("uit") && ends(word, "uity") || goesOn("uiti"))
    case (u, e): return goesOn("uel") && before == f || goesOn("uen") && before != q && before != g
    case (e, a):
      return goesOn("eat") && before == r && starts(word, "creat") && !starts(word, "creatur")
        || goesOn("ea") && rest.count == 2 && word.count > 3
    case (o, e): return before == p && word.count > 3
    case (e, u): return starts(word, "reu") && index == word.startIndex + 1
    case (o, a), (o, o): return starts(word, "coo") && (goesOn("oop") && word.count > 5 || goesOn("oor"))
    default: return false
    }
  }

  // MARK: Letters

  private static let a: UInt8 = 0x61
  private static let c: UInt8 = 0x63
  private static let d: UInt8 = 0x64
  private static let e: UInt8 = 0x65
  private static let f: UInt8 = 0x66
  private static let g: UInt8 = 0x67
  private static let i: UInt8 = 0x69
  private static let l: UInt8 = 0x6C
  private static let n: UInt8 = 0x6E
  private static let o: UInt8 = 0x6F
  private static let p: UInt8 = 0x70
  private static let q: UInt8 = 0x71
  private static let r: UInt8 = 0x72
  private static let s: UInt8 = 0x73
  private static let t: UInt8 = 0x74
  private static let u: UInt8 = 0x75
  private static let w: UInt8 = 0x77
  private static let x: UInt8 = 0x78
  private static let y: UInt8 = 0x79
  private static let z: UInt8 = 0x7A
  private static let apostrophe: UInt8 = 0x27

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case a, e, i, o, u, y: true
    default: false
    }
  }

  private static func ends(_ word: ArraySlice<UInt8>, _ suffix: StaticString) -> Bool {
    word.count >= suffix.utf8CodeUnitCount && equals(word, at: word.endIndex - suffix.utf8CodeUnitCount, suffix)
  }

  private static func starts(_ word: ArraySlice<UInt8>, _ prefix: StaticString) -> Bool {
    word.count >= prefix.utf8CodeUnitCount && equals(word, at: word.startIndex, prefix)
  }

  /// Whether a text stands at a place, which has room for it.
  private static func equals(_ word: ArraySlice<UInt8>, at place: Int, _ text: StaticString) -> Bool {
    for offset in 0..<text.utf8CodeUnitCount where word[place + offset] != text.utf8Start[offset] { return false }
    return true
  }

  private static func endsInAny(_ word: ArraySlice<UInt8>, _ suffixes: [StaticString]) -> Bool { suffixes.contains { ends(word, $0) } }

  /// A word of at most 12 letters as a number; 0 for any other.
  private static func packed(_ word: some Collection<UInt8>) -> UInt64 {
    if word.count > 12 { return 0 }
    var packed: UInt64 = 0
    for letter in word {
      guard (a...z).contains(letter) else { return 0 }
      packed = packed << 5 | UInt64(letter & 0x1F)
    }
    return packed
  }

  /// Frequent words that the rules get wrong.
  private static let table: [UInt64: Int] = {
    let words: [(Int, String)] = [
      (1, "queue queues"),
      (
        2,
        "cashier cashiers frontier frontiers soldier soldiers premier mr mrs dr business evening evenings every lion lions poem poems something sometimes therefore somewhere somewhat elsewhere"
      ),
      (3, "businesses everyone everything idea ideas area areas element elements theatre theater theatres"),
      (4, "everybody european europeans"),
    ]
    var table: [UInt64: Int] = [:]
    for (count, list) in words { for word in list.split(separator: " ") { table[packed(word.utf8)] = count } }
    return table
  }()
}
