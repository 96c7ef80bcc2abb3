import Foundation
import Testing

@testable import Files

struct TerminalTests {
  @Test
  func `the width is COLUMNS, else what was measured, else 80`() {
    #expect(Terminal.width(columns: "60", measured: 100) == 60)
    #expect(Terminal.width(columns: nil, measured: 100) == 100)
    #expect(Terminal.width(columns: "0", measured: 100) == 100)
    #expect(Terminal.width(columns: "wide", measured: nil) == 80)
  }

  @Test(arguments: [
    (["TERM": "xterm"], true), (["TERM": "dumb"], false), ([:], false), (["TERM": "xterm", "CI": "true"], false),
    (["TERM": "xterm", "CI": "false"], true), (["TERM": "xterm", "CI": ""], true),
  ])
  func `a line is redrawn on a terminal that can and not in CI`(variables: [String: String], expected: Bool) {
    #expect(Terminal.canRedraw { variables[$0] } == expected)
  }

  @Test
  func `always and never do not look`() {
    #expect(Terminal.allowsColor(on: .output, choice: .always))
    #expect(!Terminal.allowsColor(on: .output, choice: .never))
  }

  @Test
  func `a file is no terminal, gets no color and no progress`() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let file = open(folder("captured"), O_WRONLY | O_CREAT, 0o600)
      dup2(file, STDOUT_FILENO)
      dup2(file, STDERR_FILENO)
      setVariables(environment: ["TERM": "xterm", "CI": nil, "NO_COLOR": nil, "COLUMNS": nil])
      #expect(!Terminal.isTerminal(.output))
      #expect(!Terminal.allowsColor(on: .output, choice: .auto))
      #expect(!Terminal.allowsProgress(quiet: false))
      #expect(Terminal.width(of: .output) == 80)
      var progress = ProgressBar("run", unit: "events", total: 10, quiet: false)
      progress.show(1)
      progress.erase()
      #expect(folder.text(of: "captured") == "")
    }
  }

  @Test
  func `a terminal gets color and progress, unless somebody minds`() async {
    await #expect(processExitsWith: .success) {
      openTerminalAsStandardError(columns: 42)
      setVariables(environment: ["TERM": "xterm", "CI": nil, "NO_COLOR": nil, "COLUMNS": nil])
      #expect(Terminal.isTerminal(.error))
      #expect(Terminal.width(of: .error) == 42)
      #expect(Terminal.allowsColor(on: .error, choice: .auto))
      #expect(Terminal.allowsProgress(quiet: false))
      #expect(!Terminal.allowsProgress(quiet: true))
      setVariables(environment: ["NO_COLOR": "1"])
      #expect(!Terminal.allowsColor(on: .error, choice: .auto))
      #expect(Terminal.allowsProgress(quiet: false))
    }
  }

  @Test
  func `progress on a terminal is drawn and erased`() async {
    await #expect(processExitsWith: .success) {
      let terminal = openTerminalAsStandardError(columns: 80)
      setVariables(environment: ["TERM": "xterm", "CI": nil])
      do {
        var progress = ProgressBar("run", unit: "events", total: nil, quiet: false)
        progress.show(7)
      }
      // With nobody left to write, the watcher reads to the end.
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO)
      var text = ""
      var bytes = [UInt8](repeating: 0, count: 1000)
      while case let count = read(terminal, &bytes, bytes.count), count > 0 {
        text += String(decoding: bytes[..<count], as: UTF8.self)
      }
      #expect(text.hasPrefix("\rrun  7 events"))
      #expect(text.hasSuffix("\r\u{1B}[K"))
    }
  }
}

/// For a process of its own: sets variables, or removes those that are `nil`.
private func setVariables(environment: [String: String?]) {
  for (name, value) in environment {
    if let value { setenv(name, value, 1) } else { unsetenv(name) }
  }
}

/// For a process of its own: puts a terminal in the place of standard error.
///
/// - Returns: the side of the one who watches.
@discardableResult
private func openTerminalAsStandardError(columns: UInt16) -> Int32 {
  var (watcher, terminal): (Int32, Int32) = (0, 0)
  var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
  if openpty(&watcher, &terminal, nil, nil, &size) != 0 { fatalError("no terminal") }
  dup2(terminal, STDERR_FILENO)
  close(terminal)
  return watcher
}
