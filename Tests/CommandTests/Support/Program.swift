import Foundation

/// How the program ended and what it said.
struct Outcome {
  /// Its exit status, or `nil` if a signal ended it: that must never be.
  let status: Int32?
  let output: String
  let errors: String
}

/// The built program, as a process of its own.
enum Program {
  /// Runs `cascade` with these words and waits for its end.
  ///
  /// - Parameters:
  ///   - input: what stands on its standard input.
  ///   - environment: set over that of the tests, in which nobody says where data is or what a terminal can.
  static func run(
    _ words: [String], input: Data = Data(), environment: [String: String] = [:]
  ) throws -> Outcome {
    try launch(executable.filePath, words, input: input, environment: environment)
  }

  static func run(_ words: String...) throws -> Outcome { try run(words) }

  /// Runs a line of the shell in which `cascade` is the program.
  static func shell(_ line: String) throws -> Outcome {
    let program = executable.filePath
    let words = ["-c", "cascade() { '\(program)' \"$@\"; }; \(line)"]
    return try launch("/bin/sh", words, input: Data(), environment: [:])
  }

  /// Runs `cascade` with these words, which hold no apostrophe, and sends it Ctrl-C's signal after `seconds`, whatever has come
  /// until then.
  static func interrupted(after seconds: Double, _ words: [String]) throws -> Outcome {
    try shell(
      """
      python3 -c '
      import signal, subprocess, sys, time
      run = subprocess.Popen(sys.argv[1:], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
      time.sleep(\(seconds))
      run.send_signal(signal.SIGINT)
      sys.exit(run.wait())
      ' \(([executable.filePath] + words).map { "'\($0)'" }.joined(separator: " "))
      """)
  }

  /// Output goes to files, so that no pipe can fill up while nobody reads it.
  private static func launch(
    _ path: String, _ words: [String], input: Data, environment: [String: String]
  ) throws -> Outcome {
    let folder = TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = words
    process.environment = cleanEnvironment.merging(environment) { $1 }
    try input.write(to: folder.url("input"))
    process.standardInput = try FileHandle(forReadingFrom: folder.url("input"))
    for name in ["output", "errors"] { try folder.put(name, "") }
    let output = try FileHandle(forWritingTo: folder.url("output"))
    let errors = try FileHandle(forWritingTo: folder.url("errors"))
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : nil, output: folder.text("output"),
      errors: folder.text("errors"))
  }
}
