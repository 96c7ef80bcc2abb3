#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Data goes to the output, words go to the error stream.
public enum StandardStream: Sendable {
  case output
  case error

  var descriptor: Int32 {
    switch self {
    case .output: STDOUT_FILENO
    case .error: STDERR_FILENO
    }
  }

  var name: String {
    switch self {
    case .output: "standard output"
    case .error: "standard error"
    }
  }
}
