import Patterns
import Pipeline

/// The recognisers that come with the stage, by the names that the option `builtin` gives them.
enum BuiltInRecognizers {
  /// A list of names that comes with the stage.
  enum List: String, CaseIterable, Sendable {
    case countries, places, organizations

    /// Its files in `Data/`, and those with holidays, which belong to `dates`.
    var files: [String] {
      switch self {
      case .countries: ["nationalities.tsv", "countries-odbl.tsv"]
      case .places: ["places.tsv", "cities-cc-by.tsv"]
      case .organizations: ["organizations.tsv"]
      }
    }
  }

  /// The rules for names that no list holds.
  static let names = "names"

  /// Every name that the option takes.
  static let all = List.allCases.map(\.rawValue) + [names] + ValueRecognizer.Kind.allCases.map(\.rawValue)

  /// The names whose recognisers look up names of files.
  static let withFiles = Set(List.allCases.map(\.rawValue) + [ValueRecognizer.Kind.dates.rawValue])

  /// What each name stands for, for the reference.
  static let explanation = """
    `countries`: countries with their other names, capitals, peoples, nationalities, religious and political groups. `places`: cities, provinces, \
    regions, seas. `organizations`: well-known ones, and events. `names`: rules for persons, organisations, facilities and places that no list \
    holds. `dates`, `times`, `money`, `percent`, `quantities`: values.
    """

  /// Reads the lists that are asked for, of those with files.
  ///
  /// - Returns: A gazetteer, and the name of the list that each of its sources belongs to.
  static func gazetteer(_ names: Set<String>) throws(Diagnostics) -> (Gazetteer, [String]) {
    var builder = GazetteerBuilder()
    var owners: [String] = []
    var files = List.allCases.filter { names.contains($0.rawValue) }.map { ($0.rawValue, $0.files) }
    if names.contains(ValueRecognizer.Kind.dates.rawValue) { files.append((ValueRecognizer.Kind.dates.rawValue, ["holidays.tsv"])) }
    for (name, paths) in files {
      for path in paths {
        builder.begin(Gazetteer.Source(name: path, case: .smart, ignoresDiacritics: true))
        owners.append(name)
        try builder.add(GazetteerFile(path), holding: ResourceFolder.bytes(of: "Data/\(path)", in: "EntityStage"))
      }
    }
    return (builder.build(), owners)
  }
}
