import Pipeline

/// The sink of an export with a report: the files, and the totals that end the index.
struct ReportSink: Sink {
  private var files: StagedSink
  private var totals = ReportTotals()
  private let totalsOutput: Int
  private let indexOutput: Int
  private let report: HTMLReport

  /// The pages are written as they are rendered.
  var partWriter: PartWriter? { files.partWriter }

  /// Creates the sink. Parts for the output `totalsOutput` are totals and go to no file.
  init(files: StagedSink, totalsOutput: Int, indexOutput: Int, report: HTMLReport) {
    self.files = files
    self.totalsOutput = totalsOutput
    self.indexOutput = indexOutput
    self.report = report
  }

  mutating func append(_ rendering: Rendering, position: Int) throws(OutputFailure) {
    for part in rendering.parts where part.output == totalsOutput { totals.add(ReportTotals(encoded: part.bytes)) }
    try files.append(Rendering(parts: rendering.parts.filter { $0.output != totalsOutput }), position: position)
  }

  mutating func checkpoint() throws(OutputFailure) {
    try files.checkpoint()
  }

  mutating func publish() throws(OutputFailure) {
    files.setFooter(report.indexFooter(totals), output: indexOutput)
    try files.publish()
  }
}
