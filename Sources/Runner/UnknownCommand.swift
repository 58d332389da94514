import ArgumentParser
import Pipeline

/// What is said of a command that there is not: the argument parser would only call it unexpected.
enum UnknownCommand {
  /// The message, or nil where the first argument is a command or an option.
  static func message(for arguments: some Collection<String>) -> String? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let names = Textmill.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    if names.contains(first) { return nil }
    let advice = Suggestion.nearest(to: first, in: names).map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"
    return "error: there is no command '\(first)'; \(advice)\n'\(CommandLineRunner.program) --help' says what each does"
  }
}
