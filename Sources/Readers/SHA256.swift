import CCrypto

/// SHA-256 through libcrypto.
package enum SHA256 {
  /// The digest in lower-case hexadecimal: 64 characters.
  package static func hexadecimal(of bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    bytes.withUnsafeBufferPointer { buffer in
      // Without bytes an array may have no address, and libcrypto wants one.
      _ = withUnsafePointer(to: 0 as UInt8) { nothing in CCrypto.SHA256(buffer.baseAddress ?? nothing, buffer.count, &digest) }
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: digest.count * 2) { characters in
      for (index, byte) in digest.enumerated() {
        characters[2 * index] = digits[Int(byte >> 4)]
        characters[2 * index + 1] = digits[Int(byte & 0xF)]
      }
      return digest.count * 2
    }
  }
}
