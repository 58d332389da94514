import Pipeline

/// A document whose entities are known.
package struct GoldEntityDocument: Sendable {
  /// An entity, with its label as the gold data writes it.
  package struct Entity: Sendable, Hashable {
    /// Where it is in the text.
    package var span: TextSpan
    /// Its label.
    package var label: String
  }

  /// The name, as the file gives it.
  package var id: String
  /// The text.
  package var text: Text
  /// The entities in order of their spans; none overlaps another.
  package var entities: [Entity]
}

/// Entities of gold files.
package struct GoldEntities: Sendable {
  /// The documents of all files, in order.
  package var documents: [GoldEntityDocument] = []
  /// How many documents each file has.
  package var files: [(name: String, documents: Int)] = []
  /// What is odd about the files, and no error.
  package var warnings = Diagnostics()

  /// How often each label stands in the files.
  package var labels: [String: Int] {
    documents.reduce(into: [:]) { counts, document in document.entities.forEach { counts[$0.label, default: 0] += 1 } }
  }

  /// Reads files: JSON Lines where the name ends in `.jsonl`, otherwise a token and its tag on a line.
  ///
  /// - Parameters:
  ///   - tokens: How tokens are written together.
  ///   - segments: What stands between two segments of a document of tokens.
  /// - Throws: What is wrong with the files, each place with line and column.
  package init(_ files: [String], tokens: TokenJoining.Style = .print, segments: SegmentBreak = .paragraph) throws(Diagnostics) {
    let joining = try TokenJoining(tokens)
    var problems = Diagnostics()
    for name in files {
      do throws(Diagnostics) {
        var file = try GoldFile(name)
        let found: [GoldEntityDocument]
        if name.hasSuffix(".jsonl") {
          found = EntityLinesReader(joining: joining).read(&file)
        } else {
          found = EntityTableReader(joining: joining, segments: segments).read(&file)
        }
        warnings.append(contentsOf: try file.finish())
        if found.isEmpty { throw Diagnostics(Diagnostic(code: "empty-gold", "the gold file '\(name)' holds no document")) }
        self.files.append((name, found.count))
        documents += found
      } catch {
        problems.append(contentsOf: error)
      }
    }
    try problems.throwIfErrors()
  }
}

/// What stands between two segments of a document whose tokens are given.
package enum SegmentBreak: String, Sendable, CaseIterable {
  /// An empty line: segments are paragraphs, headlines, items.
  case paragraph
  /// A space: segments are sentences of one paragraph.
  case space

  var bytes: [UInt8] { self == .paragraph ? [0x0A, 0x0A] : [0x20] }
}
