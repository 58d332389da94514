import Dispatch
import Pipeline

/// A test file that is right: its cases, ready to run.
package struct PipelineTest: Sendable {
  /// A document with what it must be, and the stages that make it so.
  struct Check: Sendable {
    let document: Document
    let plan: ResolvedPlan
    let expectations: [Expectation]
    /// Where the test file says what is expected.
    let location: SourceLocation
  }

  /// One case.
  package struct Case: Sendable {
    /// The name.
    package let name: String
    /// Where the name stands.
    package let location: SourceLocation
    let checks: [Check]
  }

  /// The file as the person named it.
  package let file: String
  /// The cases in the order of the file.
  package let cases: [Case]

  /// The same file with the cases whose names hold a text, whatever their case.
  package func filtered(_ text: String) -> PipelineTest {
    PipelineTest(file: file, cases: cases.filter { $0.name.lowercased().contains(text.lowercased()) })
  }

  /// Starts what works outside this process, such as plugins' programs, so that what cannot be started is told before any case is run. `run` ends it.
  ///
  /// - Throws: The first that cannot be started, and why. Others would mostly say the same, after as long a wait.
  package func start() throws(Diagnostics) {
    do throws(Diagnostics) {
      for check in cases.flatMap(\.checks) { try check.plan.start() }
    } catch {
      finish()
      throw error
    }
  }

  /// Ends what `start` started.
  package func finish() {
    for check in cases.flatMap(\.checks) { check.plan.finish() }
  }

  /// Runs all cases, several at once.
  ///
  /// - Returns: Their results in the order of the file.
  package func run() -> [TestResult] {
    let results = Locked([TestResult?](repeating: nil, count: cases.count))
    DispatchQueue.concurrentPerform(iterations: cases.count) { index in
      let result = cases[index].run()
      results.withLock { $0[index] = result }
    }
    // Plugins' processes are started by the first document that comes to them, if not before.
    finish()
    return results.withLock { $0.compactMap { $0 } }
  }
}

/// What came of a case.
package struct TestResult: Sendable {
  /// The name of the case.
  package let name: String
  /// Where the name stands.
  package let location: SourceLocation
  /// What was not as expected; nothing where the case passed.
  package let failures: [TestFailure]
  /// How long it took.
  package let seconds: Double
  /// What the documents became.
  package let documents: [Document]

  /// Whether all was as expected.
  package var isPassed: Bool { failures.isEmpty }
}

extension PipelineTest.Case {
  /// Takes the documents through the stages and compares.
  func run() -> TestResult {
    let started = ContinuousClock.now
    var failures: [TestFailure] = []
    var documents: [Document] = []
    for check in checks {
      let document = check.plan.annotate(check.document)
      failures += ExpectationCheck(document: document).failures(of: check.expectations, at: check.location)
      documents.append(document)
    }
    let (seconds, attoseconds) = (ContinuousClock.now - started).components
    return TestResult(
      name: name, location: location, failures: failures, seconds: Double(seconds) + Double(attoseconds) * 1e-18, documents: documents)
  }
}
