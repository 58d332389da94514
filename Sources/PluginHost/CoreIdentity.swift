import Foundation
import Pipeline

/// What of this program a library of stages depends on.
package enum CoreIdentity {
  /// The core's types and protocols as this program has them. Programs with equal ones can load each other's plugins.
  package static let core: String = {
    // FNV-1a over the layout of the types and the number of requirements of each protocol.
    var hash = UInt64(PluginInterface.layout)
    for name in [
      "5Stage", "17ConfigurableStage", "10BatchStage", "9SinkStage", "15CollectionStage", "17SelfCheckingStage", "4Sink", "9Reduction",
    ] {
      hash = (hash ^ UInt64(requirements(ofProtocol: name))) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }()

  /// The version of Swift that this program was built with: a library must be of the same, and its compiler sees to that.
  package static var swift: String {
    #if compiler(>=6.5)
      "6.5 or newer"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// The processor that this program was built for.
  package static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      "unknown"
    #endif
  }

  /// The marker of the interface, where libraries can see it; nil in a program that was linked without `--export-dynamic`.
  static var marker: UnsafeMutableRawPointer? { dlsym(nil, PluginInterface.marker) }

  /// The number of requirements as the descriptor of a protocol of the core holds it; 0 where libraries could not see the descriptor either.
  ///
  /// See `TargetProtocolDescriptor` in the documentation of Swift's ABI: flags, parent, name, requirements in the signature, requirements.
  private static func requirements(ofProtocol mangledName: String) -> UInt32 {
    guard let descriptor = dlsym(nil, "$s8Pipeline\(mangledName)Mp") else { return 0 }
    return UnsafeRawPointer(descriptor).load(fromByteOffset: 16, as: UInt32.self)
  }
}
