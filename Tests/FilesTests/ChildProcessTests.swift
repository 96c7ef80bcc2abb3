import Foundation
import Testing

@testable import Files

@Suite struct `Another program` {
  /// As `prepareProcess` does: who writes to a program that has left is told, and does not die of it.
  init() { signal(SIGPIPE, SIG_IGN) }

  /// Far more than any of these needs: reached only by what is broken.
  private var soon: UInt64 { monotonicNanoseconds() + 20_000_000_000 }
  private var now: UInt64 { monotonicNanoseconds() }

  @Test func `what it is sent comes back as it answers, line by line`() throws {
    var child = try ChildProcess(["cat"])
    for text in ["one", "", "three"] {
      child.send(Array("\(text)\n".utf8))
      #expect(try child.nextLine(before: soon) == .bytes(Array(text.utf8)))
    }
    #expect(try child.end(before: soon) == .exited(0))
  }

  @Test func `pipes that are full on both sides do not stop each other`() throws {
    var child = try ChildProcess(["cat"])
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 99_999) + [UInt8(ascii: "\n")]
    for _ in 0..<100 { child.send(line) }
    for _ in 0..<100 { #expect(try child.nextLine(before: soon) == .bytes(Array(line.dropLast()))) }
    #expect(try child.end(before: soon) == .exited(0))
  }

  @Test func `it is started by its words alone: no shell reads them`() throws {
    var child = try ChildProcess(["printf", "%s\\n", "a b", "$HOME", "'; true"])
    let lines = try (0..<4).map { _ in try child.nextLine(before: soon) }
    #expect(lines == ["a b", "$HOME", "'; true"].map { .bytes(Array($0.utf8)) } + [.ended])
    #expect(try child.end(before: soon) == .exited(0))
  }

  @Test func `what stands after the last line feed is a line too`() throws {
    var child = try ChildProcess(["printf", "whole\nhalf"])
    #expect(try child.nextLine(before: soon) == .bytes(Array("whole".utf8)))
    #expect(try child.nextLine(before: soon) == .bytes(Array("half".utf8)))
    #expect(try child.nextLine(before: soon) == .ended)
  }

  @Test func `silence ends a wait, and a program that does not leave is killed`() throws {
    var child = try ChildProcess(["sleep", "600"])
    #expect(try child.nextLine(before: now + 50_000_000) == .late)
    #expect(try child.end(before: now + 50_000_000) == .stopped)
  }

  // Nobody waits for what is left behind and goes on talking.
  @Test func `what its own child says without end holds up nothing`() throws {
    var child = try ChildProcess(["sh", "-c", "echo begun >&2; yes >&2 & exit 3"])
    #expect(try child.nextLine(before: soon) == .ended)
    #expect(try child.end(before: soon) == .exited(3))
    #expect(!child.lastWords.isEmpty && child.lastWords.count <= ChildProcess.keptWords)
  }

  @Test func `what it started itself goes with it`() throws {
    var child = try ChildProcess(["sh", "-c", "sleep 600 & echo $!; wait"])
    guard case .bytes(let text) = try child.nextLine(before: soon) else {
      Issue.record("no number")
      return
    }
    let grandchild = try #require(pid_t(String(decoding: text, as: UTF8.self)))
    #expect(try child.end(before: now + 50_000_000) == .stopped)
    // Killed at once; whoever inherited it reaps it in its own time.
    var isGone = false
    for _ in 0..<2_000 where !isGone {
      let state = try? String(contentsOfFile: "/proc/\(grandchild)/stat", encoding: .utf8)
      isGone = kill(grandchild, 0) != 0 || state?.contains(") Z ") ?? false
      usleep(1_000)
    }
    #expect(isGone)
  }

  @Test func `its end is told: a status or a signal`() throws {
    var failing = try ChildProcess(["sh", "-c", "exit 7"])
    #expect(try failing.end(before: soon) == .exited(7))
    var dying = try ChildProcess(["sh", "-c", "kill -9 $$"])
    #expect(try dying.nextLine(before: soon) == .ended)
    #expect(try dying.end(before: soon) == .signalled(9))
  }

  @Test func `sending to a program that has left is no error, and its last words are kept`() throws {
    var child = try ChildProcess([
      "sh", "-c", "exec 0<&-; i=0; while [ $i -lt 2000 ]; do echo word $i >&2; i=$((i+1)); done",
    ])
    child.send([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
    #expect(try child.nextLine(before: soon) == .ended)
    #expect(try child.end(before: soon) == .exited(0))
    #expect(child.lastWords.count == ChildProcess.keptWords)
    #expect(String(decoding: child.lastWords, as: UTF8.self).hasSuffix("word 1999\n"))
  }

  @Test func `a line without end is given up`() throws {
    var child = try ChildProcess(["sh", "-c", "yes | tr -d '\\n'"])
    #expect(try child.nextLine(before: soon) == .tooLong)
  }

  @Test func `a program that is not there cannot be started`() {
    let error = #expect(throws: FileError.self) { _ = try ChildProcess(["no-such-program-anywhere"]) }
    #expect(error?.exitStatus == .noInput)
    #expect(error?.description.hasPrefix("cannot start no-such-program-anywhere: ") == true)
  }
}
