import CCrypto

/// The file name of a document's page, without its ending.
///
/// Different ids give different names, on file systems that ignore case as well; a name holds only `a`–`z`, digits and `.-_~=`, no folder, and at most 130 bytes.
/// An id in lower case keeps its form, with `~` for `/`. Any other gets `=` and 16 hexadecimal digits of its SHA-256, so that no two meet.
enum PageName {
  private static let limit = 110

  /// Makes the name of an id.
  static func make(from id: String) -> String {
    var name: [UInt8] = []
    var isExact = true
    for byte in id.utf8 {
      if name.count == limit {
        isExact = false
        break
      }
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        name.append(byte)
      case UInt8(ascii: "/"): name.append(UInt8(ascii: "~"))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        isExact = false
        name.append(byte | 0x20)
      default:
        isExact = false
        if name.last != UInt8(ascii: "-") { name.append(UInt8(ascii: "-")) }
      }
    }
    // A leading dot hides a file, a leading dash looks like an option, and some names mean devices on Windows.
    if let first = name.first, first == UInt8(ascii: ".") || first == UInt8(ascii: "-") {
      name[0] = UInt8(ascii: "_")
      isExact = false
    }
    let stem = String(decoding: name.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    if isExact, !name.isEmpty, !devices.contains(stem) { return String(decoding: name, as: UTF8.self) }
    if devices.contains(stem) || name.isEmpty { name.insert(UInt8(ascii: "_"), at: 0) }
    return String(decoding: name, as: UTF8.self) + "=" + hexadecimal(SHA256Digest.of(Array(id.utf8)).prefix(8))
  }

  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// SHA-256, by the system's libcrypto.
enum SHA256Digest {
  /// The 32 bytes of a digest.
  static func of(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = SHA256(bytes, bytes.count, &digest)
    return digest
  }
}
