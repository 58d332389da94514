import Pipeline
import YAML

/// Reads `manifest.json`. JSON is YAML, so that every mistake has its line and column.
struct ManifestReader {
  private let report: YAMLReport

  /// The manifest in a file.
  ///
  /// - Throws: All that is wrong with it.
  static func manifest(at path: String) throws(Diagnostics) -> ModelManifest {
    let document = try YAMLDocument(contentsOf: path)
    let report = YAMLReport(document.source)
    let manifest = ManifestReader(report: report).manifest(document.root)
    try report.throwIfErrors()
    guard let manifest else { throw Diagnostics(Diagnostic(code: "bad-manifest", "the manifest '\(path)' cannot be read")) }
    return manifest
  }

  private func manifest(_ root: YAMLNode) -> ModelManifest? {
    guard var reader = YAMLMappingReader(root, "the manifest", report) else { return nil }
    if let format = reader.integer("format", required: true), format != 1 {
      report.error(
        "wrong-version", "the manifest is of format \(format); this program knows format 1", at: reader.location(of: "format"))
      return nil
    }
    let name = reader.string("name", required: true)
    let version = reader.string("version", required: true)
    let language = reader.string("language", required: true)
    let licence = reader.string("licence", required: true)
    let kind: ModelManifest.Kind? =
      switch reader.choice("kind", of: ["words", "pieces"], required: true) {
      case "words"?: words(&reader).map { .words($0) }
      case "pieces"?: pieces(&reader).map { .pieces($0) }
      default: nil
      }
    let files = files(&reader)
    if kind != nil || reader.node.mapping?["kind"] == nil { reader.finish() }
    guard let name, let version, let language, let licence, let kind else { return nil }
    return ModelManifest(name: name, version: version, language: language, licence: licence, files: files, kind: kind)
  }

  private func files(_ reader: inout YAMLMappingReader) -> [String: ModelManifest.FileFacts] {
    var files: [String: ModelManifest.FileFacts] = [:]
    for entry in reader.value("files", required: true)?.mapping?.entries ?? [] {
      checkName(entry.key, at: entry.keyLocation)
      guard var facts = YAMLMappingReader(entry.value, "'\(entry.key)'", report) else { continue }
      let bytes = facts.integer("bytes", in: 0 ... .max, required: true)
      let sha256 = facts.string("sha256", required: true)
      facts.finish()
      if let bytes, let sha256 { files[entry.key] = ModelManifest.FileFacts(bytes: bytes, sha256: sha256) }
    }
    return files
  }

  private func words(_ reader: inout YAMLMappingReader) -> ModelManifest.Words? {
    guard var words = reader.mapping("words", required: true) else { return nil }
    let vocabulary = file("vocabulary", &words)
    let isUncased = casing(&words)
    let maximumPieces = words.integer("maximum_pieces", in: 1...255, required: true)
    let table = file("table", &words)
    let dimensions = words.integer("dimensions", in: 1...16_384, required: true)
    let before = words.strings("before", required: true) ?? []
    let after = words.strings("after") ?? []
    if before.isEmpty, words.node.mapping?["before"] != nil {
      report.error("wrong-value", "'before' needs a piece, which stands for the root of trees", at: words.location(of: "before"))
    }
    words.finish()
    let shapes = reader.integer("shapes", in: 0...8) ?? 0
    let encoder = reader.mapping("encoder", required: true).flatMap { self.encoder($0) }
    let entities = reader.mapping("entities").flatMap { self.entities($0) }
    let tags = reader.mapping("tags").flatMap { self.tags($0) }
    let lemmas = reader.mapping("lemmas").flatMap { self.lemmas($0) }
    let dependencies = reader.mapping("dependencies").flatMap { self.dependencies($0) }
    guard let vocabulary, let isUncased, let maximumPieces, let table, let dimensions, let encoder else { return nil }
    return ModelManifest.Words(
      vocabulary: vocabulary, isUncased: isUncased, maximumPieces: maximumPieces, table: table, dimensions: dimensions, before: before,
      after: after, shapes: shapes, encoder: encoder, entities: entities, tags: tags, lemmas: lemmas, dependencies: dependencies)
  }

  private func encoder(_ given: YAMLMappingReader) -> ModelManifest.Encoder? {
    var reader = given
    let file = file("file", &reader)
    let hidden = reader.integer("hidden", in: 1...16_384, required: true)
    let maximumWords = reader.integer("maximum_words", in: 8...4096, required: true)
    let overlap = reader.integer("overlap", in: 2...max(2, (maximumWords ?? 4096) / 2), required: true)
    reader.finish()
    guard let file, let hidden, let maximumWords, let overlap else { return nil }
    return ModelManifest.Encoder(file: file, hidden: hidden, maximumWords: maximumWords, overlap: overlap)
  }

