import Foundation

/// Short names for the inputs of a run, by which the ids of their documents differ.
enum InputNames {
  /// For each path its last component, with as many of those before it as it takes to differ from the other inputs. Equal paths have equal names.
  static func names(of paths: [String]) -> [String] {
    let components = paths.map(absolute)
    return components.map { own in
      let others = components.filter { $0 != own }
      var count = 1
      while count < own.count, others.contains(where: { $0.suffix(count) == own.suffix(count) }) { count += 1 }
      return own.suffix(count).joined(separator: "/")
    }
  }

  /// The components of a path from the root, without `.` and `..`; links are not followed.
  private static func absolute(_ path: String) -> [String] {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var components: [String] = []
    for component in whole.split(separator: "/") {
      if component == ".." { _ = components.popLast() } else if component != "." { components.append(String(component)) }
    }
    return components.isEmpty ? ["/"] : components
  }
}
