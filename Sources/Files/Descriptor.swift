#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// An open file, closed when dropped. The calls of the system, each repeated until it is done or refused.
struct Descriptor: ~Copyable {
  let path: String
  /// What messages call it.
  let name: String
  /// Below zero once closed.
  private var number: Int32

  /// Does not wait: opening a pipe that nobody writes would.
  init(reading path: String) throws(FileError) {
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    try self.init(path, named: path, .open) { unsafe open(path, flags) }
  }

  /// Creates `path`, which must not be there yet.
  init(creating path: String, named name: String) throws(FileError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    try self.init(path, named: name, .create) { unsafe open(path, flags, 0o666) }
  }

  /// Opens a device or a pipe for writing, as it is.
  init(writingTo path: String) throws(FileError) {
    let flags = O_WRONLY | O_NOCTTY | O_CLOEXEC
    try self.init(path, named: path, .create) { unsafe open(path, flags) }
  }

  /// A second descriptor of `original`: closing it tells what the system still has to say, and leaves the first open.
  init(duplicating original: Int32, named name: String, for operation: FileError.Operation) throws(FileError) {
    try self.init(name, named: name, operation) { fcntl(original, F_DUPFD_CLOEXEC, 3) }
  }

  private init(
    _ path: String, named name: String, _ operation: FileError.Operation, opening: () -> Int32
  ) throws(FileError) {
    let number = untilUninterrupted(.open, opening)
    if number < 0 { throw FileError(operation, name, .system(errno)) }
    self.path = path
    self.name = name
    self.number = number
  }

  deinit {
    if number >= 0 { _ = systemClose(number) }
  }

  /// The kind of file it is, and its size in bytes, which means something for a regular file only.
  func kindAndSize() throws(FileError) -> (kind: FileKind, size: Int) {
    var status = stat()
    let result = ask(.inspect) { unsafe fstat(number, &status) }
    if result != 0 { throw FileError(.inspect, name, .system(errno)) }
    return (FileKind(mode: status.st_mode), Int(status.st_size))
  }

  /// One read. A signal that asks for the end of the program ends the wait for a pipe or a terminal.
  ///
  /// - Returns: how many bytes of `buffer` were filled; 0 at the end.
  func read(into buffer: inout [UInt8]) throws(FileError) -> Int {
    while true {
      let count = ask(.read) {
        unsafe buffer.withUnsafeMutableBytes { bytes in unsafe systemRead(number, bytes) }
      }
      if count >= 0 { return count }
      if errno == EAGAIN, waitUntilReady(for: POLLIN) { continue }
      if errno != EINTR { throw FileError(.read, name, .system(errno)) }
      if let interruption = Interruption.requested { throw FileError(.read, name, .interrupted(interruption)) }
    }
  }

  /// Writes all of `bytes`, in as many calls as the system wants.
  func write(_ bytes: Span<UInt8>) throws(FileError) {
    try unsafe bytes.withUnsafeBytes { bytes throws(FileError) in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let count = untilUninterrupted(.write) {
          let piece = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(PlannedFaults.allowedCount(of: rest.count)))
          return unsafe systemWrite(number, piece)
        }
        if count < 0, errno == EAGAIN {
          _ = waitUntilReady(for: POLLOUT)
          continue
        }
        if count < 0 { throw FileError(.write, name, .system(errno)) }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  /// Waits for a pipe or a terminal that whoever shares it has told not to wait.
  ///
  /// - Returns: false if a signal came first, which `errno` says.
  private func waitUntilReady(for event: some BinaryInteger) -> Bool {
    var wanted = pollfd(fd: number, events: Int16(event), revents: 0)
    return unsafe poll(&wanted, 1, -1) >= 0
  }

  /// Waits until the device has what was written. A file system that cannot do that for a folder is let off.
  func synchronize() throws(FileError) {
    if untilUninterrupted(.synchronize, { fsync(number) }) == 0 { return }
    if errno == EINVAL || errno == ENOTSUP { return }
    throw FileError(.synchronize, name, .system(errno))
  }

  /// Closes, and tells what the system has only now found out. Never repeated: after an error
  /// the number may already be another file's.
  mutating func close() throws(FileError) {
    let closing = number
    number = -1
    if ask(.close, { systemClose(closing) }) != 0 && errno != EINTR { throw FileError(.close, name, .system(errno)) }
  }
}

/// Asks again as long as a signal came between.
private func untilUninterrupted<Result: SignedInteger>(_ call: SystemCall, _ question: () -> Result) -> Result {
  while true {
    let result = ask(call, question)
    if result >= 0 || errno != EINTR { return result }
  }
}

// Under other names, because the methods above hide those of the system.

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(number, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(number, bytes.baseAddress, bytes.count)
}

private func systemClose(_ number: Int32) -> Int32 {
  close(number)
}
