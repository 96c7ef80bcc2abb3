#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What an `errno` says.
enum SystemError {
  static let closedPipe = EPIPE
  static let exists = EEXIST

  /// True if the device gave out or is full, rather than a name being wrong or forbidden.
  static func comesFromDevice(_ code: Int32) -> Bool {
    [EIO, ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE, ENOMEM].contains(code)
  }

  /// `strerror_r`, because `strerror` answers in memory that all threads share.
  static func text(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    _ = unsafe strerror_r(code, &buffer, buffer.count)
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
