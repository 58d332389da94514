import LanguageModel
import Patterns
import Pipeline

/// Makes the recognisers that the options ask for, in the order in which they run: each may see what those before it have found.
struct RecognizerBuilder {
  private let options: EntityOptions
  private let context: StageContext
  private var recognizers: [any EntityRecognizer] = []
  private var diagnostics = Diagnostics()
  private var types: [EntityType] = []
  /// The rank of what comes with the stage: behind everything that the user brings. Rules for names come before lists, for a surname that is
  /// also a place is a person where the person has been named.
  private let builtInRank = 1000
  /// Above what comes with the stage, below what the user brings.
  private let modelPriority = 1
  /// The model that the options name.
  private(set) var model: LoadedModel?

  init(_ options: EntityOptions, _ context: StageContext) {
    self.options = options
    self.context = context
  }

  /// - Throws: Everything that is wrong with gazetteers, patterns and types.
  mutating func build() throws(Diagnostics) -> (WordLexicon, [any EntityRecognizer]) {
    let files = readPatternFiles()
    addGazetteers(phrases: files)
    loadModel()
    let names = builtInNames()
    let (lexicon, lists) = try Concurrently.both { [context] () throws(Diagnostics) in
      try context.shared("entities/words") { () throws(Diagnostics) in try WordLexicon() }
    } _: { [context] () throws(Diagnostics) in
      try Self.builtInGazetteer(names, context)
    }
    addBuiltIn(names, lists, lexicon)
    try addModel(names)
    addPatterns(files)
    checkTypes()
    try diagnostics.throwIfErrors()
    return (lexicon, recognizers)
  }

  // MARK: - What the user brings

  private mutating func addGazetteers(phrases files: [(EntityPatternFile, EntityOptions.PatternOption)]) {
    var builder = GazetteerBuilder()
    var lists: [GazetteerRecognizer.List] = []
    for (file, option) in files {
      for phrase in file.phrases {
        builder.begin(Gazetteer.Source(name: option.path, case: phrase.caseRule))
        lists.append(list(phrase.name ?? GazetteerFile(option.path).name, option.priority, lists.count))
        if !builder.add(phrase.text, type: phrase.type, canonical: phrase.canonical) {
          diagnostics.append(
            Diagnostic(code: "empty-name", "a phrase of '\(option.path)' holds neither a letter nor a digit", at: option.location))
        }
      }
    }
    for option in options.gazetteers {
      builder.begin(Gazetteer.Source(name: option.file.name, case: option.caseRule, ignoresDiacritics: option.ignoresDiacritics))
      lists.append(list(option.file.name, option.priority, lists.count))
      do {
        try builder.add(option.file)
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
    types += builder.knownTypes
    let gazetteer = builder.build()
    if gazetteer.count > 0 { recognizers.append(GazetteerRecognizer(gazetteer, lists: lists)) }
  }

  private func list(_ name: String, _ priority: Int, _ rank: Int) -> GazetteerRecognizer.List {
    GazetteerRecognizer.List(by: Provenance(stage: context.instance, source: name), priority: priority, rank: rank, isChecked: false)
  }

  private mutating func readPatternFiles() -> [(EntityPatternFile, EntityOptions.PatternOption)] {
    var files: [(EntityPatternFile, EntityOptions.PatternOption)] = []
    for option in options.patterns {
      do {
        let file = try EntityPatternFile(contentsOf: option.path)
        types += file.types
        files.append((file, option))
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
    return files
  }

  private mutating func addPatterns(_ files: [(EntityPatternFile, EntityOptions.PatternOption)]) {
    for (index, (file, option)) in files.enumerated() where !file.patterns.isEmpty {
      do {
        recognizers.append(
          try PatternRecognizer(
            file, named: GazetteerFile(option.path).name, stage: context.instance, priority: option.priority, rank: index - files.count))
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
  }

  // MARK: - What comes with the stage

  private mutating func addBuiltIn(_ names: Set<String>, _ lists: (gazetteer: Gazetteer, owners: [String]), _ lexicon: WordLexicon) {
    let gazetteer = lists.gazetteer
    types += gazetteer.types
    if gazetteer.count > 0 {
      let recognized = lists.owners.map { owner in
        GazetteerRecognizer.List(
          by: Provenance(stage: context.instance, source: owner), priority: 0, rank: builtInRank + 2, isChecked: true)
      }
      recognizers.append(GazetteerRecognizer(gazetteer, lists: recognized))
    }
    let values = Set(ValueRecognizer.Kind.allCases.filter { names.contains($0.rawValue) })
    if !values.isEmpty {
      recognizers.append(ValueRecognizer(values, lexicon: lexicon, stage: context.instance, priority: 0, rank: builtInRank + 1))
    }
    if names.contains(BuiltInRecognizers.names) {
      recognizers.append(NameRecognizer(stage: context.instance, priority: 0, rank: builtInRank))
    }
  }

  // MARK: - The model

  /// Loads the model that the options name.
  private mutating func loadModel() {
    guard let name = options.model?.name else { return }
    do throws(Diagnostics) {
      let path = try ModelFolder.path(of: name, at: options.model?.location ?? context.location)
      model = try LoadedModel.shared(at: path, heads: ModelRecognizer.heads, context: context)
    } catch {
      diagnostics.append(contentsOf: error)
    }
  }

  private mutating func addModel(_ names: Set<String>) throws(Diagnostics) {
    guard let model else { return }
    // The lists tell states from other places also where they find nothing themselves.
    let (gazetteer, _) = try Self.builtInGazetteer(names.union(BuiltInRecognizers.List.allCases.map(\.rawValue)), context)
    types += ModelRecognizer.types(of: model) + ["GPE"]
    recognizers.append(
      ModelRecognizer(
        model, places: PlaceTypes(gazetteer), stage: context.instance, priority: modelPriority, rank: builtInRank + 3))
  }

  /// What comes with the stage and is used: rules for what the model finds better are not, unless they are asked for by name.
  private func builtInNames() -> Set<String> {
    guard let model, !options.choosesBuiltIn else { return options.builtIn }
    let types = Set(ModelRecognizer.types(of: model))
    var names = options.builtIn
    if types.contains("PERSON") { names.remove(BuiltInRecognizers.names) }
    if types.contains("DATE") { names.remove(ValueRecognizer.Kind.dates.rawValue) }
    return names
  }

  private static func builtInGazetteer(
    _ names: Set<String>, _ context: StageContext
  ) throws(Diagnostics) -> (gazetteer: Gazetteer, owners: [String]) {
    let names = names.intersection(BuiltInRecognizers.withFiles)
    return try context.shared("entities/lists \(names.sorted().joined(separator: " "))") { () throws(Diagnostics) in
      try BuiltInRecognizers.gazetteer(names)
    }
  }

  /// A type that nothing can find is a mistake.
  private mutating func checkTypes() {
    let known = Set((EntityType.builtIn + types).map(\.name))
    for (name, location) in options.types ?? [] where !known.contains(name) {
      let suffix = Suggestion.suffix(for: name, in: known.sorted())
      diagnostics.append(Diagnostic(code: "unknown-type", "unknown entity type '\(name)'\(suffix)", at: location))
    }
  }
}
