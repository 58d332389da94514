/// What both reports say about the whole.
enum TotalsWording {
  /// Sentences about the documents.
  static func sentences(_ totals: DiffTotals) -> [String] {
    let both = totals.identical + totals.equal + totals.changed
    var parts: [String] = []
    if totals.changed > 0 { parts.append("\(grouped(totals.changed)) differ\(totals.changed == 1 ? "s" : "")") }
    if totals.identical > 0 { parts.append("\(grouped(totals.identical)) \(totals.identical == 1 ? "is" : "are") the same") }
    if totals.equal > 0 { parts.append("\(grouped(totals.equal)) differ\(totals.equal == 1 ? "s" : "") only in what is not compared") }
    var lines = ["\(documents(both)) in both" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))]
    if totals.onlyOld > 0 { lines.append("\(documents(totals.onlyOld)) only in the old run") }
    if totals.onlyNew > 0 { lines.append("\(documents(totals.onlyNew)) only in the new run") }
    let unreadable = totals.unreadableOld + totals.unreadableNew
    if unreadable > 0 {
      lines.append("\(grouped(unreadable)) line\(unreadable == 1 ? "" : "s") that cannot be read: what is there could not be compared")
    }
    return lines
  }

  /// How a document's texts are related; nil where they are the same.
  static func note(_ document: DocumentChanges) -> String? {
    switch document.text {
    case .same: return nil
    case .renormalized: return "the same text was normalised otherwise: compared by places in the source text"
    case .changed:
      let words = document.words ?? (0, 0)
      return
        "the text has changed (\(grouped(words.lost)) words gone, \(grouped(words.gained)) new): compared by the words that both texts share"
    }
  }

  static func documents(_ count: Int) -> String { "\(grouped(count)) document\(count == 1 ? "" : "s")" }

  /// A count with commas between thousands.
  static func grouped(_ count: Int) -> String {
    var digits = String(count)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return digits
  }
}
