/// What the program that loads a plugin's library asks it, in this order: the version of the interface, the layout of the core's types, the stages.
public typealias PluginQuestion = Int32

/// The answer to a question: a number, or an object, in the bits of a pointer.
public typealias PluginAnswer = UnsafeMutableRawPointer?

/// Answers for a library of stages. It is the body of the one function that such a library has to declare:
///
/// ```swift
/// import Pipeline
///
/// @_cdecl("textmill_plugin")
/// public func plugin(question: PluginQuestion) -> PluginAnswer {
///   pluginAnswer(to: question, stages: ReadabilityStage.self)
/// }
/// ```
///
/// It is compiled into the library, so that what it says of the core is what the library was built with, and refers to the core by a symbol that carries the
/// version of the interface: a library of another version cannot be linked with the program, before anything in it runs.
@_alwaysEmitIntoClient
public func pluginAnswer(to question: PluginQuestion, stages: any ConfigurableStage.Type...) -> PluginAnswer {
  switch question {
  case 0: UnsafeMutableRawPointer(bitPattern: UInt(textmillInterface1()))
  case 1: UnsafeMutableRawPointer(bitPattern: _coreLayout())
  case 2: Unmanaged.passRetained(PluginStages(stages)).toOpaque()
  default: nil
  }
}

/// The marker of the interface that this core has; name and number go up together whenever a plugin that was built before would not work any more.
@_cdecl("textmill_interface_1")
public func textmillInterface1() -> Int32 { 1 }

/// The stages of a library, on their way to the program that loads it.
public final class PluginStages: Sendable {
  /// The stages, in the order of the library.
  public let definitions: [StageDefinition]

  /// Creates the answer of a library. Use ``pluginAnswer(to:stages:)``.
  public init(_ types: [any ConfigurableStage.Type]) { definitions = types.map { StageDefinition($0) } }
}

/// What a plugin's library and the program must have in common.
package enum PluginInterface {
  /// The version of the interface.
  package static var version: Int { Int(textmillInterface1()) }
  /// The name of the marker as the linker sees it.
  package static let marker = "textmill_interface_1"
  /// The layout of the core's types in this program.
  package static var layout: UInt { _coreLayout() }
}

/// A number for the layout of the types that plugins and program hand each other, as whoever compiles this sees them; never 0.
@_alwaysEmitIntoClient
public func _coreLayout() -> UInt {
  let sizes = [
    MemoryLayout<Document>.size, MemoryLayout<Document.Source>.size, MemoryLayout<Text>.size, MemoryLayout<TextSpan>.size,
    MemoryLayout<Alignment>.size, MemoryLayout<Block>.size, MemoryLayout<Sentence>.size, MemoryLayout<TokenTag>.size,
    MemoryLayout<Dependency>.size, MemoryLayout<Entity>.size, MemoryLayout<Mention>.size, MemoryLayout<CoreferenceCluster>.size,
    MemoryLayout<Argument>.size, MemoryLayout<Relation>.size, MemoryLayout<Quote>.size, MemoryLayout<Keyword>.size,
    MemoryLayout<Summary>.size, MemoryLayout<Problem>.size, MemoryLayout<Layer>.size, MemoryLayout<LayerUse>.size,
    MemoryLayout<MetadataValue>.size, MemoryLayout<StageDescriptor>.size, MemoryLayout<OptionDescriptor>.size,
    MemoryLayout<OptionKind>.size, MemoryLayout<OptionValue>.size, MemoryLayout<StageOptions>.size, MemoryLayout<StageContext>.size,
    MemoryLayout<StageExample>.size, MemoryLayout<StageFailure>.size, MemoryLayout<OutputFailure>.size, MemoryLayout<Rendering.Part>.size,
    MemoryLayout<Diagnostic>.size, MemoryLayout<Diagnostics>.size, MemoryLayout<SourceLocation>.size,
  ]
  // FNV-1a.
  var hash: UInt = 0xCBF2_9CE4_8422_2325
  for size in sizes { hash = (hash ^ UInt(size)) &* 0x100_0000_01B3 }
  return hash | 1
}
