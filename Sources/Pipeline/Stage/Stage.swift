/// A step of a pipeline, set up and ready: reads some layers of a document, writes others.
///
/// One instance serves a whole run and is called from several threads at once, so it is immutable or guards its state.
/// What it writes depends on the document, its options and its data files alone: not on the time, other documents, or the thread.
///
/// A document that a stage fails on keeps the layers that it had before that stage: whoever runs the stage hands it a copy.
///
/// A stage that is written in Swift conforms to ``ConfigurableStage``, which says what it is called and how it is made.
public protocol Stage: Sendable {
  /// The layers that this instance reads and writes, given its options. Required.
  var layers: LayerUse { get }

  /// Annotates one document. Required. It need not mark layers as present: whoever runs the stage adds `layers.writes` to
  /// `document.layers`, and drops the layers that depend on `layers.updates`.
  ///
  /// - Throws: A failure that concerns this document alone. The run goes on.
  func process(_ document: inout Document) throws(StageFailure)
}

/// A type of stages that pipelines can name: it describes itself, and makes an instance from options.
public protocol ConfigurableStage: Stage {
  /// Name, options, layers and examples, as data. Required.
  static var descriptor: StageDescriptor { get }

  /// Creates the stage from options that fit `descriptor`, loading what it needs. Required.
  ///
  /// - Throws: All that is wrong with the options and the files that they name, not only the first problem.
  init(options: StageOptions, context: StageContext) throws(Diagnostics)
}

/// The layers that a stage reads and writes.
public struct LayerUse: Sendable, Hashable {
  /// Layers that must be there.
  public var requires: Set<Layer>
  /// Layers that are read if they are there.
  public var uses: Set<Layer>
  /// Layers that the stage makes anew; each has one writer in a pipeline.
  public var writes: Set<Layer>
  /// Layers that the stage changes; those that index into them are dropped.
  public var updates: Set<Layer>

  /// Creates a declaration.
  public init(requires: Set<Layer> = [], uses: Set<Layer> = [], writes: Set<Layer> = [], updates: Set<Layer> = []) {
    self.requires = requires
    self.uses = uses
    self.writes = writes
    self.updates = updates
  }
}

/// Why a stage could not process one document. Never holds article text.
public struct StageFailure: Error, Sendable, Hashable {
  /// A stable name in kebab-case.
  public var code: String
  /// What went wrong: one lower-case sentence.
  public var message: String

  /// Creates a failure.
  public init(code: String, _ message: String) {
    self.code = code
    self.message = message
  }
}
