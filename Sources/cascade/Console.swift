import Files

/// Data goes to standard output, words about it to standard error.
enum Console {
  /// Writes data at once, and tells if that failed.
  static func write(_ text: String) throws(FileError) {
    var output = try OutputFile(.output)
    try output.write(text)
    try output.commit()
  }

  /// Says something on standard error. If nobody can hear it, there is nobody to tell.
  static func note(_ text: String) {
    guard !text.isEmpty, var output = try? OutputFile(.error) else { return }
    try? output.write(text)
    try? output.commit()
  }
}
