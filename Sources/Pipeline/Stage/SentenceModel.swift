/// A model that reads each sentence once, for all stages of a pipeline that want something of it.
///
/// A stage that does is a `SentenceModelReader` and takes what was found out of `document.findings`. It never runs the model: a plan has one more stage for
/// that, before the first reader, which asks the model for all that its readers want.
package protocol SentenceModel: AnyObject, Sendable {
  /// The name, for reports. Required.
  var name: String { get }

  /// A stage that runs the model and sets `document.findings[ObjectIdentifier(self)]`. Required.
  ///
  /// - Parameter heads: What the readers want, by the model's own names.
  func encoder(for heads: Set<String>) -> any Stage
}

/// A stage that reads what a model finds in sentences.
package protocol SentenceModelReader: Stage {
  /// The model, and what the stage wants of it; nil where its options name no model. Required. Readers of one model hold the same object:
  /// `StageContext.shared` keeps it.
  var modelUse: (model: any SentenceModel, heads: Set<String>)? { get }
}

extension ResolvedPlan {
  /// Stages with one encoder for each model, before the first that reads what it finds; the last that does frees it.
  ///
  /// What a model found refers to the tokens that it read: after a stage that changes the text, the sentences or the tokens, a reader gets an encoder anew.
  static func withEncoders(_ stages: [PlannedStage]) -> [PlannedStage] {
    var stages = stages.filter { !$0.isEncoder }
    var passes: [EncoderPass] = []
    var current: [ObjectIdentifier: Int] = [:]
    for (index, planned) in stages.enumerated() {
      if let use = (planned.stage as? any SentenceModelReader)?.modelUse {
        let key = ObjectIdentifier(use.model)
        if let pass = current[key] {
          passes[pass].heads.formUnion(use.heads)
          passes[pass].last = index
        } else {
          current[key] = passes.count
          passes.append(EncoderPass(model: use.model, heads: use.heads, first: index, last: index))
        }
      }
      if planned.changesTokens { current = [:] }
    }
    for index in stages.indices {
      stages[index].frees = passes.filter { $0.last == index }.map { ObjectIdentifier($0.model) }
    }
    for pass in passes.reversed() {
      let name = passes.count == 1 ? "encode" : "encode \(pass.model.name)"
      stages.insert(PlannedStage(name: name, stage: pass.model.encoder(for: pass.heads), isEncoder: true), at: pass.first)
    }
    return stages
  }

  private struct EncoderPass {
    var model: any SentenceModel
    var heads: Set<String>
    /// The first and the last stage that read what it finds.
    var first: Int
    var last: Int
  }
}
