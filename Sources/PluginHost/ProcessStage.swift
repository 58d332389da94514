import Pipeline

/// A stage that a plugin's process carries out.
struct ProcessStage: BatchStage, ExternalStage {
  let layers: LayerUse
  let concurrency: Int
  private let exchange: DocumentExchange
  private let pool: ProcessPool

  init(
    _ stage: StageDescriptor, of manifest: PluginManifest, options: StageOptions, context: StageContext,
    log: @escaping @Sendable (String) -> Void
  ) {
    layers = stage.layers
    concurrency = 2 * manifest.instances
    exchange = DocumentExchange(instance: context.instance, layers: stage.layers)
    pool = ProcessPool(manifest, stage: stage, instance: context.instance, options: options, log: log)
  }

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
