/// The sinks and collections of a run. One thread calls it, in document order.
struct RunOutputs {
  private var sinks: [any Sink] = []
  private var collections: [(reduction: any Reduction, spool: ContributionSpool)] = []
  private let folder: OutputFolder?

  init(plan: ResolvedPlan, folder: OutputFolder?) throws(OutputFailure) {
    self.folder = folder
    guard let folder else { return }
    for planned in plan.stages {
      if let stage = planned.stage as? any SinkStage { sinks.append(try stage.makeSink(in: folder)) }
      if let stage = planned.stage as? any CollectionStage {
        collections.append(
          (try stage.makeReduction(in: folder), try ContributionSpool(path: folder.staging("\(planned.name)/contributions"))))
      }
    }
  }

  /// The writers of the sinks, in order.
  var partWriters: [PartWriter?] { sinks.map(\.partWriter) }

  mutating func append(_ result: BatchResult, position: Int) throws(OutputFailure) {
    if let failure = result.outputFailure { throw failure }
    for (index, renderings) in result.renderings.enumerated() {
      for (offset, rendering) in renderings.enumerated() { try sinks[index].append(rendering, position: position + offset) }
    }
    for (index, contributions) in result.contributions.enumerated() {
      for (offset, contribution) in contributions.enumerated() {
        if let contribution { try collections[index].spool.append(contribution, position: position + offset) }
      }
    }
  }

  mutating func checkpoint() throws(OutputFailure) {
    for index in sinks.indices { try sinks[index].checkpoint() }
    for index in collections.indices { try collections[index].spool.checkpoint() }
  }

  mutating func publish() throws(OutputFailure) {
    for index in sinks.indices { try sinks[index].publish() }
    guard let folder else { return }
    for index in collections.indices {
      var reduction = collections[index].reduction
      try collections[index].spool.replay { (contribution, position) throws(OutputFailure) in
        try reduction.add(contribution, position: position)
      }
      try reduction.finish()
    }
    folder.removeStaging()
  }
}
