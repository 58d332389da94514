/// Which inflected forms of a word a spelling can be.
package struct WordForms: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The lemma itself: `visit`.
  package static let base = WordForms(rawValue: 1)
  /// In `-s`: the third person of a verb, the plural of a noun.
  package static let s = WordForms(rawValue: 2)
  /// The past tense: `met`.
  package static let past = WordForms(rawValue: 4)
  /// The past participle: `written`.
  package static let participle = WordForms(rawValue: 8)
  /// In `-ing`.
  package static let ing = WordForms(rawValue: 16)

  /// All forms.
  package static let all: WordForms = [.base, .s, .past, .participle, .ing]

  /// The forms by their names in patterns.
  package static let named: [(name: String, form: WordForms)] = [
    ("base", .base), ("s", .s), ("past", .past), ("participle", .participle), ("ing", .ing),
  ]
}

/// A spelling of a word, with the forms that it can be.
package struct InflectedForm: Sendable, Hashable {
  /// Lower-case bytes.
  package var bytes: [UInt8]
  /// What it can be.
  package var forms: WordForms

  package init(_ bytes: [UInt8], _ forms: WordForms) {
    self.bytes = bytes
    self.forms = forms
  }
}
