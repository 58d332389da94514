import Foundation
import Patterns
import Pipeline

/// The options of the stage as values.
struct EntityOptions {
  /// A user's gazetteer.
  struct GazetteerOption {
    var file: GazetteerFile
    var caseRule: CaseRule
    var ignoresDiacritics: Bool
    var priority: Int
    var location: SourceLocation?
  }

  /// A user's file of patterns.
  struct PatternOption {
    var path: String
    var priority: Int
    var location: SourceLocation?
  }

  static let gazetteerPriority = 10
  static let patternPriority = 20

  static let columnDescriptors: [OptionDescriptor] = [
    OptionDescriptor("name", column, "the column of names"),
    OptionDescriptor("type", column, "the column of entity types"),
    OptionDescriptor("canonical", column, "the column of canonical names"),
  ]

  static let gazetteerDescriptors: [OptionDescriptor] = [
    OptionDescriptor(required: "file", .inputFile, "a file of names: TSV, CSV, text with a name a line, or JSON"),
    OptionDescriptor("type", .string, "the entity type of rows that give none, such as ORG"),
    OptionDescriptor(
      "case", .choice(CaseRule.allCases.map(\.rawValue)), default: "smart",
      "exact; insensitive; or smart: as the file has it, or in capitals as in headlines"),
    OptionDescriptor("diacritics", .choice(["respect", "ignore"]), default: "respect", "whether letters match without their diacritics"),
    OptionDescriptor("priority", .integer(-100...100), default: 10, "of overlapping entities the one with the higher priority is taken"),
    OptionDescriptor(
      "format", .choice(GazetteerFile.Format.allCases.map(\.rawValue)), "how the file is written; by default its name's ending says so"),
    OptionDescriptor("header", .bool, "whether the first row names the columns; by default it does if one is called 'name'"),
    OptionDescriptor(
      "columns", .record(columnDescriptors), "which columns hold what, by header or number from 1; by default name, type, canonical"),
  ]

  static let patternDescriptors: [OptionDescriptor] = [
    OptionDescriptor(required: "file", .inputFile, "a file of patterns in YAML"),
    OptionDescriptor("priority", .integer(-100...100), default: 20, "of overlapping entities the one with the higher priority is taken"),
  ]

  static let descriptors: [OptionDescriptor] = [
    OptionDescriptor(
      "gazetteers", .list(.anyOf([.inputFile, .record(gazetteerDescriptors)])), default: [],
      "files of names, or records that say how to read them"),
    OptionDescriptor(
      "patterns", .list(.anyOf([.inputFile, .record(patternDescriptors)])), default: [], "files of token patterns and phrases in YAML"),
    OptionDescriptor(
      "builtin", .list(.choice(["all", "none"] + BuiltInRecognizers.all)), default: ["all"],
      "which of the recognisers that come with the stage to use; beside a model, `all` leaves out those for names and dates where it finds these itself"
    ),
    OptionDescriptor(
      "model", .string, default: "news-en",
      "the name of a model that comes with the program, or with a `/` in it the path of a model's folder; with `none` there are lists and rules alone"
    ),
    OptionDescriptor("types", .list(.string), "the entity types to write; all where none is given"),
    OptionDescriptor(
      "extent", .choice(["name", "phrase"]), default: "name",
      "the name alone, or with the words before it that belong to it in the sentence's tree: an article, an office, a nationality"),
  ]

  private static let column = OptionKind.anyOf([.integer(1...10_000), .string])

  var gazetteers: [GazetteerOption] = []
  var patterns: [PatternOption] = []
  var builtIn: Set<String> = []
  /// Whether the user names them one by one, and so wants them beside a model too.
  var choosesBuiltIn = false
  /// Nil for none.
  var model: (name: String, location: SourceLocation?)?
  /// Whether names grow to phrases.
  var growsNames = false
  /// Nil for all.
  var types: [(name: String, location: SourceLocation?)]?

  /// - Throws: What the descriptors cannot check.
  init(_ options: StageOptions) throws(Diagnostics) {
    var diagnostics = Diagnostics()
    for value in options.list("gazetteers") {
      if let option = Self.gazetteer(value, &diagnostics) { gazetteers.append(option) }
    }
    for value in options.list("patterns") {
      let record = value.string == nil ? value.record(Self.patternDescriptors) : nil
      patterns.append(
        PatternOption(
          path: value.string ?? record?.string("file") ?? "", priority: record?.integer("priority") ?? Self.patternPriority,
          location: value.location))
    }
    let names = options.strings("builtin")
    if names.count > 1, let word = names.first(where: { $0 == "all" || $0 == "none" }) {
      diagnostics.append(
        Diagnostic(code: "wrong-value", "'builtin' is '\(word)' or a list of recognisers, not both", at: options.location(of: "builtin")))
    }
    builtIn = names == ["all"] ? Set(BuiltInRecognizers.all) : Set(names).subtracting(["all", "none"])
    choosesBuiltIn = names != ["all"]
    let name = options.string("model")
    if name != "none" { model = (name, options.location(of: "model")) }
    growsNames = options.string("extent") == "phrase"
    if options.value("types") != nil { types = options.list("types").compactMap { value in value.string.map { ($0, value.location) } } }
    try diagnostics.throwIfErrors()
  }

  private static func gazetteer(_ value: OptionValue, _ diagnostics: inout Diagnostics) -> GazetteerOption? {
    if let path = value.string {
      return GazetteerOption(
        file: GazetteerFile(path), caseRule: .smart, ignoresDiacritics: false, priority: gazetteerPriority, location: value.location)
    }
    let record = value.record(gazetteerDescriptors)
    var file = GazetteerFile(record.string("file"))
    file.format = record.optionalString("format").flatMap(GazetteerFile.Format.init)
    if record.value("header") != nil { file.hasHeader = record.bool("header") }
    if let type = record.optionalString("type") {
      if EntityTypeName.isValid(type.utf8) {
        file.defaultType = EntityType(type)
      } else {
        diagnostics.append(
          Diagnostic(code: "bad-type", EntityTypeName.complaint(about: type), at: record.location(of: "type") ?? value.location))
      }
    }
    if let columns = record.value("columns")?.record(columnDescriptors) {
      file.nameColumn = column(columns, "name")
      file.typeColumn = column(columns, "type")
      file.canonicalColumn = column(columns, "canonical")
    }
    return GazetteerOption(
      file: file, caseRule: CaseRule(rawValue: record.string("case")) ?? .smart, ignoresDiacritics: record.string("diacritics") == "ignore",
      priority: record.integer("priority"), location: value.location)
  }

  private static func column(_ columns: StageOptions, _ key: String) -> GazetteerFile.Column? {
    switch columns.value(key)?.content {
    case .integer(let number)?: .number(number)
    case .string(let name)?: .named(name)
    default: nil
    }
  }
}
