import Pipeline

/// A model in memory: what all heads need, and the graphs of those that stages have asked for.
package final class LoadedModel: SentenceModel {
  /// The model's manifest.
  package let manifest: ModelManifest
  /// The types of entities, by the numbers in findings.
  package let entityTypes: [String]
  /// The parts of speech, by the numbers in findings.
  package let tags: [UniversalPartOfSpeech]
  /// The scripts that make lemmas, by the numbers in findings.
  package let lemmaScripts: [LemmaScript]
  /// The relations, by the numbers in findings.
  package let relations: [String]
  private let reader: any SentenceReader

  /// The name, as the manifest has it.
  package var name: String { manifest.name }

  /// A model for all stages of a run, loaded by the first that asks.
  ///
  /// - Parameters:
  ///   - path: The absolute path of the model's folder.
  ///   - heads: What the stage wants.
  /// - Throws: All that is wrong with the model; or that ONNX Runtime is missing; or that the model has no such head.
  package static func shared(at path: String, heads: Set<ModelHead>, context: StageContext) throws(Diagnostics) -> LoadedModel {
    let model = try context.shared("model \(path)") { () throws(Diagnostics) in try LoadedModel(at: path) }
    try model.load(heads)
    return model
  }

  /// Loads a model, without any head.
  package init(at path: String) throws(Diagnostics) {
    let folder = try ModelFolder(at: path)
    manifest = folder.manifest
    let graphs = GraphStore(folder: folder)
    switch manifest.kind {
    case .words(let words):
      reader = try WordReader(words, folder: folder, graphs: graphs)
      entityTypes = words.entities?.scheme.types ?? []
      tags = words.tags?.labels ?? []
      lemmaScripts = words.lemmas?.scripts ?? []
      relations = words.dependencies?.labels ?? []
    case .pieces(let pieces):
      reader = try PieceReader(pieces, folder: folder, graphs: graphs)
      entityTypes = pieces.scheme.types
      tags = []
      lemmaScripts = []
      relations = []
    }
  }

  /// Loads the graphs of heads.
  package func load(_ heads: Set<ModelHead>) throws(Diagnostics) {
    let missing = heads.subtracting(reader.heads)
    if !missing.isEmpty {
      let had = reader.heads.map(\.rawValue).sorted().joined(separator: ", ")
      let wanted = missing.map(\.rawValue).sorted().joined(separator: ", ")
      throw Diagnostics(Diagnostic(code: "no-head", "the model '\(name)' does not find \(wanted): it finds \(had)"))
    }
    try reader.load(heads)
  }

  /// What the model found in a document: what the encoder of the plan left there, or, where there is none, what it finds now.
  ///
  /// - Parameter heads: They have been loaded.
  package func findings(in document: Document, heads: Set<ModelHead>) throws(StageFailure) -> ModelFindings {
    if let found = document.findings[ObjectIdentifier(self)] as? ModelFindings { return found }
    let (findings, failures) = reader.read([document], heads: heads)
    if let failure = failures[0] { throw failure }
    return findings[0]
  }

  /// The stage that runs the model for others.
  package func encoder(for heads: Set<String>) -> any Stage {
    EncodeStage(model: self, heads: Set(heads.compactMap(ModelHead.init(rawValue:))))
  }

  /// Runs the model for the documents of a batch.
  fileprivate func read(_ documents: [Document], heads: Set<ModelHead>) -> (findings: [ModelFindings], failures: [StageFailure?]) {
    reader.read(documents, heads: heads)
  }
}

/// What reads sentences for a kind of model.
protocol SentenceReader: Sendable {
  /// What it can find. Required.
  var heads: Set<ModelHead> { get }

  /// Makes the graphs of heads ready. Required.
  func load(_ heads: Set<ModelHead>) throws(Diagnostics)

  /// Finds what the heads find, for each document on its own: neither the others nor their order change anything. Required.
  ///
  /// - Returns: Findings and, for a document that failed, why.
  func read(_ documents: [Document], heads: Set<ModelHead>) -> (findings: [ModelFindings], failures: [StageFailure?])
}

/// The step of a plan that runs a model once for all stages after it that read what it finds.
struct EncodeStage: BatchStage {
  let model: LoadedModel
  let heads: Set<ModelHead>

  var layers: LayerUse { LayerUse(requires: [.sentences, .tokens]) }

  func process(batch: inout [Document]) -> [StageFailure?] {
    let (findings, failures) = model.read(batch, heads: heads)
    for index in batch.indices where failures[index] == nil { batch[index].findings[ObjectIdentifier(model)] = findings[index] }
    return failures
  }
}
