import TestSupport
import Testing

@testable import Pipeline
@testable import PluginHost

/// A process that is ended from outside costs no document, whenever that is, and what it comes to is told.
@Suite struct ProcessRecoveryTests {
  /// What a run of texts comes to: the documents that did not come out as they should, and what is told of the processes.
  private static func run(
    _ texts: [String], killedStarts: String = "", instances: Int = 1
  ) throws -> (failed: [Int: String], restarts: StageRestarts?, counted: Int?) {
    let command = #"["sh", "-c", "AWKWARD_KILLED='\#(killedStarts)' exec \#(Python.path) -SE awkward.py"]"#
    let plugin = try AwkwardPlugin(timeout: 60, window: 8, instances: instances, command: command)
    var told: (StageRestarts?, Int?)
    let outcomes = try ProcessFaultTests.outcomes(texts, plugin) { plan, report in
      told = (plan.stages[0].restarts, report.stages[1].restarts)
    }
    var failed: [Int: String] = [:]
    for (index, outcome) in outcomes.enumerated() where outcome != String(texts[index].count) { failed[index] = outcome }
    return (failed, told.0, told.1)
  }

  private static func texts(_ special: [Int: String]) -> [String] { (0..<80).map { special[$0] ?? "Text \($0)" } }

  @Test func aRunThatNothingEndsTellsNothing() throws {
    let run = try Self.run(Self.texts([:]))
    #expect(run.failed.isEmpty && run.restarts == nil && run.counted == nil)
  }

  @Test func aKillCostsNothingAndIsTold() throws {
    let run = try Self.run(Self.texts([40: "a KILL 1"]))
    #expect(run.failed.isEmpty, "\(run.failed)")
    #expect(
      run.restarts?.message
        == "the plugin 'awkward': its process was started again, as it was ended by signal 9 (SIGKILL); no document was lost")
    #expect(run.restarts?.count == 1 && run.counted == 1)
  }

  /// The second kill meets documents that are sent alone, the third those that were sent alone before.
  @Test(arguments: [1, 2]) func killsDuringTheRecoveryCostNothing(instances: Int) throws {
    let run = try Self.run(
      Self.texts([3: "a KILL 3", 20: "b KILL 2", 21: "c KILL 2", 22: "d KILL 1", 60: "e KILL 3"]), instances: instances)
    #expect(run.failed.isEmpty, "\(run.failed)")
    #expect(
      (run.restarts?.count ?? 0) >= 5 && run.restarts?.message.hasSuffix("no document was lost") == true,
      "\(String(describing: run.restarts))")
  }

  /// All that wait for the process would be lost with one that cannot be started.
  @Test(arguments: ["2", "3", "2 3", "3 4", "4 5"]) func aProcessThatIsEndedWhileItStartsCostsNothing(starts: String) throws {
    let run = try Self.run(Self.texts([20: "a KILL 1", 50: "b KILL 2"]), killedStarts: starts)
    #expect(run.failed.isEmpty, "\(run.failed)")
  }

  @Test func aDocumentThatIsKilledEachTimeIsLostAlone() throws {
    let run = try Self.run(Self.texts([33: "a KILL 99"]))
    #expect(run.failed == [33: "plugin-crashed"])
    #expect(run.restarts?.message.hasSuffix("1 document failed by it") == true, "\(String(describing: run.restarts))")
  }

  @Test func whatADocumentLeavesBehindCostsNoOther() throws {
    let run = try Self.run(Self.texts([10: "LEAVE", 11: "LEAVE", 12: "Text CRASH", 13: "LEAVE", 50: "LEAVE"]))
    #expect(run.failed == [12: "plugin-crashed"])
  }

  @Test func aProgramThatCannotBeStartedAnyMoreFailsWhatIsLeftAndNotForEver() throws {
    let run = try Self.run(Self.texts([20: "a KILL 1"]), killedStarts: (2...400).map(String.init).joined(separator: " "))
    #expect(run.failed.keys.min() ?? 0 > 0 && run.failed.count < 80 && Set(run.failed.values) == ["plugin-crashed"], "\(run.failed)")
  }
}
