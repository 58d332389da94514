import Dispatch
import Foundation
import LanguageModel
import Pipeline
import TestSupport
import Testing

@Suite struct OnnxSessionTests {
  private func encoder() throws -> OnnxSession {
    try OnnxSession(Fixtures.bytes("\(Fixtures.models)/tiny-words/encoder.onnx"), named: "encoder.onnx", library: .shared())
  }

  /// Runs the encoder; the tensors are as they should be but for what a test changes.
  private func run(
    _ session: OnnxSession, batch: Int = 2, length: Int = 5, width: Int = 8, seed: UInt64 = 1, output: String = "hidden",
    change: (inout [OnnxInput]) -> Void = { _ in }
  ) throws(StageFailure) -> (shape: [Int], values: [Float]) {
    var random = SeededGenerator(seed: seed)
    let vectors = (0..<batch * length * width).map { _ in Float.random(in: -1...1, using: &random) }
    let shapes = (0..<batch * length).map { _ in Int64.random(in: 0..<8, using: &random) }
    let mask = [Float](repeating: 1, count: batch * length)
    return try vectors.withUnsafeBufferPointer { (vectors) throws(StageFailure) in
      try shapes.withUnsafeBufferPointer { (shapes) throws(StageFailure) in
        try mask.withUnsafeBufferPointer { (mask) throws(StageFailure) in
          var inputs = [
            OnnxInput("vectors", .float, [batch, length, width], UnsafeRawBufferPointer(vectors)),
            OnnxInput("shapes", .int64, [batch, length], UnsafeRawBufferPointer(shapes)),
            OnnxInput("mask", .float, [batch, length], UnsafeRawBufferPointer(mask)),
          ]
          change(&inputs)
          return try session.run(inputs, outputs: [output]) { ($0[0].shape, Array($0[0].values)) }
        }
      }
    }
  }

  private func failure(_ body: () throws(StageFailure) -> Void) -> String {
    do throws(StageFailure) {
      try body()
      return ""
    } catch {
      return "\(error.code): \(error.message)"
    }
  }

  @Test func aGraphSaysWhatItTakesAndGives() throws {
    let session = try encoder()
    #expect(
      session.inputs.map { "\($0.name) \($0.element.map { "\($0)" } ?? "-") \($0.shape.map { $0 ?? -1 })" } == [
        "vectors float [-1, -1, 8]", "shapes int64 [-1, -1]", "mask float [-1, -1]",
      ])
    #expect(session.outputs.map(\.name) == ["hidden"])
  }

  @Test func aRunGivesFloatsOfTheShapeThatTheGraphPromises() throws {
    let session = try encoder()
    let result = try run(session)
    #expect(result.shape == [2, 5, 8] && result.values.count == 80)
    #expect(result.values.allSatisfy { abs($0) <= 1 } && Set(result.values.map(\.bitPattern)).count > 40)
  }

  @Test func aFileThatIsNoGraphIsRefused() throws {
    let bytes = try Fixtures.bytes("\(Fixtures.models)/tiny-words/encoder.onnx")
    for broken in [[], Array("no graph".utf8), Array(bytes.prefix(bytes.count / 2)), [UInt8](repeating: 0xFF, count: 1000)] {
      let found = problems { () throws(Diagnostics) in try OnnxSession(broken, named: "m/encoder.onnx", library: .shared()) }
      #expect(found.map(\.code) == ["broken-model"])
      #expect(found.allSatisfy { $0.message.hasPrefix("the file 'm/encoder.onnx' is no graph that ONNX Runtime 1.") }, "\(found)")
    }
  }

  @Test func wrongShapesTypesAndNamesAreFailuresOfTheRun() throws {
    let session = try encoder()
    let wrongWidth = failure { () throws(StageFailure) in _ = try run(session, width: 7) }
    #expect(
      wrongWidth.hasPrefix("model-failed: the graph 'encoder.onnx' cannot be run: ") && wrongWidth.contains("vectors"), "\(wrongWidth)")
    let wrongType = failure { () throws(StageFailure) in
      _ = try run(session) {
        $0[1] = OnnxInput("shapes", .int32, [2, 5], UnsafeRawBufferPointer(rebasing: $0[1].bytes[..<40]))
      }
    }
    #expect(wrongType.contains("shapes") || wrongType.contains("int32"), "\(wrongType)")
    let missing = failure { () throws(StageFailure) in _ = try run(session) { $0.removeLast() } }
    #expect(missing.contains("mask"), "\(missing)")
    let unknownInput = failure { () throws(StageFailure) in _ = try run(session) { $0[2].name = "masks" } }
    #expect(unknownInput.contains("masks"), "\(unknownInput)")
    let unknownOutput = failure { () throws(StageFailure) in _ = try run(session, output: "hiden") }
    #expect(unknownOutput.contains("hiden"), "\(unknownOutput)")
    // It is as good as before.
    #expect(try run(session).shape == [2, 5, 8])
  }

  @Test func severalThreadsRunOneGraphAtOnce() throws {
    let session = try encoder()
    let expected = try (0..<8).map { try run(session, batch: 1 + $0 % 3, length: 2 + $0, seed: UInt64($0)).values }
    let mistakes = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let wanted = index % 8
      let made = try? run(session, batch: 1 + wanted % 3, length: 2 + wanted, seed: UInt64(wanted)).values
      if made != expected[wanted] { mistakes.withLock { $0 += 1 } }
    }
    #expect(mistakes.withLock { $0 } == 0)
  }

  @Test func memoryDoesNotGrowWithTheNumberOfShapes() throws {
    let session = try encoder()
    func resident() throws -> Int {
      let fields = String(decoding: try Fixtures.bytes("/proc/self/statm"), as: UTF8.self).split(separator: " ")
      return (Int(fields[1]) ?? 0) * 4096
    }
    func runAll(_ seed: UInt64) throws {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<1500 {
        let length = Int.random(in: 2...120, using: &random)
        _ = try run(session, batch: Int.random(in: 1...max(1, 256 / length), using: &random), length: length)
      }
    }
    try runAll(1)
    let before = try resident()
    try runAll(2)
    // Other tests run beside this one; a plan or a block for each shape would take more.
    #expect(try resident() - before < 48 << 20)
  }
}
