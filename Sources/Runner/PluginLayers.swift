import Foundation
import Pipeline
import Records

extension Document {
  /// Plugins' layers by name, for people: a line of JSON for each item of a list, one line for any other value.
  var pluginLayers: [(name: String, lines: [String])] {
    var bytes: [UInt8] = []
    guard !openLayers.isEmpty, (try? RecordWriter().append(self, to: &bytes)) != nil,
      let record = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      let layers = record["layers"] as? [String: Any]
    else { return [] }
    return layers.sorted { $0.key < $1.key }.map { name, value in
      (name, ((value as? [Any]) ?? [value]).map(Self.json))
    }
  }

  private static func json(_ value: Any) -> String {
    let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
