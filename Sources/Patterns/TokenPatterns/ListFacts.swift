/// A list in the forms in which a pattern asks for it.
struct ListKey: Hashable {
  private let list: ObjectIdentifier
  private let forms: UInt8?

  /// `forms` is nil where words stand as they are.
  init(_ words: PatternWords, _ forms: WordForms?) {
    list = ObjectIdentifier(words)
    self.forms = forms?.rawValue
  }
}

/// What the compiler works out once for a list in certain forms.
struct ListFacts {
  /// The root of its trie.
  var trie: Int32
  /// The set of spellings of single words and of first words, as an index into the checks' sets.
  var matching: Int32
  /// The set of the lemmas' own spellings, likewise.
  var bases: Int32
  /// What an entry can begin with.
  var first: SurfaceSet
  /// For each entry its rarest word.
  var anchors: SurfaceSet
}

/// A set of surfaces while patterns are compiled.
struct SurfaceSet: Hashable {
  private var words: [UInt64] = []

  init() {}

  init(_ member: Int32) { insert(member) }

  mutating func insert(_ member: Int32) {
    let index = Int(member) >> 6
    while words.count <= index { words.append(0) }
    words[index] |= 1 << UInt64(member & 63)
  }

  mutating func formUnion(_ other: SurfaceSet) {
    while words.count < other.words.count { words.append(0) }
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  /// The members in order.
  var members: [Int32] {
    var members: [Int32] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(Int32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return members
  }
}

extension PatternCompiler {
  /// What is known of a list, worked out on first use.
  mutating func facts(_ words: PatternWords, _ wanted: WordForms?) -> ListFacts {
    let key = ListKey(words, wanted)
    if let known = lists[key] { return known }
    var (matching, bases, anchors) = (SurfaceSet(), SurfaceSet(), SurfaceSet())
    var phrases: [[[Int32]]] = []
    for entry in words.entries {
      var phrase = entry.map { [number($0)] }
      if let wanted {
        let spelled = forms(entry[0])
        phrase[0] = spelled.filter { !$0.forms.isDisjoint(with: wanted) }.map(\.number)
        for form in spelled where form.forms.contains(.base) { bases.insert(form.number) }
      }
      phrase[0].forEach { matching.insert($0) }
      phrases.append(phrase)
      let rarest = phrase.min { cost($0) < cost($1) } ?? []
      rarest.forEach { anchors.insert($0) }
      if wanted != nil, entry.count == 1 { anchors.formUnion(bases) }
    }
    let facts = ListFacts(
      trie: tries.add(phrases), matching: set(matching), bases: set(bases), first: matching,
      anchors: anchors)
    lists[key] = facts
    return facts
  }

  private func cost(_ surfaces: [Int32]) -> Int { surfaces.reduce(0) { $0 + commonWords.frequency(spellings[Int($1)]) } }

  /// How many of 10,000 tokens are among the surfaces, roughly.
  func cost(_ surfaces: SurfaceSet) -> Int { cost(surfaces.members) }
}
