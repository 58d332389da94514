import Pipeline
import Records

/// How the inputs of a run are read.
package struct ReadingOptions: Sendable {
  /// Patterns of files to read; none for all that hold text by their extensions.
  package var include: [Glob] = []
  /// Patterns of files and folders to leave out.
  package var exclude: [Glob] = []
  /// The members of JSON Lines that hold id, title, text and language.
  package var fields = RowFields()
  /// The layers that every document must bring: one that lacks some fails.
  package var expects: [Layer] = []
  /// The largest document, in bytes.
  package var maximumDocument = 256 << 20
  /// The longest line of JSON Lines, in bytes.
  package var maximumLine = 64 << 20
  /// Whether to stop waiting for more of a stream: asked some times a second while nothing comes.
  package var isCancelled: @Sendable () -> Bool = { false }
  /// A folder that is not read where it lies inside an input: the one that the run writes to.
  package var outputFolder: String?

  /// Creates options with defaults.
  package init() {}
}
