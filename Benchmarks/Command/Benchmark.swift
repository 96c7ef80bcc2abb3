import Files

/// One thing the program can measure.
struct Benchmark: Sendable {
  /// The word that asks for it.
  let name: String
  /// What it measures, as the line after its name.
  let summary: String
  let help: String
  /// Carries it out with the arguments behind its name.
  let run: @Sendable ([String], inout OutputFile) throws -> Void
}
