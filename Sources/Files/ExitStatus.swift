#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// How the program ends, as its caller reads it. Between 64 and 74 the numbers are those of `sysexits.h`;
/// above 128 they are 128 and the signal that the end stands for.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// An expectation or a comparison failed; everything else went well.
  case failedExpectation = 1
  case usage = 64
  case badInput = 65
  case noInput = 66
  case ourFault = 70
  case cannotCreate = 73
  case inputOutput = 74
  case interrupted = 130
  case closedPipe = 141
  case terminated = 143
}

/// Leaves the process. What is still in a buffer is lost, and no `deinit` runs: call it last.
public func exitProcess(with status: ExitStatus) -> Never {
  exit(status.rawValue)
}
