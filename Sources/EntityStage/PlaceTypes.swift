import Patterns
import Pipeline

/// Tells states, provinces and towns (GPE) from seas, mountains and regions (LOC) and from what was built (FAC) among the places that a model marks.
///
/// A list decides where it has the name. Else the words do: one for a building or a road (`Bridge`, `Avenue`) makes it a FAC, one for a feature of nature (`Lake`,
/// `River`, `Valley`) a LOC, one for a unit of government (`Province`, `District`) a GPE. A part of something larger is a LOC: a direction before the name of a
/// state (`northern Iraq`). So is a name with an article, such as that of a region or a sea. What is left is a GPE, as most places in the news are.
struct PlaceTypes: Sendable {
  /// What a list says of a name.
  struct Entry {
    var type: EntityType
    var canonical: String?
    /// Whether no person is known to be called so: a state, its capital, its people or an organisation, none of whose words is on the
    /// lists of first names and of names that persons have too.
    var isNoPerson = false
  }

  private let gazetteer: Gazetteer
  /// The sources with names of states, capitals, peoples and organisations.
  private let impersonal: Set<Int>

  init(_ gazetteer: Gazetteer) {
    self.gazetteer = gazetteer
    let files = BuiltInRecognizers.List.countries.files + BuiltInRecognizers.List.organizations.files
    impersonal = Set(gazetteer.sources.indices.filter { files.contains(gazetteer.sources[$0].name) })
  }

  /// What the lists say of words that are exactly one of their names.
  func entry(of words: Range<Int>, _ tokens: TokenTable) -> Entry? {
    var entry: Entry?
    gazetteer.matches(in: words, of: tokens.atoms, text: tokens.text) { match in
      if match.tokens == words, entry == nil {
        entry = Entry(
          type: gazetteer.type(of: match.entry), canonical: gazetteer.canonical(of: match, in: tokens.text),
          isNoPerson: impersonal.contains(match.source) && !words.contains { tokens.isAny($0, [.firstName, .alsoPerson]) })
      }
    }
    return entry
  }

  /// The type of a place, and its canonical name if a list gives one.
  func type(of place: Range<Int>, _ known: Entry?, _ tokens: TokenTable) -> (EntityType, String?) {
    if let known, known.type == "GPE" || known.type == "LOC" { return (known.type, known.canonical) }
    // `Springfield, Illinois`
    if let comma = place.first(where: { tokens.isByte($0, UInt8(ascii: ",")) }), comma > place.lowerBound {
      let part = place.lowerBound..<comma
      return (type(of: part, entry(of: part, tokens), tokens).0, nil)
    }
    // `Gulf of Aden`, `Province of Alicante`: the head stands first.
    let isOf = place.count > 2 && tokens.equals(place.lowerBound + 1, "of")
    let head = isOf ? place.lowerBound : place.upperBound - 1
    if place.count > 1 {
      if tokens.isAny(head, .facHead) { return ("FAC", nil) }
      if tokens.isAny(head, .gpeHead) { return ("GPE", nil) }
      if tokens.isAny(head, .locHead) || tokens.isAny(place.lowerBound, .locPrefix) { return ("LOC", nil) }
      if tokens.isAny(place.lowerBound, .direction) {
        let rest = place.dropFirst()
        if !tokens.has(place.lowerBound, .capitalized) || entry(of: rest, tokens) != nil { return ("LOC", nil) }
      }
    }
    return (hasArticle(place, tokens) ? "LOC" : "GPE", nil)
  }

  /// Whether a name has an article of its own (`across the Sahel,`), and not that of a noun that follows (`the Nairobi talks`).
  private func hasArticle(_ place: Range<Int>, _ tokens: TokenTable) -> Bool {
    guard place.lowerBound > 0, tokens.equals(place.lowerBound - 1, "the") else { return false }
    return place.upperBound == tokens.count || tokens.has(place.upperBound, .punctuation) || tokens.isAny(place.upperBound, .function)
  }
}
