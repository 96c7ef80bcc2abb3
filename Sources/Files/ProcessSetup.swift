#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The first thing `main` does: from here on a failed write is an error to report, never a signal to die of.
///
/// SIGPIPE (the reader went away) and SIGXFSZ (the file may not grow further) are ignored; the write fails
/// instead. A standard stream that was closed by whoever started us is held by a descriptor on which every
/// use fails: otherwise the next file opened would take its number, and what is meant for the terminal would
/// be written into it.
public func prepareProcess() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
  for (stream, useless) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
    // Takes the lowest free number: that of the stream, because the ones before it are open.
    if fcntl(stream, F_GETFD) == -1 { _ = unsafe open("/dev/null", useless) }
  }
}

/// The value of an environment variable, or `nil` if it is not set. Nothing here ever sets one.
public func environment(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}
