// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// The core borrows text as `Span<UInt8>` from a struct; declaring such a property needs the feature `Lifetimes`, there alone.
let core: [SwiftSetting] = strict + [.enableExperimentalFeature("Lifetimes")]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Libraries of plugins find the core in the program that loads them.
let loading: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--export-dynamic"])]

/// A target of ours; its data files, if it has any, stand in `Data/`.
func module(_ name: String, _ dependencies: [Target.Dependency], data: Bool = false) -> Target {
  .target(name: name, dependencies: dependencies, resources: data ? [.copy("Data")] : [], swiftSettings: strict)
}

/// The tests of a target.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], linker: [LinkerSetting] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "Pipeline", "TestSupport"] + dependencies, swiftSettings: strict,
    linkerSettings: linker)
}

let all: [Target] = [
  .target(name: "Pipeline", swiftSettings: core),
  .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
  .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .systemLibrary(name: "CSpawn"),
  .target(name: "CSimdjson", cxxSettings: [.define("NDEBUG")], linkerSettings: [.linkedLibrary("simdjson")]),
  .target(name: "COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),

  module("YAML", ["CYAML", "Pipeline"]),
  module("PipelineFile", ["Pipeline", "YAML"]),
  module("Records", ["CSimdjson", "Pipeline"]),
  module("Readers", ["CCrypto", "CUchardet", "Pipeline", "Records"]),
  module("Patterns", ["Pipeline", "YAML"], data: true),
  module("LanguageModel", ["COnnxRuntime", "Pipeline", "Readers", "YAML"], data: true),
  module("NormalizeStage", ["Pipeline"], data: true),
  module("SegmentStage", ["Pipeline"], data: true),
  module("TagStage", ["LanguageModel", "Pipeline"]),
  module("EntityStage", ["LanguageModel", "Patterns", "Pipeline"], data: true),
  module("RelationStage", ["Patterns", "Pipeline"], data: true),
  module("KeywordStage", ["Patterns", "Pipeline"]),
  module("SummaryStage", ["Patterns", "Pipeline"]),
  module("ExportStage", ["CCrypto", "Pipeline", "Records"], data: true),
  module("PluginHost", ["CSpawn", "Pipeline", "Readers", "Records", "YAML"], data: true),
  module(
    "StandardStages",
    [
      "Pipeline", "NormalizeStage", "SegmentStage", "TagStage", "EntityStage", "RelationStage", "KeywordStage", "SummaryStage",
      "ExportStage",
    ]),
  module("RecordDiff", ["Pipeline", "Records"], data: true),
  module("PipelineTesting", ["Pipeline", "PipelineFile", "Readers", "Records", "YAML"]),
  module("Evaluation", ["Pipeline", "Records"], data: true),
  module("Scaffolds", ["Pipeline", "YAML"], data: true),
  module(
    "Runner",
    [
      "Evaluation", "LanguageModel", "Pipeline", "PipelineFile", "PipelineTesting", "PluginHost", "Readers", "RecordDiff", "Records",
      "Scaffolds", argumentParser,
    ]),
  .executableTarget(name: "textmill", dependencies: ["Runner", "StandardStages"], swiftSettings: strict, linkerSettings: loading),
  .executableTarget(
    name: "custom-runner", dependencies: ["Pipeline", "Runner", "StandardStages"], path: "Examples/CustomRunner", swiftSettings: strict,
    linkerSettings: loading),

  .target(name: "TestSupport", dependencies: ["Pipeline"], path: "Tests/TestSupport", swiftSettings: strict),
  .testTarget(name: "PipelineTests", dependencies: ["Pipeline", "TestSupport"], swiftSettings: strict),
  tests(of: "YAML"),
  tests(of: "PipelineFile"),
  tests(of: "Records"),
  tests(of: "Readers"),
  tests(of: "RecordDiff", ["Records"]),
  tests(of: "Patterns"),
  tests(of: "LanguageModel"),
  tests(of: "NormalizeStage"),
  tests(of: "SegmentStage", ["Records"]),
  tests(of: "TagStage", ["LanguageModel"]),
  tests(of: "EntityStage", ["SegmentStage", "TagStage"]),
  tests(of: "RelationStage"),
  tests(of: "KeywordStage"),
  tests(of: "SummaryStage"),
  tests(of: "ExportStage"),
  tests(of: "PluginHost", ["Records"], linker: loading),
  tests(of: "StandardStages", ["PipelineFile", "Records"]),
  tests(of: "PipelineTesting", ["PipelineFile", "StandardStages"]),
  tests(of: "Evaluation"),
  tests(of: "Scaffolds", ["PluginHost", "StandardStages"]),
  tests(of: "Runner", ["PluginHost", "StandardStages", "custom-runner", "textmill"]),
]

let package = Package(
  name: "textmill",
  products: [
    .executable(name: "textmill", targets: ["textmill"]),
    .library(name: "Pipeline", type: .dynamic, targets: ["Pipeline"]),
    .library(name: "Runner", targets: ["Runner"]),
    .library(name: "StandardStages", targets: ["StandardStages"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: all
)
