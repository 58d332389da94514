import Pipeline

/// A data file of this target: sections of words between spaces, with comments.
struct WordSections: Sendable {
  private var sections: [String: [String]] = [:]
  /// The sections' names, in order.
  private(set) var names: [String] = []

  /// The words of a section; none where there is no such section.
  subscript(name: String) -> [String] { sections[name] ?? [] }

  /// Reads a file of `Data/`.
  static func load(_ name: String) throws(Diagnostics) -> WordSections {
    WordSections(String(decoding: try ResourceFolder.bytes(of: "Data/\(name)", in: "Evaluation"), as: UTF8.self))
  }

  init(_ text: String) {
    var name = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
      if line.hasPrefix("["), line.hasSuffix("]"), line.count > 2, !line.contains(" ") {
        name = String(line.dropFirst().dropLast())
        names.append(name)
      } else {
        sections[name, default: []] += line.split(separator: " ").map(String.init)
      }
    }
  }
}
