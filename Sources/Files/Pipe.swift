#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Neither end is inherited by a program that is started, but as one of its standard streams.
struct Pipe: ~Copyable {
  let reading: PipeEnd
  let writing: PipeEnd

  init(_ name: String) throws(FileError) {
    var ends: [Int32] = [-1, -1]
    let result = unsafe pipe(&ends)
    if result != 0 { throw FileError(.start, name, .system(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = PipeEnd(ends[0])
    writing = PipeEnd(ends[1])
  }
}

/// One end of a pipe, closed when dropped.
struct PipeEnd: ~Copyable {
  /// Below zero once closed.
  private(set) var number: Int32

  var isOpen: Bool { number >= 0 }

  init(_ number: Int32) { self.number = number }

  deinit { if number >= 0 { _ = systemClose(number) } }

  mutating func close() {
    if number >= 0 { _ = systemClose(number) }
    number = -1
  }

  /// How many bytes there were; `nil` if there is nothing now. Closes itself at the end.
  mutating func read(into buffer: inout [UInt8]) -> Int? {
    let number = number
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe systemRead(number, bytes)
    }
    if count > 0 { return count }
    if count < 0, errno == EAGAIN || errno == EINTR { return nil }
    close()
    return 0
  }

  /// Writes what it takes at once; `false` if nobody reads any more.
  func write(_ bytes: ArraySlice<UInt8>, counting sent: inout Int) -> Bool {
    let count = unsafe bytes.withUnsafeBytes { bytes in
      unsafe systemWrite(number, bytes)
    }
    if count >= 0 {
      sent += count
      return true
    }
    return errno == EAGAIN || errno == EINTR
  }
}

// Under other names, because the methods above hide those of the system.

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(number, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(number, bytes.baseAddress, bytes.count)
}

private func systemClose(_ number: Int32) -> Int32 { close(number) }
