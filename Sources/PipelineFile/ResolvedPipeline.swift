import Pipeline

/// A pipeline with nothing wrong: what `run` runs and `explain` shows.
package struct ResolvedPipeline: Sendable {
  /// A plugin that the file names.
  package struct Plugin: Sendable {
    /// The path as it is written.
    package let path: String
    /// Where it stands.
    package let location: SourceLocation
  }

  /// The name.
  package let name: String
  /// What it is for.
  package let description: String?
  /// The file and those that it extends, the file itself first, as a person in the working directory would write them.
  package let files: [String]
  /// The layers that arrive with the input.
  package let expects: [Layer]
  /// The plugins.
  package let plugins: [Plugin]
  /// The stages in order.
  package let stages: [ResolvedStage]

  /// What the executor runs.
  package var plan: ResolvedPlan { ResolvedPlan(name: name, stages: stages.map(\.planned)) }
}

/// A stage of a resolved pipeline.
package struct ResolvedStage: Sendable {
  /// The stage's name; `planned.name` is the name in this pipeline.
  package let stage: String
  /// Where it stands.
  package let location: SourceLocation
  /// Where the stage works, if that is said, and every option that has a value, in the order of the descriptor; the fields of records one by one.
  package let options: [ResolvedOption]
  /// The instance with its layers.
  package let planned: PlannedStage
}

/// The value of an option, and who gave it.
package struct ResolvedOption: Sendable, Hashable {
  /// The key; for fields of records with those above it, `html.title`.
  package let key: String
  /// The value.
  package let value: OptionValue
  /// Who gave it.
  package let origin: OptionOrigin
}

/// Who gave an option its value.
package enum OptionOrigin: Sendable, Hashable {
  /// The stage.
  case standard
  /// A file.
  case file(SourceLocation)
  /// Variables of the environment, through references in a file.
  case environment([String], SourceLocation)
  /// An argument of `--set`.
  case set(SourceLocation)
}

extension MadeStage {
  /// The stage as `explain` shows it; nil where it could not be made.
  func resolved(_ references: EnvironmentReferences) -> ResolvedStage? {
    guard let made, let definition = use.definition else { return nil }
    let isolation = use.isolation.map { isolation in
      let value = OptionValue(.string(isolation.kind.rawValue), at: isolation.location)
      return ResolvedOption(key: "isolation", value: value, origin: Self.origin(of: value, references))
    }
    let options = definition.descriptor.options.flatMap { descriptor in
      Self.flatten(made.options[descriptor.key], descriptor, prefix: "", references)
    }
    return ResolvedStage(stage: use.name, location: use.location, options: (isolation.map { [$0] } ?? []) + options, planned: made.stage)
  }

  private static func flatten(
    _ given: OptionValue?, _ descriptor: OptionDescriptor, prefix: String, _ references: EnvironmentReferences
  ) -> [ResolvedOption] {
    let key = prefix + descriptor.key
    let value: OptionValue
    switch (given ?? descriptor.defaultValue, descriptor.kind) {
    case (let known?, _): value = known
    case (nil, .record): value = OptionValue(.map([]))
    case (nil, _): return []
    }
    if case .map(let members) = value.content, let fields = descriptor.kind.fields {
      return fields.flatMap { field in
        flatten(members.first { $0.key == field.key }?.value, field, prefix: key + ".", references)
      }
    }
    return [ResolvedOption(key: key, value: value, origin: origin(of: value, references))]
  }

  private static func origin(of value: OptionValue, _ references: EnvironmentReferences) -> OptionOrigin {
    guard let location = value.location else { return .standard }
    if location.file == SetOption.file { return .set(location) }
    let names = places(in: value).flatMap(references.names)
    return names.isEmpty ? .file(location) : .environment(names, location)
  }

  private static func places(in value: OptionValue) -> [SourceLocation] {
    let inner: [OptionValue] =
      switch value.content {
      case .list(let items): items
      case .map(let members): members.map(\.value)
      default: []
      }
    return (value.location.map { [$0] } ?? []) + inner.flatMap(places)
  }
}
