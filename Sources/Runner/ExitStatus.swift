/// The exit statuses of `textmill`.
enum ExitStatus: Int32 {
  /// All went well, or the reader of the output went away.
  case success = 0
  /// The run ended, but some documents failed.
  case documentsFailed = 1
  /// The command or the pipeline is wrong, or an output cannot be written.
  case wrong = 2
  /// The run was interrupted; its outputs hold what was done.
  case interrupted = 130
}

/// Ends a command with a status after it has said why.
struct Exit: Error {
  let status: ExitStatus

  init(_ status: ExitStatus) { self.status = status }
}
