#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A name beside `path` that begins with a dot and is nobody's yet: `results/.run1.4711-0`.
///
/// - Parameter create: creates what it is given, and throws "file exists" if that is taken. Leftovers of a
///   process that was killed may be; containers give the same process number again and again.
func createTemporary<Created: ~Copyable>(
  beside path: String, create: (String) throws(FileError) -> Created
) throws(FileError) -> Created {
  let directory = Path.directory(of: path)
  if path.isEmpty { throw FileError(.create, path, .system(ENOENT)) }
  let prefix = ".\(Path.lastComponent(path)).\(getpid())-"
  var attempt = 0
  while true {
    do {
      return try create(Path.join(directory, prefix + String(attempt)))
    } catch {
      // The message is about the name that was asked for.
      if error.reason != .system(EEXIST) || attempt == 1000 { throw FileError(error.operation, path, error.reason) }
      attempt += 1
    }
  }
}
