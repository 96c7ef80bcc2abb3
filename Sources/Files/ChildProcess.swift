#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Another program, with pipes at its three standard streams, leader of a process group of its own.
///
///     var engine = try ChildProcess(["python3", "engine.py"])
///     engine.send(line)
///     switch try engine.nextLine(before: monotonicNanoseconds() + patience) { … }
///     let ending = engine.end(before: monotonicNanoseconds() + patience)
///
/// No shell reads the words. Whatever waits serves all three pipes at once, so that neither side waits for the other. Time
/// here is real time: it bounds how long somebody else's program is waited for, and reaches nothing that is computed.
/// Dropping it kills the group, and leaves no zombie.
public struct ChildProcess: ~Copyable {
  /// What reading one line of its output came to.
  public enum Line: Equatable, Sendable {
    /// Without its line feed. What stands after the last one is a line too.
    case bytes([UInt8])
    /// It has closed its output.
    case ended
    /// The time was up before there was a whole line.
    case late
    /// More than `longestLine` bytes without an end.
    case tooLong
  }

  /// How a process ended.
  public enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// It did not end in time and was killed.
    case stopped
  }

  /// The most bytes a line may have.
  public static let longestLine = 1 << 20
  /// How much is kept of what it says on standard error: the end of it.
  static let keptWords = 1 << 12

  /// What messages call it.
  public let name: String

  private let process: pid_t
  private var input: PipeEnd
  private var output: PipeEnd
  private var errors: PipeEnd
  /// What it has not yet taken.
  private var unsent: [UInt8] = []
  private var sentCount = 0
  private var received: [UInt8] = []
  /// How far a line feed has been looked for.
  private var searched = 0
  private var words: [UInt8] = []
  private var isReaped = false
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// Starts the program that the first of `words` names, looked for in PATH if it has no slash.
  public init(_ words: [String]) throws(FileError) {
    name = words.first ?? ""
    let started = try StartedProcess(words)
    process = started.process
    input = started.input
    output = started.output
    errors = started.errors
  }

  deinit {
    if isReaped { return }
    _ = kill(-process, SIGKILL)
    _ = kill(process, SIGKILL)
    reap(process)
  }
}

// MARK: - Talking

extension ChildProcess {
  /// Puts bytes into the queue of what it is going to read. They go when something waits.
  public mutating func send(_ bytes: [UInt8]) { if input.isOpen { unsent += bytes } }

  /// Its input ends behind what was sent.
  public mutating func endInput(before deadline: UInt64) throws(FileError) {
    while sentCount < unsent.count, input.isOpen, try serve(before: deadline) {}
    input.close()
  }

  /// Its next line of output, waited for until `deadline` (`monotonicNanoseconds`).
  ///
  /// Throws only where this process was asked to end, or the system gives out.
  public mutating func nextLine(before deadline: UInt64) throws(FileError) -> Line {
    while true {
      while searched < received.count, received[searched] != UInt8(ascii: "\n") { searched += 1 }
      if searched < received.count { return .bytes(take(upTo: searched, over: 1)) }
      if received.count > Self.longestLine { return .tooLong }
      if !output.isOpen { return received.isEmpty ? .ended : .bytes(take(upTo: received.count, over: 0)) }
      if try !serve(before: deadline) { return .late }
    }
  }

  /// What it said last on standard error, as bytes that nobody has cleaned.
  public var lastWords: [UInt8] { words }

  private mutating func take(upTo end: Int, over feed: Int) -> [UInt8] {
    let line = Array(received[..<end])
    received.removeFirst(end + feed)
    searched = 0
    return line
  }

  /// Waits for one of the pipes and does what can be done; `false` if the time is up.
  private mutating func serve(before deadline: UInt64) throws(FileError) -> Bool {
    while true {
      if let interruption = Interruption.requested { throw FileError(.read, name, .interrupted(interruption)) }
      let now = monotonicNanoseconds()
      if now >= deadline { return false }
      // A descriptor below zero is passed over. In slices, because a signal may end another thread's wait.
      let left = Int32(truncatingIfNeeded: min((deadline - now) / 1_000_000 + 1, 100))
      var pipes = [
        pollfd(fd: sentCount < unsent.count ? input.number : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.number, events: Int16(POLLIN), revents: 0),
      ]
      let ready = unsafe poll(&pipes, nfds_t(pipes.count), left)
      if ready < 0 && errno != EINTR { throw FileError(.read, name, .system(errno)) }
      if ready <= 0 { continue }
      if pipes[0].revents != 0 { write() }
      if pipes[2].revents != 0, let count = errors.read(into: &chunk) {
        words = Array((words + chunk[..<count]).suffix(Self.keptWords))
      }
      if pipes[1].revents != 0, let count = output.read(into: &chunk) { received += chunk[..<count] }
      return true
    }
  }

  /// A program that reads no more is told by its output.
  private mutating func write() {
    guard input.write(unsent[sentCount...], counting: &sentCount) else {
      input.close()
      (unsent, sentCount) = ([], 0)
      return
    }
    if sentCount == unsent.count { (unsent, sentCount) = ([], 0) }
  }
}

// MARK: - The end

extension ChildProcess {
  /// Ends its input, waits for its end, and kills what is left of its group. What it still says is dropped, but for its
  /// last words.
  public mutating func end(before deadline: UInt64) throws(FileError) -> Ending {
    try endInput(before: deadline)
    while output.isOpen, try serve(before: deadline) { received = [] }
    while !hasExited(process), monotonicNanoseconds() < deadline { usleep(1_000) }
    // More than a pipe holds: what a child of its own goes on saying is not waited for.
    var left = 1 << 21
    while left > 0, errors.isOpen, let count = errors.read(into: &chunk), count > 0 {
      left -= count
      words = Array((words + chunk[..<count]).suffix(Self.keptWords))
    }
    let isLate = !hasExited(process)
    // Before it is reaped, so that the group's number is still its own.
    _ = kill(-process, SIGKILL)
    if isLate { _ = kill(process, SIGKILL) }
    let status = reap(process)
    isReaped = true
    if isLate { return .stopped }
    return status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signalled(status & 0x7F)
  }
}

/// Whether it has ended and waits to be reaped.
private func hasExited(_ process: pid_t) -> Bool {
  var information = unsafe siginfo_t()
  let result = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
  return unsafe result != 0 || information.si_signo != 0
}

/// Waits for an end that has come or is coming, and returns the status.
@discardableResult
private func reap(_ process: pid_t) -> Int32 {
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
  return status
}
