import Pipeline

/// Cleans an article's text and finds its blocks. The text before and after stay aligned.
public struct NormalizeStage: ConfigurableStage {
  private let normalizer: TextNormalizer
  private let finder: BlockFinder

  /// Creates the stage from its options, reading its word lists.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    let data = try context.shared("NormalizeStage/layout") { () throws(Diagnostics) in try LayoutData() }
    normalizer = try TextNormalizer(options: options, data: data)
    finder = BlockFinder(data: data)
  }

  /// It updates the text and writes the blocks.
  public var layers: LayerUse { LayerUse(writes: [.blocks], updates: [.text]) }

  /// Normalises the text, finds the blocks, and takes the title from them where the input gave none.
  public func process(_ document: inout Document) throws(StageFailure) {
    let lines = normalizer.normalize(&document)
    let text = document.text
    document.blocks = finder.blocks(text, lines, title: document.title)
    if document.title == nil, let title = document.blocks.first(where: { $0.kind == .title }) {
      document.title = text.string(title.span)
    }
  }
}
