import Pipeline

/// The vectors of a vocabulary's pieces, in eight bits with a scale for each.
struct PieceTable: Sendable {
  /// How many numbers a vector has.
  let dimensions: Int
  private let bytes: [UInt8]
  private var rowSize: Int { dimensions + 4 }

  /// Reads a table: for each piece `dimensions` signed bytes, then the scale as a float with its low byte first.
  ///
  /// - Returns: nil where it has another size than the pieces ask for.
  init?(_ bytes: [UInt8], dimensions: Int, count: Int) {
    guard bytes.count == count * (dimensions + 4) else { return nil }
    self.dimensions = dimensions
    self.bytes = bytes
  }

  /// Writes the vector of a word: the sum of its pieces' vectors in their order, divided by the square root of their number.
  ///
  /// - Parameters:
  ///   - pieces: Numbers below the table's count; at least one.
  ///   - vector: Gets `dimensions` numbers.
  func write(_ pieces: ArraySlice<Int32>, to vector: UnsafeMutablePointer<Float>) {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var isFirst = true
      for piece in pieces {
        let row = base + Int(piece) * rowSize
        let scale = Float(bitPattern: UInt32(littleEndian: (row + dimensions).loadUnaligned(as: UInt32.self)))
        let values = row.assumingMemoryBound(to: Int8.self)
        if isFirst {
          for index in 0..<dimensions { vector[index] = Float(values[index]) * scale }
          isFirst = false
        } else {
          for index in 0..<dimensions { vector[index] += Float(values[index]) * scale }
        }
      }
      if pieces.count > 1 {
        let length = Float(pieces.count).squareRoot()
        for index in 0..<dimensions { vector[index] /= length }
      }
    }
  }
}
