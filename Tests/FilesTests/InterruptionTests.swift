import Foundation
import Testing

@testable import Files

/// Each in a process of its own, because signals are for the whole process.
struct InterruptionTests {
  @Test
  func `nothing is requested before a signal`() async {
    await #expect(processExitsWith: .success) {
      installAfresh()
      #expect(Interruption.requested == nil)
    }
  }

  @Test
  func `SIGINT asks for 130, SIGTERM for 143`() async {
    await #expect(processExitsWith: .success) {
      installAfresh()
      raise(SIGINT)
      #expect(Interruption.requested == .interrupt)
      #expect(Interruption.requested?.exitStatus == .interrupted)
    }
    await #expect(processExitsWith: .success) {
      installAfresh()
      raise(SIGTERM)
      #expect(Interruption.requested == .terminate)
      #expect(Interruption.requested?.exitStatus == .terminated)
    }
  }

  @Test
  func `a second Ctrl-C leaves at once with 130`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      installAfresh()
      raise(SIGINT)
      raise(SIGINT)
    }
  }

  @Test
  func `Ctrl-C after SIGTERM leaves at once with 130`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      installAfresh()
      raise(SIGTERM)
      raise(SIGINT)
    }
  }

  @Test
  func `a second SIGTERM changes nothing`() async {
    await #expect(processExitsWith: .success) {
      installAfresh()
      raise(SIGTERM)
      raise(SIGTERM)
      #expect(Interruption.requested == .terminate)
    }
  }

  @Test
  func `a signal that was ignored stays ignored`() async {
    await #expect(processExitsWith: .success) {
      installAfresh()
      signal(SIGINT, SIG_IGN)
      Interruption.install()
      raise(SIGINT)
      raise(SIGINT)
      #expect(Interruption.requested == nil)
    }
  }

  @Test
  func `a signal ends the wait for standard input`() async {
    await #expect(processExitsWith: .exitCode(143)) {
      installAfresh()
      dup2(openPipe().reading, STDIN_FILENO)
      let reader = pthread_self()
      // Again and again, because the first may come before the wait begins.
      Thread.detachNewThread {
        while true {
          pthread_kill(reader, SIGTERM)
          sched_yield()
        }
      }
      leaveWithStatus { () throws(FileError) in
        _ = try readFile("-", limit: 100)
      }
    }
  }
}

/// For a process of its own: as on the main thread of a program that a shell started. Whoever runs the tests may
/// have signals ignored, and the threads they run on have them blocked.
private func installAfresh() {
  signal(SIGINT, SIG_DFL)
  signal(SIGTERM, SIG_DFL)
  Interruption.install()
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_UNBLOCK, &all, nil)
}
