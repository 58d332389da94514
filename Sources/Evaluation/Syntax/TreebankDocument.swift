import Pipeline

/// A document of a treebank: its text, sentences and words with their tags and trees.
package struct TreebankDocument: Sendable {
  /// A syntactic word.
  package struct Word: Sendable, Hashable {
    /// The form; for a word of a multiword token not always a part of the text.
    package var form: String
    /// The base form.
    package var lemma: String
    /// The universal part of speech.
    package var pos: String
    /// The head among the words of the document, or -1 for a root.
    package var head: Int
    /// The relation without its subtype.
    package var relation: String
    /// Where the word is; for a word of a multiword token where the token is.
    package var span: TextSpan
    /// Whether it is a part of a multiword token.
    package var isMultiword: Bool
  }

  /// The name, as the file gives it.
  package var id = ""
  /// The text.
  package var text: Text = ""
  /// The sentences.
  package var sentences: [TextSpan] = []
  /// The words of each sentence, as indices into `words`.
  package var ranges: [Range<Int>] = []
  /// The words.
  package var words: [Word] = []
  /// The tokens: multiword ones are cut into their words where the forms of these make up the token.
  package var tokens: [TextSpan] = []

  /// The document for the evaluation of segmentation.
  var segmented: GoldSegmentedDocument { GoldSegmentedDocument(id: id, text: text, sentences: sentences, words: tokens) }

  /// A document with the sentences and words as its sentences and tokens.
  ///
  /// - Precondition: It was read with `TreebankText.words`, so that each word has a place of its own.
  package var tokenized: Document {
    var document = Document(id: id, text: text)
    document.tokens = words.map(\.span)
    document.sentences = zip(sentences, ranges).map { Sentence($0, tokens: IndexRange($1)) }
    document.layers = [.sentences, .tokens]
    return document
  }
}

/// What the text of a treebank's document is.
package enum TreebankText: Sendable {
  /// As the treebank gives it.
  case text
  /// With the words of a multiword token in the token's place where their forms are not its parts, so that each word stands somewhere.
  case words
}

/// The documents of treebank files.
package struct GoldTreebank: Sendable {
  /// The files in order.
  package var files: [(name: String, documents: [TreebankDocument])] = []

  /// Reads CoNLL-U files with parts of speech, lemmas and trees.
  ///
  /// - Throws: What is wrong with the files, each place with line and column.
  package init(_ files: [String], text: TreebankText) throws(Diagnostics) {
    var problems = Diagnostics()
    for name in files {
      do throws(Diagnostics) {
        var file = try GoldFile(name)
        let documents = Treebank.read(&file, tokens: text, isAnnotated: true)
        _ = try file.finish()
        if documents.isEmpty { throw Diagnostics(Diagnostic(code: "empty-gold", "the gold file '\(name)' holds no sentence")) }
        self.files.append((name, documents))
      } catch {
        problems.append(contentsOf: error)
      }
    }
    try problems.throwIfErrors()
  }
}
