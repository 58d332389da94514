import Pipeline

/// What `textmill` asks the library for.
@_cdecl("textmill_plugin")
public func plugin(question: PluginQuestion) -> PluginAnswer {
  pluginAnswer(to: question, stages: ReadabilityStage.self)
}
