import Pipeline

extension DatelinePattern {
  /// Reads place, date and agency up to what ends them. Nil where something stands there that no dateline holds.
  func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Head, end: Int, Separator)? {
    let limit = min(range.upperBound, range.lowerBound + data.limits.datelineCharacters)
    var head = Head()
    var offset = range.lowerBound
    while offset < limit {
      let byte = bytes[offset]
      if let (separator, end) = separator(bytes, offset, limit: range.upperBound) {
        return offset == range.lowerBound ? nil : (head, end, separator)
      }
      switch byte {
      case 0x20, UInt8(ascii: "/"), UInt8(ascii: "&"): offset += 1
      case UInt8(ascii: ","):
        head.hasComma = true
        head.isPlaceDone = true
        offset += 1
      case UInt8(ascii: "."):
        // `LEÓN.- …`
        guard offset + 1 < limit, bytes[offset + 1] == UInt8(ascii: "-") || bytes[offset + 1] == 0x20 || bytes[offset + 1] == 0xE2 else {
          return nil
        }
        offset += 1
      case UInt8(ascii: "("):
        guard let end = bracket(bytes, offset, limit, &head) else { return nil }
        offset = end
        // Without a dash the article goes on after the bracket.
        let next = LineTable.trimmed(bytes, offset..<range.upperBound)
        if head.hasKnownAgency, !next.isEmpty, separator(bytes, next.lowerBound, limit: range.upperBound) == nil,
          !"(,".utf8.contains(bytes[next.lowerBound]), !isDate(bytes, next)
        {
          return (head, next.lowerBound, .none)
        }
      case 0x30...0x39:
        while offset < limit, Scalars.isDigit(bytes[offset]) || bytes[offset] == UInt8(ascii: ".") && head.hasNumber == false {
          offset += 1
        }
        // `3rd`
        let suffix = offset
        while offset < limit, Scalars.isASCIILetter(bytes[offset]) { offset += 1 }
        guard offset - suffix == 0 || offset - suffix == 2 else { return nil }
        head.hasNumber = true
      default:
        guard Scalars.isASCIILetter(byte) || byte >= 0x80, let end = word(bytes, offset, limit, &head) else { return nil }
        offset = end
      }
    }
    return offset == range.upperBound ? (head, offset, .none) : nil
  }

  func separator(_ bytes: Span<UInt8>, _ offset: Int, limit: Int) -> (Separator, end: Int)? {
    func isSpaceOrEnd(_ offset: Int) -> Bool { offset >= limit || bytes[offset] == 0x20 || bytes[offset] == 0x0A }
    let isAfterSpace = offset > 0 && bytes[offset - 1] == 0x20
    switch bytes[offset] {
    case UInt8(ascii: ":"): return isSpaceOrEnd(offset + 1) ? (.colon, offset + 1) : nil
    case UInt8(ascii: "-"):
      var end = offset
      while end < limit, bytes[end] == UInt8(ascii: "-") { end += 1 }
      if isSpaceOrEnd(end) { return (.dash, end) }
      return end - offset >= 2 || isAfterSpace ? (.tightDash, end) : nil
    case 0xE2:
      let (value, length) = Scalars.decode(bytes, offset)
      guard (0x2012...0x2015).contains(value) else { return nil }
      return (isSpaceOrEnd(offset + length) ? .dash : .tightDash, offset + length)
    default: return nil
    }
  }

  /// Reads a bracket; its end, or nil where it names no agency, date or region.
  private func bracket(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int, _ head: inout Head) -> Int? {
    var end = start + 1
    var content: [UInt8] = []
    while end < limit, bytes[end] != UInt8(ascii: ")") {
      content.append(Scalars.lowercased(bytes[end]))
      end += 1
    }
    guard end < limit, content.count >= 2, content.count <= 40,
      Scalars.isUpper(Scalars.decode(bytes, start + 1).value) || content.count <= 12
    else {
      return nil
    }
    let parts = content.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "|") }
    if data.agencies.contains(content) || parts.contains(where: { data.agencies.contains(Array($0.filter { $0 != 0x20 })) })
      || content.ends(with: " news") || content.ends(with: " agency")
    {
      head.hasKnownAgency = true
    }
    // `SINGAPORE (May 6, 2021) —`
    if parts.contains(where: { $0.split(separator: 0x20).contains { data.months.contains(Array($0.filter { $0 != 0x2E })) } }),
      content.contains(where: Scalars.isDigit)
    {
      head.hasMonth = true
      head.hasNumber = true
      head.hasComma = true
    }
    head.hasBracket = true
    head.isPlaceDone = true
    return end + 1
  }

  private func isDate(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if Scalars.isDigit(bytes[range.lowerBound]) { return true }
    var head = Head()
    return word(bytes, range.lowerBound, range.upperBound, &head) != nil && head.hasDate
  }

  /// Reads a word; its end, or nil where a dateline cannot hold it.
  private func word(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int, _ head: inout Head) -> Int? {
    var end = start
    var lower: [UInt8] = []
    var capitals = 0
    var smalls = 0
    while end < limit {
      let (value, length) = Scalars.decode(bytes, end)
      let isInner: Bool
      switch value {
      case 0x27, 0x2019, 0x2BC: isInner = true
      case 0x2D: isInner = end + 1 < limit && (Scalars.isASCIILetter(bytes[end + 1]) || bytes[end + 1] >= 0xC3 && bytes[end + 1] < 0xE2)
      case 0x2E: isInner = end + 1 < limit && Scalars.isASCIILetter(bytes[end + 1]) || isAbbreviationStop(bytes, end, start)
      default: isInner = Scalars.isLetter(value) || (0x300...0x36F).contains(value)
      }
      guard isInner else { break }
      if Scalars.isUpper(value) { capitals += 1 } else if Scalars.isLower(value) { smalls += 1 }
      for offset in end..<end + length { lower.append(Scalars.lowercased(bytes[offset])) }
      end += length
    }
    guard end > start else { return nil }
    let isCapitalised = Scalars.isUpper(Scalars.decode(bytes, start).value)
    let bare = lower.last == 0x2E ? Array(lower.dropLast()) : lower
    if isCapitalised, data.months.contains(bare) {
      // `May` and `March` are months only beside a number or a comma; so are the rest, cheaply.
      head.hasMonth = true
      head.isPlaceDone = true
      return end
    }
    if isCapitalised, data.days.contains(bare) {
      head.hasDay = true
      head.isPlaceDone = true
      return end
    }
    if !isCapitalised {
      if start == 0 || head.names == 0, !head.startsSmall, !head.hasDate, head.firstWord.isEmpty {
        head.startsSmall = true
      } else {
        guard data.connectors.contains(lower) else { return nil }
      }
    } else {
      head.names += 1
      head.letters += capitals + smalls
      if smalls == 0 && capitals > 0 { head.capitals += 1 }
    }
    if head.firstWord.isEmpty { head.firstWord = lower }
    if !head.isPlaceDone {
      if !head.place.isEmpty { head.place.append(0x20) }
      head.place += lower
    }
    return end
  }

  /// Whether a stop ends a short form such as `St.` or `Nov.`: at most four letters before it, and a space or comma after it.
  private func isAbbreviationStop(_ bytes: Span<UInt8>, _ offset: Int, _ start: Int) -> Bool {
    offset - start <= 4 && offset + 1 < bytes.count && (bytes[offset + 1] == 0x20 || bytes[offset + 1] == UInt8(ascii: ","))
  }
}
