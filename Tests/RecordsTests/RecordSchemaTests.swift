import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Records

@Suite struct RecordSchemaTests {
  private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Docs/record.schema.json").path

  private static func schema() throws -> JSONSchema {
    let bytes = try #require(FileManager.default.contents(atPath: path))
    return JSONSchema(try JSONParser.parse([UInt8](bytes)) { MetadataValue($0) }.get())
  }

  private static func records(_ count: Int) throws -> [[UInt8]] {
    try (0..<count).map { try RecordRoundTripTests.record(RandomDocument.make(seed: UInt64($0)), .allCases[$0 % 3]) }
  }

  @Test func recordsFitTheSchemaMemberForMember() throws {
    var schema = try Self.schema()
    for (seed, record) in try Self.records(300).enumerated() {
      let problems = schema.problems(of: try JSONParser.parse(record) { MetadataValue($0) }.get())
      try #require(problems.isEmpty, "seed \(seed)")
    }
    // Every layer of the schema was met, so that none was only allowed to be left out.
    let layers = try #require(try Self.schema().root["properties"]).members.map(\.key)
    for layer in layers { #expect(schema.reached.contains("/\(layer)"), "\(layer)") }
  }

  @Test func theSchemaRefusesWhatIsWrong() throws {
    var schema = try Self.schema()
    for wrong in [
      #"{"schema":"textmill/2","id":"a","text":""}"#, #"{"schema":"textmill/1","text":""}"#,
      #"{"schema":"textmill/1","id":"a","text":"","colour":1}"#,
      #"{"schema":"textmill/1","id":"a","text":"","tokens":[{"start":0,"end":-1}]}"#,
      #"{"schema":"textmill/1","id":"a","text":"","tokens":[{"start":0,"end":0,"pos":"NOUN"}]}"#,
      #"{"schema":"textmill/1","id":"a","text":"","quotes":[{"start":0,"end":0,"kind":"loud"}]}"#,
    ] {
      #expect(try !schema.problems(of: JSONParser.parse(Array(wrong.utf8)) { MetadataValue($0) }.get()).isEmpty, "\(wrong)")
    }
  }

  private static let hasPythonValidator = (try? run("import jsonschema", [])) == 0

  @Test(.enabled(if: hasPythonValidator, "Python's jsonschema is not installed"))
  func pythonsValidatorAgrees() throws {
    let program = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      # A line of JSON Lines ends at a line feed alone.
      lines = [line for line in sys.stdin.buffer.read().split(b"\\n") if line]
      assert len(lines) == 200, len(lines)
      for line in lines:
        validator.validate(json.loads(line))
      """
    #expect(try Self.run(program, Array(try Self.records(200).joined())) == 0)
  }

  /// Runs a Python program with the schema as its argument; returns its exit status.
  private static func run(_ program: String, _ input: [UInt8]) throws -> Int32 {
    let file = NSTemporaryDirectory() + "textmill-records-\(UUID().uuidString).jsonl"
    try Data(input).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-W", "ignore", "-c", program, path]
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
