import LanguageModel
import Pipeline

/// Gives each token its part of speech and its lemma, and each sentence its dependency tree, as a model finds them.
public struct TagStage: ConfigurableStage {
  private let model: LoadedModel
  private let heads: Set<ModelHead>

  /// Creates the stage; the model is loaded once per run.
  public init(options: StageOptions, context: StageContext) throws(Diagnostics) {
    heads = options.bool("syntax") ? [.tags, .lemmas, .dependencies] : [.tags, .lemmas]
    let path = try ModelFolder.path(of: options.string("model"), at: options.location(of: "model") ?? context.location)
    model = try LoadedModel.shared(at: path, heads: heads, context: context)
  }

  /// The layers that it reads and writes.
  public var layers: LayerUse {
    LayerUse(requires: [.sentences, .tokens], writes: heads.contains(.dependencies) ? [.tags, .syntax] : [.tags])
  }

  /// Writes the tags and the syntax of a document.
  public func process(_ document: inout Document) throws(StageFailure) {
    let found = try model.findings(in: document, heads: heads)
    let text = document.text
    document.tags = document.tokens.indices.map { index in
      let form = text[document.tokens[index]]
      let script = model.lemmaScripts[Int(found.lemmas[index])]
      return TokenTag(model.tags[Int(found.tags[index])], lemma: script.lemma(of: form) ?? String(decoding: form, as: UTF8.self))
    }
    guard heads.contains(.dependencies) else { return }
    document.syntax = document.tokens.indices.map { index in
      Dependency(head: found.heads[index], relation: model.relations[Int(found.relations[index])])
    }
  }

  /// What the stage is.
  public static let descriptor = StageDescriptor(
    name: "tag",
    summary: "Finds parts of speech, lemmas and dependency trees with a model",
    discussion: """
      A model reads each sentence once, for this stage and for all others that want something of the same model. The parts of speech and the relations are those of \
      Universal Dependencies. A lemma comes from the word by a script that the model chooses, such as `ies` off and `y` on. Trees are the best ones with a single root \
      (Chu and Liu's algorithm). What is in no sentence, such as a dateline, is read as a sentence of its own.

      A sentence that is longer than the model reads at once is read in windows that overlap; a word's head then lies in its window.

      Models run on ONNX Runtime; `textmill doctor` says whether it is there. What is found is the same for any number of workers, and depends on the kind of \
      processor.
      """,
    options: [
      OptionDescriptor(
        "model", .string, default: "news-en",
        "the name of a model that comes with the program, or with a `/` in it the path of a model's folder"),
      OptionDescriptor("syntax", .bool, default: true, "whether dependency trees are found"),
    ],
    layers: LayerUse(requires: [.sentences, .tokens], writes: [.tags, .syntax]),
    examples: [
      StageExample(
        "Parts of speech, lemmas and the tree", after: ["segment"], input: "The ministry expelled two diplomats.",
        output: [
          .tags: [
            "The/DET/the", "ministry/NOUN/ministry", "expelled/VERB/expel", "two/NUM/two", "diplomats/NOUN/diplomat", "./PUNCT/.",
          ],
          .syntax: [
            "The -det-> ministry", "ministry -nsubj-> expelled", "expelled -root-> root", "two -nummod-> diplomats",
            "diplomats -obj-> expelled", ". -punct-> expelled",
          ],
        ])
    ])
}

extension TagStage: SentenceModelReader {
  package var modelUse: (model: any SentenceModel, heads: Set<String>)? { (model, Set(heads.map(\.rawValue))) }
}
