import Foundation
import LanguageModel
import Pipeline
import Readers
import TestSupport
import Testing

/// Models that cannot be used, each told with its file and key.
@Suite struct ModelFolderTests {
  /// The small model, with its manifest changed.
  private func broken(_ change: (inout String) -> Void) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: "\(Fixtures.models)/tiny-words") {
      try folder.write(Fixtures.bytes("\(Fixtures.models)/tiny-words/\(file)"), to: file)
    }
    var manifest = try folder.read("manifest.json")
    change(&manifest)
    try folder.write(manifest, to: "manifest.json")
    return folder
  }

  private func messages(_ folder: TemporaryFolder, _ heads: Set<ModelHead> = Set(ModelHead.allCases)) -> [String] {
    problems { () throws(Diagnostics) in try LoadedModel(at: folder.path).load(heads) }
      .map { $0.line.replacingOccurrences(of: folder.path, with: "M") }
  }

  @Test func aFolderWithoutAManifestIsNoModel() throws {
    let folder = try TemporaryFolder()
    #expect(messages(folder) == ["error: there is no model in 'M': a model's folder has a file 'manifest.json' that can be read"])
  }

  @Test func mistakesInAManifestAreAllToldWithTheirPlaces() throws {
    let folder = try broken {
      $0 = $0.replacingOccurrences(of: #""hidden": 8"#, with: #""hiden": 8"#)
        .replacingOccurrences(of: #""ADJ""#, with: #""ADJECTIVE""#).replacingOccurrences(
          of: #""temperature": 1.5"#, with: #""temperature": "warm""#
        )
        .replacingOccurrences(of: #""strip_accents": true"#, with: #""strip_accents": false"#)
        .replacingOccurrences(of: #""B-ORG""#, with: #""S-ORG""#)
    }
    let found = messages(folder)
    #expect(found.count == 5, "\(found)")
    for part in [
      "'strip_accents' must both be true", "no key 'hiden'; did you mean 'hidden'?", "the label 'S-ORG' is neither",
      "'temperature' must be a number",
      "'ADJECTIVE' is no part of speech",
    ] { #expect(found.contains { $0.contains(part) && $0.hasPrefix("M/manifest.json:") }, "\(part) is not in \(found)") }
  }

  @Test func aManifestOfAnotherFormatIsRefused() throws {
    let folder = try broken { $0 = $0.replacingOccurrences(of: #""format": 1"#, with: #""format": 2"#) }
    #expect(messages(folder) == ["M/manifest.json:2:2: error: the manifest is of format 2; this program knows format 1"])
  }

  @Test func aFileOutsideTheFolderIsNotOpened() throws {
    let folder = try broken { $0 = $0.replacingOccurrences(of: #""vocabulary": "vocab.txt""#, with: #""vocabulary": "../vocab.txt""#) }
    #expect(messages(folder).contains { $0.contains("'../vocab.txt' must be the name of a file in the model's folder") })
  }

  @Test func filesThatWereChangedAreNotRead() throws {
    let cut = try broken { _ in }
    try cut.write(Array(Fixtures.bytes("\(cut.path)/encoder.onnx").dropLast()), to: "encoder.onnx")
    #expect(
      messages(cut).contains { $0.contains("its file 'encoder.onnx' has 1854 bytes where its manifest says 1855") }, "\(messages(cut))")
    let changed = try broken { _ in }
    var bytes = try Fixtures.bytes("\(changed.path)/pieces.bin")
    bytes[100] ^= 1
    try changed.write(bytes, to: "pieces.bin")
    #expect(
      messages(changed).contains { $0.contains("its file 'pieces.bin' is not the file that its manifest describes; get the model again") })
    let unlisted = try broken { $0 = $0.replacingOccurrences(of: #""vocab.txt": {"#, with: #""vocabulary.txt": {"#) }
    #expect(messages(unlisted).contains { $0.contains("its file 'vocab.txt' is not listed under 'files'") })
  }

  @Test func baseFormsAreReadForLemmasAlone() throws {
    let forms = "visit\tV\nact\tN\n"
    let hash = SHA256.hexadecimal(of: Array(forms.utf8))
    let folder = try broken {
      $0 = $0.replacingOccurrences(of: #""scripts": ["#, with: #""words": "base-forms.txt", "scripts": ["#)
        .replacingOccurrences(
          of: #""vocab.txt": {"#,
          with: #""base-forms.txt": { "bytes": \#(forms.utf8.count), "sha256": "\#(hash)" }, "vocab.txt": {"#)
    }
    try folder.write(forms, to: "base-forms.txt")
    #expect(messages(folder, [.entities, .tags]) == [])
    let found = messages(folder, [.lemmas])
    #expect(found.count == 1 && found[0].hasPrefix("M/base-forms.txt:2:1: error: base forms stand in the order"), "\(found)")
  }

  @Test func graphsThatDoNotFitTheManifestAreToldBeforeTheyRun() throws {
    let narrow = try broken { $0 = $0.replacingOccurrences(of: #""hidden": 8"#, with: #""hidden": 9"#) }
    #expect(
      messages(narrow) == [
        "error: the graph 'encoder.onnx' of the model 'tiny-words' in 'M' gives 'hidden' of float[any, any, 8], where it must give 'hidden' of float[any, any, 9]"
      ])
    let other = try broken { $0 = $0.replacingOccurrences(of: #""file": "entities.onnx""#, with: #""file": "labels.onnx""#) }
    let found = messages(other, [.entities])
    #expect(found.contains { $0.contains("takes 'heads', which this program does not know") }, "\(found)")
    #expect(found.contains { $0.contains("gives no 'entities', only 'relations'") }, "\(found)")
  }

  @Test func aTableOfAnotherSizeIsRefused() throws {
    let folder = try broken { $0 = $0.replacingOccurrences(of: #""dimensions": 8"#, with: #""dimensions": 12"#) }
    let found = messages(folder)
    #expect(found.count == 2 && found.first?.contains("takes 'vectors' of float[any, any, 8], where it must") == true, "\(found)")
    #expect(found.last == "error: the table 'M/pieces.bin' has another size than 770 pieces of 12 bytes and a scale")
  }

  @Test func modelsAreFoundByNameOrPath() throws {
    let folder = try broken { _ in }
    let models = (folder.path as NSString).deletingLastPathComponent
    let name = (folder.path as NSString).lastPathComponent
    let environment = ["TEXTMILL_MODELS": models]
    #expect(try ModelFolder.path(of: name, at: nil, environment: environment, program: nil) == folder.path)
    let place = SourceLocation(file: "\(models)/pipelines/x.yaml", line: 1, column: 1)
    #expect(try ModelFolder.path(of: "../\(name)", at: place) == folder.path)
    #expect(try ModelFolder.path(of: "\(folder.path)/", at: place) == folder.path)
    let found = problems { () throws(Diagnostics) in
      try ModelFolder.path(of: String(name.dropLast()) + "x", at: place, environment: environment, program: nil)
    }
    #expect(found.map(\.code) == ["unknown-model"] && found[0].message.contains("did you mean '\(name)'?"), "\(found)")
  }
}
