import CSpawn
import Foundation
import Pipeline

/// A program that was run to its end.
struct ToolRun {
  /// Whether it ended with status 0.
  let isSuccess: Bool
  /// How it ended, for messages.
  let ending: String
  /// Its standard output.
  let output: [UInt8]
  /// Its standard error.
  let errors: String

  /// Runs a program, found as a shell would, with nothing on standard input. Programs that it leaves running are not waited for.
  ///
  /// - Throws: That it cannot be started, or that no folder for its output can be made in the temporary one.
  init(_ command: [String], in folder: String) throws(Diagnostics) {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "textmill-tool-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    // Files rather than pipes: nothing can fill up, and nobody holds them open.
    if mkdir(scratch, 0o700) != 0 {
      throw Diagnostics(
        Diagnostic(
          code: "unwritable-folder",
          "the folder '\(scratch)' for the program's output cannot be made: \(String(cString: strerror(errno))); set TMPDIR to a folder that can be written"
        ))
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "\(scratch)/out", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "\(scratch)/err", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    let (started, identifier) = ChildProcess.spawn(command, &actions, inOwnGroup: false)
    guard started == 0 else {
      throw Diagnostics(
        Diagnostic(
          code: "tool-unavailable", "the program '\(command.first ?? "")' cannot be started: \(String(cString: strerror(started)))"))
    }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
    isSuccess = status == 0
    ending = ChildProcess.Ending(status: status).text
    output = [UInt8](FileManager.default.contents(atPath: "\(scratch)/out") ?? Data())
    errors = String(decoding: FileManager.default.contents(atPath: "\(scratch)/err") ?? Data(), as: UTF8.self)
  }
}
