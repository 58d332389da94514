/// The regular inflection of an English word by the rules of spelling. Where the stress decides about doubling, both spellings are given.
struct Inflection {
  /// In `-s`.
  let s: [UInt8]
  /// In `-ed`.
  let past: [[UInt8]]
  /// In `-ing`.
  let ing: [[UInt8]]

  /// Inflects a lemma in lower case.
  init(of lemma: [UInt8]) {
    func with(_ suffix: String, dropping count: Int = 0) -> [UInt8] { lemma.dropLast(count) + Array(suffix.utf8) }
    let beforeLast = lemma.count > 1 ? lemma[lemma.count - 2] : 0
    if lemma.last == UInt8(ascii: "y"), !Self.isVowel(beforeLast) {
      s = with("ies", dropping: 1)
      past = [with("ied", dropping: 1)]
      ing = [with("ing")]
      return
    }
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].contains { lemma.ends(with: $0) }
    s = sibilant ? with("es") : with("s")
    if lemma.ends(with: "ie") {
      past = [with("d")]
      ing = [with("ying", dropping: 2)]
    } else if lemma.last == UInt8(ascii: "e") {
      past = [with("d")]
      ing = lemma.ends(with: "ee") || lemma.ends(with: "ye") ? [with("ing")] : [with("ing", dropping: 1)]
    } else if let last = lemma.last, Self.doubles(lemma) {
      past = [with("ed"), lemma + [last] + Array("ed".utf8)]
      ing = [with("ing"), lemma + [last] + Array("ing".utf8)]
    } else {
      past = [with("ed")]
      ing = [with("ing")]
    }
  }

  /// Whether the last consonant may be doubled before a vowel: it follows a single vowel.
  private static func doubles(_ lemma: [UInt8]) -> Bool {
    guard lemma.count > 2, let last = lemma.last, !isVowel(last), !Array("wxy".utf8).contains(last) else { return false }
    guard isVowel(lemma[lemma.count - 2]) else { return false }
    let third = lemma[lemma.count - 3]
    return !isVowel(third) || third == UInt8(ascii: "u") && lemma.count > 3 && lemma[lemma.count - 4] == UInt8(ascii: "q")
  }

  /// Whether a stem that lost a suffix likely ended in `e`: `accus`, `criticiz`, `arrang`, `strik`.
  static func wantsFinalE(_ stem: [UInt8]) -> Bool {
    for ending in ["v", "u", "c", "dg", "rg", "ng", "iz", "yz", "ys", "at", "us", "ur", "ir", "uir", "as", "os", "is", "rs", "ns"]
    where stem.ends(with: ending) {
      return !(ending == "at" && stem.ends(with: "eat")) && !(ending == "ng" && stem.ends(with: "ing"))
    }
    guard stem.count > 2, let last = stem.last, !isVowel(last), isVowel(stem[stem.count - 2]), !isVowel(stem[stem.count - 3]) else {
      return false
    }
    return Array("kgdlmpb".utf8).contains(last) && stem.count <= 5
  }

  static func isVowel(_ byte: UInt8) -> Bool { Array("aeiou".utf8).contains(byte) }
}
