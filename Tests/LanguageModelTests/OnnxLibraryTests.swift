import Foundation
import LanguageModel
import Pipeline
import TestSupport
import Testing

/// Libraries that cannot be used: each is refused before or while it is opened, with the command that mends it.
@Suite struct OnnxLibraryTests {
  private static let remedy = "; run 'make setup', or name the library or its folder in TEXTMILL_ONNXRUNTIME"

  private func message(_ path: String) -> String {
    problems { () throws(Diagnostics) in try OnnxLibrary(at: path) }.map(\.message).joined(separator: "\n")
  }

  /// A small library made from C.
  private func library(_ source: String, in folder: TemporaryFolder) throws -> String {
    let file = try folder.write(source, to: "library.c")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["clang", "-shared", "-fPIC", "-w", "-o", "\(folder.path)/library.so", file]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return "\(folder.path)/library.so"
  }

  @Test func theLibraryThatSetupTakesIsFound() throws {
    let library = try OnnxLibrary.shared()
    #expect(library.version.hasPrefix("1."))
    #expect(library === (try OnnxLibrary.shared()))
  }

  @Test func aNamedPlaceWithoutTheLibraryIsAnError() throws {
    let folder = try TemporaryFolder()
    for named in ["/nonexistent/place", folder.path] {
      let found = problems { () throws(Diagnostics) in
        try OnnxLibraryFinder(environment: ["TEXTMILL_ONNXRUNTIME": named], program: nil).path()
      }
      #expect(
        found.map(\.message) == ["there is no library of ONNX Runtime at '\(named)', which TEXTMILL_ONNXRUNTIME names\(Self.remedy)"])
    }
  }

  @Test func ofSeveralVersionsTheNewestIsTaken() throws {
    let folder = try TemporaryFolder()
    for name in ["libonnxruntime.so.1.9.0", "libonnxruntime.so.1.32.0", "libonnxruntime.so.1.32.0.part", "libonnxruntime_x.so"] {
      try folder.write("", to: "some/.build/debug/\(name)")
      try folder.write("", to: "other/.onnxruntime/\(name)")
    }
    let beside = OnnxLibraryFinder(environment: [:], program: "\(folder.path)/some/.build/debug/textmill")
    #expect(try beside.path() == "\(folder.path)/some/.build/debug/libonnxruntime.so.1.32.0")
    let checkout = OnnxLibraryFinder(environment: [:], program: "\(folder.path)/other/.build/x/release/textmill")
    #expect(try checkout.path() == "\(folder.path)/other/.onnxruntime/libonnxruntime.so.1.32.0")
    let named = OnnxLibraryFinder(environment: ["TEXTMILL_ONNXRUNTIME": "\(folder.path)/other/.onnxruntime"], program: nil)
    #expect(try named.path() == "\(folder.path)/other/.onnxruntime/libonnxruntime.so.1.32.0")
  }

  @Test func aLibraryThatIsMissingOrNoneIsRefused() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("no library at all, but longer than sixty-four bytes, so that it has room for a header", to: "library.so")
    #expect(message("/nonexistent.so") == "ONNX Runtime's library '/nonexistent.so' cannot be read\(Self.remedy)")
    #expect(message(text) == "ONNX Runtime's library '\(text)' is no library of this system\(Self.remedy)")
  }

  @Test func aLibraryThatIsCutOffIsRefusedBeforeItIsOpened() throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: OnnxLibrary.shared().path), options: .alwaysMapped)
    let path = "\(folder.path)/library.so"
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(message(path) == "ONNX Runtime's library '\(path)' is cut off\(Self.remedy)")
  }

  @Test func aLibraryForAnotherProcessorIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try library("int nothing;", in: folder)
    var bytes = try Fixtures.bytes(path)
    bytes[18] = 40
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(message(path).hasPrefix("ONNX Runtime's library '\(path)' is for another processor (ELF machine 40, not "))
  }

  @Test func aLibraryOfSomethingElseIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try library("int nothing;", in: folder)
    #expect(message(path) == "ONNX Runtime's library '\(path)' is a library of something else\(Self.remedy)")
  }

  @Test func aLibraryThatLacksTheInterfaceIsTooOld() throws {
    let folder = try TemporaryFolder()
    let path = try library(
      """
      static void *table(unsigned version) { return 0; }
      static const char *version(void) { return "1.10.0"; }
      static struct { void *(*table)(unsigned); const char *(*version)(void); } base = {table, version};
      void *OrtGetApiBase(void) { return &base; }
      """, in: folder)
    #expect(message(path) == "ONNX Runtime's library '\(path)' is of version 1.10.0, older than 1.16\(Self.remedy)")
  }

  @Test func whatTheLoaderSaysIsPassedOn() throws {
    let folder = try TemporaryFolder()
    let path = try library("void missing_function(void); void *OrtGetApiBase(void) { missing_function(); return 0; }", in: folder)
    let message = message(path)
    #expect(message.hasPrefix("ONNX Runtime's library '\(path)' cannot be opened: ") && message.contains("missing_function"), "\(message)")
  }
}
