import Runner
import StandardStages

/// The `textmill` command: the standard stages and the runner.
@main
enum TextmillMain {
  static func main() {
    CommandLineRunner.main(stages: .standard)
  }
}
