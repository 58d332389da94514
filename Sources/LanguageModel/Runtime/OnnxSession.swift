import COnnxRuntime
import Pipeline

/// The type of a tensor's elements.
package enum OnnxElement: Int32, Sendable, Hashable {
  case float = 1
  case int32 = 6
  case int64 = 7

  /// The size in bytes.
  var size: Int { self == .int64 ? 8 : 4 }
}

/// An input or output of a graph, as the graph declares it.
package struct OnnxPort: Sendable, Hashable {
  /// The name.
  package let name: String
  /// The type of its elements; nil for one that cannot be handed over.
  package let element: OnnxElement?
  /// The dimensions; nil for one that differs from run to run.
  package let shape: [Int?]
}

/// A tensor that is handed to a graph. The bytes are the caller's, and must stay until the run has ended.
package struct OnnxInput {
  /// The input's name.
  package var name: String
  /// The type of the elements.
  package var element: OnnxElement
  /// The dimensions.
  package var shape: [Int]
  /// The elements, row by row.
  package var bytes: UnsafeRawBufferPointer

  /// Creates an input.
  package init(_ name: String, _ element: OnnxElement, _ shape: [Int], _ bytes: UnsafeRawBufferPointer) {
    self.name = name
    self.element = element
    self.shape = shape
    self.bytes = bytes
  }
}

/// A tensor that a graph made. It ends with the closure that it was handed to.
package struct OnnxOutput {
  /// The dimensions.
  package let shape: [Int]
  /// The elements, row by row.
  package let values: UnsafeBufferPointer<Float>
}

/// A graph that is ready to run. Several threads may run it at once, each on itself alone: there are no threads behind it.
package final class OnnxSession: Sendable {
  /// The inputs.
  package let inputs: [OnnxPort]
  /// The outputs.
  package let outputs: [OnnxPort]
  private let name: String
  private let library: OnnxLibrary
  // Safe: it is set once, and ONNX Runtime lets several threads run a session at once.
  nonisolated(unsafe) private let handle: OpaquePointer

  /// Makes a graph ready.
  ///
  /// - Parameters:
  ///   - model: The bytes of an ONNX file.
  ///   - name: The file, for messages.
  package init(_ model: [UInt8], named name: String, library: OnnxLibrary) throws(Diagnostics) {
    var message = OnnxMessage()
    guard let opened = textmill_onnx_open(library.handle, model, model.count, &message.bytes) else {
      throw Diagnostics(
        Diagnostic(
          code: "broken-model",
          "the file '\(name)' is no graph that ONNX Runtime \(library.version) can run: \(message.text); get the model again"))
    }
    self.name = name
    self.library = library
    handle = opened
    var ports: UnsafePointer<textmill_onnx_port>?
    var count = textmill_onnx_inputs(opened, &ports)
    inputs = UnsafeBufferPointer(start: ports, count: count).map { OnnxPort($0) }
    count = textmill_onnx_outputs(opened, &ports)
    outputs = UnsafeBufferPointer(start: ports, count: count).map { OnnxPort($0) }
  }

  deinit { textmill_onnx_close(handle) }

  /// Runs the graph.
  ///
  /// - Parameters:
  ///   - inputs: All inputs of the graph.
  ///   - outputs: The names of the outputs that are wanted. Their elements must be floats.
  ///   - body: Gets the outputs in this order, without a copy.
  /// - Throws: What ONNX Runtime says against the inputs; it names shapes and types, never what is in them.
  package func run<Result>(
    _ inputs: [OnnxInput], outputs: [String], _ body: ([OnnxOutput]) throws(StageFailure) -> Result
  ) throws(StageFailure) -> Result {
    var given = inputs.map { input in
      precondition(
        input.shape.count <= TEXTMILL_ONNX_RANK && input.shape.reduce(input.element.size, *) == input.bytes.count,
        "the tensor has other bytes than its shape says")
      var tensor = textmill_onnx_tensor()
      tensor.element = input.element.rawValue
      tensor.rank = input.shape.count
      withUnsafeMutableBytes(of: &tensor.shape) { shape in
        for (index, size) in input.shape.enumerated() { shape.storeBytes(of: Int64(size), toByteOffset: 8 * index, as: Int64.self) }
      }
      tensor.data = UnsafeMutableRawPointer(mutating: input.bytes.baseAddress)
      tensor.bytes = input.bytes.count
      return tensor
    }
    var made = [textmill_onnx_tensor](repeating: textmill_onnx_tensor(), count: outputs.count)
    var message = OnnxMessage()
    let isFine = Self.withNames(inputs.map(\.name) + outputs) { names in
      for index in inputs.indices { given[index].name = names[index] }
      for index in outputs.indices { made[index].name = names[inputs.count + index] }
      return textmill_onnx_run(handle, given, given.count, &made, made.count, &message.bytes)
    }
    guard isFine else {
      throw StageFailure(code: "model-failed", "the graph '\(name)' cannot be run: \(message.text)")
    }
    defer { textmill_onnx_release(handle, &made, made.count) }
    var results: [OnnxOutput] = []
    for (tensor, output) in zip(made, outputs) {
      guard tensor.element == OnnxElement.float.rawValue else {
        throw StageFailure(code: "model-failed", "the output '\(output)' of the graph '\(name)' has elements that are no floats")
      }
      let values = UnsafeBufferPointer(start: tensor.data?.assumingMemoryBound(to: Float.self), count: tensor.bytes / 4)
      results.append(OnnxOutput(shape: Self.shape(of: tensor), values: values))
    }
    return try body(results)
  }

  private static func shape(of tensor: textmill_onnx_tensor) -> [Int] {
    withUnsafeBytes(of: tensor.shape) { shape in (0..<tensor.rank).map { Int(shape.load(fromByteOffset: 8 * $0, as: Int64.self)) } }
  }

  /// Hands over names as C has them.
  private static func withNames<Result>(_ names: [String], _ body: ([UnsafePointer<CChar>]) -> Result) -> Result {
    let bytes = names.flatMap { $0.utf8CString }
    return bytes.withUnsafeBufferPointer { buffer in
      var pointers: [UnsafePointer<CChar>] = []
      if var next = buffer.baseAddress {
        for name in names {
          pointers.append(next)
          next += name.utf8.count + 1
        }
      }
      return body(pointers)
    }
  }
}

extension OnnxPort {
  fileprivate init(_ port: textmill_onnx_port) {
    name = String(cString: port.name)
    element = OnnxElement(rawValue: port.element)
    shape = withUnsafeBytes(of: port.shape) { shape in
      (0..<port.rank).map { index in
        let size = Int(shape.load(fromByteOffset: 8 * index, as: Int64.self))
        return size < 0 ? nil : size
      }
    }
  }
}
