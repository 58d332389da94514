import ArgumentParser
import Foundation
import Pipeline
import PluginHost

/// In this target `Argument` is the command line's, not the core's part of a relation.
typealias Argument = ArgumentParser.Argument

/// The entry point of the command line, for `textmill` and for executables with stages of their own.
public enum CommandLineRunner {
  static let registry = Locked(StageRegistry())

  /// What the running program is called: `textmill`, or the name of an executable with stages of its own.
  static let program: String = {
    let name = CommandLine.arguments.first.map { Terminal.printable(($0 as NSString).lastPathComponent) } ?? ""
    return name.isEmpty ? "textmill" : name
  }()

  /// A page of help, whose examples call the program by its name.
  private static func named(_ help: String) -> String {
    program == "textmill" ? help : help.replacing("\n  textmill ", with: "\n  \(program) ")
  }

  /// Runs the command that the process's arguments name, and ends the process with its exit status.
  ///
  /// - Parameter stages: The stages that pipelines can name.
  public static func main(stages: StageRegistry) -> Never {
    registry.withLock { $0 = stages }
    signal(SIGPIPE, SIG_IGN)
    if CommandLine.arguments.dropFirst().first == IsolatedStages.command {
      IsolatedWorker.serveStandardStreams(stages)
      exit(ExitStatus.success.rawValue)
    }
    if let message = UnknownCommand.message(for: CommandLine.arguments.dropFirst()) {
      Terminal.say(message)
      exit(ExitStatus.wrong.rawValue)
    }
    do {
      var command = try Textmill.parseAsRoot()
      try command.run()
      exit(ExitStatus.success.rawValue)
    } catch let stop as Exit {
      exit(stop.status.rawValue)
    } catch {
      let message = Textmill.fullMessage(for: error)
      if Textmill.exitCode(for: error).isSuccess {
        Terminal.print(named(message))
        exit(ExitStatus.success.rawValue)
      }
      Terminal.say(message)
      exit(ExitStatus.wrong.rawValue)
    }
  }
}

/// The root command.
struct Textmill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: CommandLineRunner.program,
    abstract: "Turn articles into structured knowledge, by pipelines declared in YAML.",
    discussion: """
      EXAMPLES:
        textmill try news.yaml article.txt           look at one article
        textmill run news.yaml articles/ -o out      process a folder
        textmill check news.yaml                     find every mistake, run nothing
        textmill stages summarize                    the reference of a stage
        textmill new pipeline brief --from news      a pipeline of your own to begin with

      EXIT STATUS:
        0  all went well
        1  some documents or tests failed; diff: there are differences; eval: a score is below its minimum
        2  the command or the pipeline is wrong, or an output cannot be written
        130  interrupted; what was done is in the outputs
      """,
    version: TextmillVersion.current,
    subcommands: [
      RunCommand.self, TryCommand.self, CheckCommand.self, ExplainCommand.self, StagesCommand.self, SchemaCommand.self, DiffCommand.self,
      TestCommand.self, EvalCommand.self, NewCommand.self, PluginsCommand.self, DoctorCommand.self,
    ]
  )
}
