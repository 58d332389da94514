import Pipeline
import Records

/// The first lines between this program and a process of it that keeps one stage apart. They are those of plugins' processes, with members that only
/// this program gives and takes: both ends are always of one version.
enum IsolationProtocol {
  /// What the process is to be.
  struct Opening: Sendable {
    /// The stage's name.
    var stage: String
    /// Its name in the pipeline.
    var instance: String
    /// The manifest of the plugin whose library has the stage; nil for a stage of the program itself.
    var plugin: String?
    /// The options that have a value. Those that a file or `--set` gives are placed: the place's file is the option's key.
    var options: [String: OptionValue]
  }

  /// What the process says of itself.
  enum Greeting: Sendable {
    /// It is ready.
    case ready(layers: LayerUse, writesOutputs: Bool)
    /// The stage cannot be made with these options.
    case errors([(option: String?, code: String, message: String)])
  }

  /// The line that opens a process.
  static func opening(_ stage: StageDescriptor, instance: String, options: StageOptions, plugin: String?) -> [UInt8] {
    var json = JSONWriter(ProcessProtocol.opening(stage: stage, instance: instance, options: options).dropLast(2))
    json.raw(",\"given\":")
    json.list(stage.options.map(\.key).filter { options.location(of: $0) != nil }) { $0.string($1) }
    json.raw(",\"plugin\":")
    json.string(plugin)
    json.raw("}\n")
    return json.bytes
  }

  /// Reads the line that opens a process; nil where it is none.
  static func opening(_ line: [UInt8]) -> Opening? {
    let parsed = JSONParser.parse(line) { json -> Opening? in
      guard let stage = json.member("stage")?.string, let instance = json.member("instance")?.string, let options = json.member("options")
      else { return nil }
      let given = Set(json.member("given")?.elements.compactMap(\.string) ?? [])
      var opening = Opening(stage: stage, instance: instance, plugin: json.member("plugin")?.string, options: [:])
      for (name, json) in options.members {
        let key = name.string ?? ""
        let place = given.contains(key) ? SourceLocation(file: key, line: 1, column: 1) : nil
        opening.options[key] = OptionValue(json, at: place)
      }
      return opening
    }
    guard case .success(let opening) = parsed else { return nil }
    return opening
  }

  /// The line that says that a process is ready.
  static func greeting(of stage: any Stage) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{\"textmill\":1,\"layers\":{\"requires\":")
    list(stage.layers.requires, &json)
    json.raw(",\"uses\":")
    list(stage.layers.uses, &json)
    json.raw(",\"writes\":")
    list(stage.layers.writes, &json)
    json.raw(",\"updates\":")
    list(stage.layers.updates, &json)
    json.raw("},\"outputs\":")
    json.bool(stage is any SinkStage || stage is any CollectionStage)
    json.raw("}\n")
    return json.bytes
  }

  /// The line that says why a stage cannot be made.
  static func greeting(of diagnostics: Diagnostics, _ options: [String: OptionValue]) -> [UInt8] {
    var json = JSONWriter()
    json.raw("{\"textmill\":1,\"errors\":")
    json.list(diagnostics.all.filter { $0.severity == .error }) { json, error in
      let option = error.location.flatMap { options[$0.file] == nil ? nil : $0.file }
      json.raw("{\"option\":")
      json.string(option)
      json.raw(",\"code\":")
      json.string(error.code)
      json.raw(",\"message\":")
      let place = option == nil ? error.location.map { "\($0.file):\($0.line):\($0.column): " } : nil
      json.string((place ?? "") + error.message)
      json.raw("}")
    }
    json.raw("}\n")
    return json.bytes
  }

  /// Reads what a process says first; nil where it is no such line.
  static func greeting(_ line: [UInt8]) -> Greeting? {
    let parsed = JSONParser.parse(line) { json -> Greeting? in
      if let errors = json.member("errors") {
        return .errors(
          errors.elements.map { error in
            (error.member("option")?.string, error.member("code")?.string ?? "stage-failed", error.member("message")?.string ?? "")
          })
      }
      guard let layers = json.member("layers"), let writesOutputs = json.member("outputs")?.bool else { return nil }
      let use = LayerUse(
        requires: set(layers.member("requires")), uses: set(layers.member("uses")), writes: set(layers.member("writes")),
        updates: set(layers.member("updates")))
      return .ready(layers: use, writesOutputs: writesOutputs)
    }
    guard case .success(let greeting) = parsed else { return nil }
    return greeting
  }

  private static func list(_ layers: Set<Layer>, _ json: inout JSONWriter) {
    json.list(layers.sorted()) { $0.string($1.name) }
  }

  private static func set(_ json: JSONValue?) -> Set<Layer> { Set(json?.elements.compactMap { $0.string.map { Layer($0) } } ?? []) }
}

extension OptionValue {
  /// The value that JSON holds, each part of it at one place; nil for null.
  fileprivate init?(_ json: JSONValue, at place: SourceLocation?) {
    switch json.kind {
    case .null: return nil
    case .true, .false: self.init(.bool(json.bool ?? false), at: place)
    case .integer: self.init(.integer(json.integer ?? 0), at: place)
    case .unsigned, .number: self.init(.number(json.number ?? 0), at: place)
    case .string: self.init(.string(json.string ?? ""), at: place)
    case .array: self.init(.list(json.elements.compactMap { OptionValue($0, at: place) }), at: place)
    case .object:
      let members = json.members.compactMap { member in OptionValue(member.value, at: place).map { Member(member.key.string ?? "", $0) } }
      self.init(.map(members), at: place)
    }
  }
}
