import Dispatch
import Foundation
import Pipeline

/// Turns Ctrl-C into a request to end cleanly; a second one ends at once.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  /// Listens for SIGINT and SIGTERM until the value goes.
  ///
  /// - Parameter onFirst: Called once, on another thread, when the first signal arrives.
  init(_ cancellation: Cancellation, onFirst: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if cancellation.isRequested { _exit(ExitStatus.interrupted.rawValue) }
        cancellation.request()
        onFirst()
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
