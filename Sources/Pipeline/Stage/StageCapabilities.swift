/// A stage that works on several documents at once, such as a neural model or a process that answers out of order.
///
/// The results for a document never depend on the batch that it is in.
public protocol BatchStage: Stage {
  /// Annotates the documents in place. Required.
  ///
  /// - Returns: One result per document, in order: nil, or why it failed. A failed document may be left in any state.
  func process(batch: inout [Document]) -> [StageFailure?]
}

extension BatchStage {
  /// A batch of one.
  public func process(_ document: inout Document) throws(StageFailure) {
    var batch = [document]
    let results = process(batch: &batch)
    if let failure = results.first ?? StageFailure(code: "no-result", "the stage returned no result for the document") { throw failure }
    document = batch[0]
  }
}

/// A stage that writes output files.
///
/// `render` turns a document into bytes, in parallel; failed documents, which carry `problems`, are rendered too. The sink then takes the
/// renderings of a run in document order on one thread.
public protocol SinkStage: Stage {
  /// Turns a document into the bytes of its outputs. Required.
  func render(_ document: Document) throws(StageFailure) -> Rendering

  /// Creates the sink of a run. Required.
  ///
  /// - Throws: What makes the outputs impossible, such as a folder that is in the way.
  func makeSink(in output: OutputFolder) throws(OutputFailure) -> any Sink
}

extension SinkStage {
  /// A sink changes no layer.
  public func process(_ document: inout Document) throws(StageFailure) {}
}

/// The bytes that a document adds to the outputs of a sink.
public struct Rendering: Sendable {
  /// Bytes for one output.
  public struct Part: Sendable {
    /// The output, by its number as the sink counts them.
    public var output: Int
    /// The file's path inside the output where that is a folder; nil where it is one file to which bytes are appended.
    public var path: String?
    /// The bytes.
    public var bytes: [UInt8]

    /// Creates a part.
    public init(output: Int, path: String? = nil, bytes: [UInt8]) {
      self.output = output
      self.path = path
      self.bytes = bytes
    }
  }

  /// The parts, in the order in which they are appended.
  public var parts: [Part]

  /// Creates a rendering.
  public init(parts: [Part] = []) { self.parts = parts }
}

/// Takes the renderings of a run. All calls come from one thread, in document order.
public protocol Sink {
  /// Writes parts that are files of their own on the worker that rendered them, before the rendering comes to the sink without them;
  /// nil where the sink takes all parts itself. Default: nil.
  var partWriter: PartWriter? { get }

  /// Adds the rendering of the document at a position. Positions grow, and are not skipped.
  mutating func append(_ rendering: Rendering, position: Int) throws(OutputFailure)

  /// Makes all that was appended so far durable, so that a run can go on from here.
  mutating func checkpoint() throws(OutputFailure)

  /// Puts the finished outputs in their places, each in one step. The last call.
  mutating func publish() throws(OutputFailure)
}

extension Sink {
  /// The sink takes all parts itself.
  public var partWriter: PartWriter? { nil }
}

/// Writes parts of renderings that have a path. Called on several threads at once, in no order.
public struct PartWriter: Sendable {
  /// Writes one part.
  public let write: @Sendable (Rendering.Part) throws(OutputFailure) -> Void

  /// Creates a writer.
  public init(write: @escaping @Sendable (Rendering.Part) throws(OutputFailure) -> Void) { self.write = write }
}

/// A stage that learns something from all documents: document frequencies, an index of entities, a digest.
///
/// Each document gives a contribution, which is kept on disk; when the run ends a reduction takes them in document order and
/// writes outputs of its own. Records never depend on it.
public protocol CollectionStage: Stage {
  /// What the document adds, in an encoding of the stage's own. Required.
  func contribution(of document: Document) throws(StageFailure) -> [UInt8]

  /// Creates the reduction of a run. Required.
  func makeReduction(in output: OutputFolder) throws(OutputFailure) -> any Reduction
}

/// Takes the contributions of a run. All calls come from one thread, in document order.
public protocol Reduction {
  /// Adds the contribution of the document at a position.
  mutating func add(_ contribution: [UInt8], position: Int) throws(OutputFailure)

  /// Writes the outputs. The last call.
  mutating func finish() throws(OutputFailure)
}

/// Why an output could not be written: the disk is full, a folder is in the way. It ends the run.
public struct OutputFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file or folder.
  public var path: String
  /// What went wrong and what to do: one lower-case sentence.
  public var message: String

  /// Creates a failure.
  public init(path: String, _ message: String) {
    self.path = path
    self.message = message
  }

  /// `path: message`
  public var description: String { "\(path): \(message)" }
}