  private func entities(_ given: YAMLMappingReader) -> ModelManifest.Entities? {
    var reader = given
    let file = file("file", &reader)
    let scheme = scheme(&reader)
    let temperature = temperature(&reader)
    reader.finish()
    guard let file, let scheme else { return nil }
    return ModelManifest.Entities(file: file, scheme: scheme, temperature: temperature)
  }

  private func tags(_ given: YAMLMappingReader) -> ModelManifest.Tags? {
    var reader = given
    let file = file("file", &reader)
    let labels = (reader.list("labels", required: true) ?? []).compactMap { node in
      let label = node.string.flatMap { UniversalPartOfSpeech(rawValue: $0) }
      if label == nil { report.error("wrong-value", "\(node.described) is no part of speech of Universal Dependencies", at: node.location) }
      return label
    }
    reader.finish()
    return file.map { ModelManifest.Tags(file: $0, labels: labels) }
  }

  private func lemmas(_ given: YAMLMappingReader) -> ModelManifest.Lemmas? {
    var reader = given
    let file = file("file", &reader)
    var scripts: [LemmaScript] = []
    for node in reader.list("scripts", required: true) ?? [] {
      guard var script = YAMLMappingReader(node, "a script", report) else { continue }
      if let lemma = script.string("lemma") {
        scripts.append(.fixed(lemma))
      } else {
        let lower = script.bool("lower") ?? true
        let strip = script.integer("strip", in: 0...64) ?? 0
        let append = script.value("append")?.string ?? ""
        scripts.append(.edit(lower: lower, strip: strip, append: append))
      }
      script.finish()
    }
    let words = reader.node.mapping?["words"] == nil ? nil : self.file("words", &reader)
    reader.finish()
    return file.map { ModelManifest.Lemmas(file: $0, scripts: scripts, words: words) }
  }

  private func dependencies(_ given: YAMLMappingReader) -> ModelManifest.Dependencies? {
    var reader = given
    let arcs = file("arcs", &reader)
    let labelsFile = file("labels_file", &reader)
    let labels = reader.strings("labels", required: true) ?? []
    let trees = reader.choice("trees", of: ["spanning", "projective"])
    reader.finish()
    guard let arcs, let labelsFile else { return nil }
    return ModelManifest.Dependencies(arcs: arcs, labelsFile: labelsFile, labels: labels, isProjective: trees == "projective")
  }

  private func pieces(_ reader: inout YAMLMappingReader) -> ModelManifest.Pieces? {
    guard var pieces = reader.mapping("pieces", required: true) else { return nil }
    let vocabulary = file("vocabulary", &pieces)
    let isUncased = casing(&pieces)
    let model = file("model", &pieces)
    var inputs = pieces.mapping("inputs")
    let ids = inputs?.string("ids")
    let mask = inputs?.string("mask")
    let types = inputs?.value("types")
    inputs?.finish()
    let output = pieces.string("output")
    let scheme = scheme(&pieces)
    let temperature = temperature(&pieces)
    let maximumPieces = pieces.integer("maximum_pieces", in: 8...8192) ?? 512
    pieces.finish()
    guard let vocabulary, let isUncased, let model, let scheme else { return nil }
    return ModelManifest.Pieces(
      vocabulary: vocabulary, isUncased: isUncased, model: model, ids: ids ?? "input_ids", mask: mask ?? "attention_mask",
      types: types == nil ? "token_type_ids" : types?.string, output: output ?? "logits", scheme: scheme, temperature: temperature,
      maximumPieces: maximumPieces)
  }

  /// A file of the model's own folder.
  private func file(_ key: String, _ reader: inout YAMLMappingReader) -> String? {
    let name = reader.string(key, required: true)
    if let name { checkName(name, at: reader.location(of: key)) }
    return name
  }

  private func checkName(_ name: String, at location: SourceLocation) {
    if name.contains("/") || name.hasPrefix(".") {
      report.error("wrong-value", "'\(name)' must be the name of a file in the model's folder", at: location)
    }
  }

  private func casing(_ reader: inout YAMLMappingReader) -> Bool? {
    let lowercase = reader.bool("lowercase", required: true)
    let strip = reader.bool("strip_accents") ?? lowercase
    if let lowercase, let strip, lowercase != strip {
      report.error(
        "wrong-value", "'lowercase' and 'strip_accents' must both be true or both be false", at: reader.location(of: "strip_accents"))
      return nil
    }
    return lowercase
  }

  private func scheme(_ reader: inout YAMLMappingReader) -> LabelScheme? {
    guard let names = reader.strings("labels", required: true) else { return nil }
    do throws(LabelScheme.Problem) {
      return try LabelScheme(names)
    } catch {
      report.error("wrong-value", "the labels cannot be used: \(error.message)", at: reader.location(of: "labels"))
      return nil
    }
  }

  private func temperature(_ reader: inout YAMLMappingReader) -> Double { reader.number("temperature", in: 0.05...20) ?? 1 }
}
