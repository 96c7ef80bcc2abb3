import Files
import Notation

/// Every benchmark the program knows. A new one is its own file and a line here.
let benchmarks: [Benchmark] = [
  .matching, .watch, .run, .cascade, .snapshot, .market, .export,
]

/// Runs what the arguments ask for and says how it went.
func bench(_ arguments: [String]) -> ExitStatus {
  do {
    var output = try OutputFile(.output)
    try carryOut(arguments, into: &output)
    try output.commit()
    return .success
  } catch let error as FileError {
    return report(error.exitStatus == .closedPipe ? nil : error.description, error.exitStatus)
  } catch let error as UsageError {
    return report(error.description, .usage)
  } catch {
    return report("\(error)", .ourFault)
  }
}

private func carryOut(_ arguments: [String], into output: inout OutputFile) throws {
  guard let name = arguments.first else { throw UsageError("a benchmark is needed: \(names)") }
  if name == "--help" || name == "-h" { return try output.write(overview) }
  guard let benchmark = benchmarks.first(where: { $0.name == name }) else {
    let isOption = name.hasPrefix("-")
    throw UsageError(
      unknown: isOption ? "option" : "benchmark", name, among: isOption ? ["--help"] : benchmarks.map(\.name))
  }
  let rest = Array(arguments.dropFirst())
  if rest.contains("--help") || rest.contains("-h") { return try output.write(benchmark.help) }
  try benchmark.run(rest, &output)
}

private var names: String { benchmarks.map(\.name).joined(separator: ", ") }

private var overview: String {
  let width = benchmarks.map(\.name.count).max() ?? 0
  let lines = benchmarks.map { benchmark in
    "  \(benchmark.name)\(String(repeating: " ", count: width - benchmark.name.count))  \(benchmark.summary)\n"
  }
  return """
    Measures Cascade. What is measured and how: docs/performance.md.

    usage: bench <benchmark> [options]
           bench <benchmark> --help

    \(lines.joined())
    """
}

/// Says a line on standard error, if there is one to say. Nobody is left to tell when even that fails.
private func report(_ message: String?, _ status: ExitStatus) -> ExitStatus {
  guard let message, var error = try? OutputFile(.error) else { return status }
  try? error.write("bench: \(message)\n")
  try? error.commit()
  return status
}
