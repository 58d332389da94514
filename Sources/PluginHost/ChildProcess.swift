import CSpawn
import Foundation
import Pipeline

/// A child process with its standard streams, in a process group of its own so that what it starts ends with it.
final class ChildProcess: Sendable {
  /// The process.
  let identifier: pid_t
  /// Where its standard input is written to; does not block.
  let input: Int32
  /// Where its standard output is read from. Whoever reads it closes it.
  let output: Int32
  /// Where its standard error is read from. Whoever reads it closes it.
  let errors: Int32

  /// Starts a program. Its environment is this process's, and `TEXTMILL_PLUGIN=1`.
  ///
  /// - Parameters:
  ///   - command: The program, found as a shell would, and its arguments.
  ///   - folder: The folder to start it in.
  ///   - variables: Variables over those of this process's environment.
  /// - Throws: The system's reason.
  init(_ command: [String], in folder: String, with variables: [String: String] = [:]) throws(StageFailure) {
    Self.ignoringBrokenPipes
    let streams = [try Self.pipe(), try Self.pipe(), try Self.pipe()]
    let (stdin, stdout, stderr) = (streams[0], streams[1], streams[2])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdin.reading, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, stdout.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, stderr.writing, STDERR_FILENO)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    // A terminal's Ctrl-C is the host's to handle.
    let (status, identifier) = Self.spawn(
      command, &actions, inOwnGroup: true, with: variables.merging(["TEXTMILL_PLUGIN": "1"]) { given, _ in given })
    for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) }
    if status != 0 {
      for end in [stdin.writing, stdout.reading, stderr.reading] { close(end) }
      throw StageFailure(
        code: "plugin-unavailable", "the program '\(command.first ?? "")' cannot be started: \(String(cString: strerror(status)))")
    }
    self.identifier = identifier
    self.input = stdin.writing
    self.output = stdout.reading
    self.errors = stderr.reading
    _ = fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK)
  }

  /// Starts a program, found as a shell would, with no signal ignored or blocked: the host ignores SIGPIPE, and Dispatch's threads block nearly all.
  ///
  /// - Parameters:
  ///   - inOwnGroup: Whether it leads a process group of its own.
  ///   - variables: Variables over those of this process's environment.
  /// - Returns: 0 or the system's error, and the process.
  static func spawn(
    _ command: [String], _ actions: inout posix_spawn_file_actions_t, inOwnGroup: Bool, with variables: [String: String] = [:]
  ) -> (status: Int32, identifier: pid_t) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (inOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)))
    let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }.map { "\($0.key)=\($0.value)" }
    var identifier: pid_t = 0
    let status = withCStrings(command) { arguments in
      withCStrings(environment) { posix_spawnp(&identifier, command.first ?? "", &actions, &attributes, arguments, $0) }
    }
    return (status, identifier)
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }

  /// A write to a child that has ended is an error to handle, not the end of this process.
  private static let ignoringBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

  /// Ends the process, and all that it started, at once.
  func kill() { _ = Foundation.kill(-identifier, SIGKILL) }

  /// Whether it has ended. Does not wait.
  var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo != 0
  }

  /// Whether it ends within a moment, as a process does whose output is at its end.
  var endsSoon: Bool {
    for _ in 0..<100 {
      if hasEnded { return true }
      usleep(1_000)
    }
    return hasEnded
  }

  /// How a process ended.
  struct Ending: Sendable, Hashable {
    /// How, for messages: `it ended with status 1`.
    let text: String
    /// Whether a signal ended it that programs bring on others and not on themselves, so that it may have been no fault of its own.
    let isFromOutside: Bool

    init(status: Int32) {
      let signal = status & 0x7F
      text =
        signal == 0
        ? "it ended with status \((status >> 8) & 0xFF)"
        : "it was ended by signal \(signal)\(Self.signals[signal].map { " (\($0))" } ?? "")"
      isFromOutside = [SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGTERM].contains(signal)
    }

    /// Those that are told by name. A trap of Swift is SIGILL or SIGTRAP, by the processor.
    private static let signals: [Int32: String] = [
      SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL",
      SIGSEGV: "SIGSEGV", SIGTERM: "SIGTERM",
    ]
  }

  /// Ends what is left of the process group and takes the process from the system's table. To be called once; nothing else may be called after it.
  ///
  /// - Returns: How it ended.
  func reap() -> Ending {
    kill()
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
    return Ending(status: status)
  }

  private static func pipe() throws(StageFailure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    if pipe2(&ends, O_CLOEXEC) != 0 {
      throw StageFailure(code: "plugin-unavailable", "no pipe can be made: \(String(cString: strerror(errno)))")
    }
    return (ends[0], ends[1])
  }
}
