import Foundation

/// The part of a file in the Executable and Linkable Format that says what it is for and how long it must be (System V ABI, chapters 4 and 5).
package enum ELFHeader {
  /// What is wrong with a file that is to be loaded as a library.
  package enum Problem: Error, Equatable {
    /// It is no file of this format, of 64 bits and with the low byte first.
    case noLibrary
    /// It is an object file or a program.
    case notShared
    /// It is for another processor.
    case otherMachine(Int)
    /// Parts that it promises lie beyond its end.
    case truncated

    /// What is wrong, to be put after the file's name.
    package var message: String {
      switch self {
      case .noLibrary: "is no library of this system"
      case .notShared: "is no shared library"
      case .otherMachine(let machine): "is for another processor (ELF machine \(machine), not \(ELFHeader.machine))"
      case .truncated: "is cut off"
      }
    }
  }

  /// The number of this program's processor.
  package static var machine: Int {
    #if arch(x86_64)
      62
    #elseif arch(arm64)
      183
    #else
      0
    #endif
  }

  /// Makes sure that a file can be mapped and belongs to this processor. Reads the headers alone, so that not all of a mapped file is read.
  ///
  /// - Parameter bytes: The whole file, counted from 0.
  package static func check(_ bytes: Data) throws(Problem) {
    guard bytes.count >= 64, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { throw .noLibrary }
    if number(bytes, at: 18, size: 2) != machine { throw .otherMachine(number(bytes, at: 18, size: 2)) }
    if number(bytes, at: 16, size: 2) != 3 { throw .notShared }
    try checkTable(bytes, at: number(bytes, at: 32, size: 8), count: number(bytes, at: 56, size: 2), entry: number(bytes, at: 54, size: 2))
    { entry in
      (number(bytes, at: entry + 8, size: 8), number(bytes, at: entry + 32, size: 8))
    }
    let sections = (number(bytes, at: 40, size: 8), number(bytes, at: 60, size: 2), number(bytes, at: 58, size: 2))
    try checkTable(bytes, at: sections.0, count: sections.1, entry: sections.2) { entry in
      // Sections of the kind NOBITS take no room in the file.
      number(bytes, at: entry + 4, size: 4) == 8 ? (0, 0) : (number(bytes, at: entry + 24, size: 8), number(bytes, at: entry + 32, size: 8))
    }
  }

  /// Makes sure that a table, and the parts of the file that its entries name, lie inside the file.
  private static func checkTable(
    _ bytes: Data, at offset: Int, count: Int, entry: Int, part: (Int) -> (offset: Int, size: Int)
  ) throws(Problem) {
    if count == 0 { return }
    guard entry >= 40, offset >= 0, fits(offset, count * entry, bytes) else { throw .truncated }
    for index in 0..<count {
      let part = part(offset + index * entry)
      if !fits(part.offset, part.size, bytes) { throw .truncated }
    }
  }

  private static func fits(_ offset: Int, _ size: Int, _ bytes: Data) -> Bool {
    offset >= 0 && size >= 0 && offset <= bytes.count && size <= bytes.count - offset
  }

  /// A number with the low byte first; one that no file can hold is negative.
  private static func number(_ bytes: Data, at offset: Int, size: Int) -> Int {
    guard offset >= 0, offset + size <= bytes.count else { return -1 }
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
    return value > UInt64(Int.max) ? -1 : Int(value)
  }
}
