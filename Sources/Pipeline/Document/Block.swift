/// A piece of an article's layout. Blocks are in order and do not overlap; white space between them belongs to none.
public struct Block: Sendable, Hashable {
  /// What a block is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The headline.
    case title
    /// Place, date or agency before the first sentence: `TEHRAN –`, `BAKU (Reuters) -`. The dash belongs to it.
    case dateline
    /// The author's line: `By Jane Doe`.
    case byline
    /// A heading inside the article.
    case heading
    /// An ordinary paragraph.
    case paragraph
    /// One item of a list, with its bullet or number.
    case listItem = "list_item"
  }

  /// What it is.
  public var kind: Kind
  /// Where it is, without white space at its ends.
  public var span: TextSpan

  /// Creates a block.
  public init(_ kind: Kind, _ span: TextSpan) {
    self.kind = kind
    self.span = span
  }
}
