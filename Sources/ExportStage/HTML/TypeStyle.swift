import Pipeline

/// How the report names and colours a type of entity.
enum TypeStyle {
  /// The class of a type: one of its own for a built-in type, one of six for any other.
  static func className(of type: EntityType) -> StaticString {
    switch type.name {
    case "PERSON": "t-person"
    case "ORG": "t-org"
    case "GPE": "t-gpe"
    case "LOC": "t-loc"
    case "FAC": "t-fac"
    case "NORP": "t-norp"
    case "PRODUCT": "t-product"
    case "EVENT": "t-event"
    case "DATE": "t-date"
    case "TIME": "t-time"
    case "MONEY": "t-money"
    case "PERCENT": "t-percent"
    case "QUANTITY": "t-quantity"
    case "MISC": "t-misc"
    default: others[Int(type.name.utf8.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) } % UInt32(others.count))]
    }
  }

  private static let others: [StaticString] = ["t-x0", "t-x1", "t-x2", "t-x3", "t-x4", "t-x5"]

  /// The heading of a type; nil for one that is not built in.
  static func heading(of type: EntityType) -> StaticString? {
    switch type.name {
    case "PERSON": "People"
    case "ORG": "Organisations"
    case "GPE": "Countries and cities"
    case "LOC": "Other places"
    case "FAC": "Buildings and sites"
    case "NORP": "Nationalities and groups"
    case "PRODUCT": "Products"
    case "EVENT": "Events"
    case "DATE": "Dates"
    case "TIME": "Times"
    case "MONEY": "Money"
    case "PERCENT": "Percentages"
    case "QUANTITY": "Quantities"
    case "MISC": "Other names"
    default: nil
    }
  }
}
