/// What a word can be in a name or a value, as `Data/words.txt` says. A word may be several things.
struct WordClasses: OptionSet, Sendable, Hashable {
  let rawValue: UInt64

  static let month = WordClasses(bit: 0)
  static let monthShort = WordClasses(bit: 1)
  static let weekday = WordClasses(bit: 2)
  static let weekdayShort = WordClasses(bit: 3)
  static let number = WordClasses(bit: 4)
  static let magnitude = WordClasses(bit: 5)
  static let magnitudeShort = WordClasses(bit: 6)
  static let magnitudePlural = WordClasses(bit: 7)
  static let vagueNumber = WordClasses(bit: 8)
  static let timeUnit = WordClasses(bit: 9)
  static let clockUnit = WordClasses(bit: 10)
  static let partOfDay = WordClasses(bit: 11)
  static let relativeDay = WordClasses(bit: 12)
  static let deictic = WordClasses(bit: 13)
  static let season = WordClasses(bit: 14)
  static let quarter = WordClasses(bit: 15)
  static let ordinal = WordClasses(bit: 16)
  static let partOfPeriod = WordClasses(bit: 17)
  static let afterDuration = WordClasses(bit: 18)
  static let yearContext = WordClasses(bit: 19)
  static let timeZone = WordClasses(bit: 20)
  static let meridiem = WordClasses(bit: 21)
  static let currency = WordClasses(bit: 22)
  static let currencyCode = WordClasses(bit: 23)
  static let currencyPrefix = WordClasses(bit: 24)
  static let currencyLetter = WordClasses(bit: 25)
  static let percent = WordClasses(bit: 26)
  static let unit = WordClasses(bit: 27)
  static let unitHead = WordClasses(bit: 28)
  static let scale = WordClasses(bit: 29)
  static let title = WordClasses(bit: 30)
  static let titleShort = WordClasses(bit: 31)
  static let office = WordClasses(bit: 32)
  static let profession = WordClasses(bit: 33)
  static let officeModifier = WordClasses(bit: 34)
  static let speech = WordClasses(bit: 35)
  static let personVerb = WordClasses(bit: 36)
  static let relativePerson = WordClasses(bit: 37)
  static let orgHead = WordClasses(bit: 38)
  static let orgStrong = WordClasses(bit: 39)
  static let orgOf = WordClasses(bit: 40)
  static let companySuffix = WordClasses(bit: 41)
  static let locHead = WordClasses(bit: 42)
  static let locPrefix = WordClasses(bit: 43)
  static let gpeHead = WordClasses(bit: 44)
  static let facHead = WordClasses(bit: 45)
  static let particle = WordClasses(bit: 46)
  static let nameSuffix = WordClasses(bit: 47)
  static let function = WordClasses(bit: 48)
  static let direction = WordClasses(bit: 49)
  static let alsoWord = WordClasses(bit: 50)
  static let alsoPerson = WordClasses(bit: 51)
  static let surnameFirst = WordClasses(bit: 52)
  static let yearEra = WordClasses(bit: 53)
  static let currencyWeak = WordClasses(bit: 56)
  static let acronymOther = WordClasses(bit: 57)
  static let surnameCommon = WordClasses(bit: 58)
  static let hyphenSuffix = WordClasses(bit: 59)
  static let surnamePlace = WordClasses(bit: 60)
  static let beforePlace = WordClasses(bit: 61)
  static let titleCapitals = WordClasses(bit: 62)
  static let closed = WordClasses(bit: 63)
  /// From `Data/first-names.txt`.
  static let firstName = WordClasses(bit: 54)
  /// From `Data/common-words.txt`.
  static let common = WordClasses(bit: 55)

  /// The classes by the names that the data file gives them.
  static let byName: [String: WordClasses] = [
    "month": month, "month-short": monthShort, "weekday": weekday, "weekday-short": weekdayShort, "number": number,
    "magnitude": magnitude, "magnitude-short": magnitudeShort, "magnitude-plural": magnitudePlural, "vague-number": vagueNumber,
    "time-unit": timeUnit, "clock-unit": clockUnit, "part-of-day": partOfDay, "relative-day": relativeDay, "deictic": deictic,
    "season": season, "quarter": quarter, "ordinal": ordinal, "part-of-period": partOfPeriod, "after-duration": afterDuration,
    "year-context": yearContext, "time-zone": timeZone, "meridiem": meridiem, "currency": currency, "currency-code": currencyCode,
    "currency-weak": currencyWeak,
    "currency-prefix": currencyPrefix, "currency-letter": currencyLetter, "percent": percent, "unit": unit, "unit-head": unitHead,
    "scale": scale, "title": title, "title-short": titleShort, "office": office, "profession": profession,
    "office-modifier": officeModifier, "speech": speech, "person-verb": personVerb, "relative-person": relativePerson,
    "org-head": orgHead, "org-strong": orgStrong, "org-of": orgOf, "company-suffix": companySuffix, "loc-head": locHead,
    "loc-prefix": locPrefix, "gpe-head": gpeHead, "fac-head": facHead, "particle": particle, "name-suffix": nameSuffix,
    "function": function, "direction": direction, "also-word": alsoWord, "also-person": alsoPerson, "surname-first": surnameFirst,
    "year-era": yearEra, "acronym-other": acronymOther, "surname-common": surnameCommon, "hyphen-suffix": hyphenSuffix,
    "surname-place": surnamePlace, "before-place": beforePlace, "title-capitals": titleCapitals, "closed": closed,
  ]

  init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { self.init(rawValue: 1 << bit) }

  /// Whether a word is any of these.
  @inline(__always)
  func intersects(_ other: WordClasses) -> Bool { rawValue & other.rawValue != 0 }
}
