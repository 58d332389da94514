import Pipeline

/// Turns documents into what a process is sent, and its answers into changes of documents.
protocol StageExchange: Sendable {
  /// The record that is sent: the text and the layers that the stage reads. No line end.
  func record(of document: Document) throws(StageFailure) -> [UInt8]

  /// Makes the changes that an answer says.
  ///
  /// - Parameters:
  ///   - answer: The whole line that came.
  ///   - record: What was sent.
  func apply(_ answer: [UInt8], sent record: [UInt8], to document: inout Document) throws(StageFailure)
}

/// A stage that processes carry out: those of a plugin, or of this program.
struct ProcessStage: BatchStage, ExternalStage {
  let layers: LayerUse
  let concurrency: Int
  private let exchange: any StageExchange
  private let pool: ProcessPool

  init(layers: LayerUse, instances: Int, exchange: any StageExchange, pool: ProcessPool) {
    self.layers = layers
    self.concurrency = 2 * instances
    self.exchange = exchange
    self.pool = pool
  }

  /// A stage of a plugin.
  init(
    _ stage: StageDescriptor, of manifest: PluginManifest, options: StageOptions, context: StageContext,
    log: @escaping @Sendable (String) -> Void
  ) {
    let opening = ProcessProtocol.opening(stage: stage, instance: context.instance, options: options)
    let pool = ProcessPool(manifest, opening: opening, log: log) { line throws(StageFailure) in
      if let problem = StartProblem(line, from: manifest, offering: [stage]) {
        throw StageFailure(code: "plugin-unavailable", "the plugin '\(manifest.name)' cannot be used: \(problem.sentence)")
      }
    }
    self.init(
      layers: stage.layers, instances: manifest.instances, exchange: DocumentExchange(instance: context.instance, layers: stage.layers),
      pool: pool)
  }

  var restarts: StageRestarts? { pool.restarts }

  func start() throws(StageFailure) { try pool.start() }

  func finish() { pool.finish() }

  func process(batch: inout [Document]) -> [StageFailure?] {
    var failures = [StageFailure?](repeating: nil, count: batch.count)
    var records: [[UInt8]] = []
    var indices: [Int] = []
    for index in batch.indices {
      do throws(StageFailure) {
        records.append(try exchange.record(of: batch[index]))
        indices.append(index)
      } catch {
        failures[index] = error
      }
    }
    if records.isEmpty { return failures }
    for ((index, record), outcome) in zip(zip(indices, records), pool.exchange(records)) {
      switch outcome {
      case .lost(let failure): failures[index] = failure
      case .answer(let line):
        do throws(StageFailure) {
          try exchange.apply(line, sent: record, to: &batch[index])
        } catch {
          failures[index] = error
        }
      }
    }
    return failures
  }
}
