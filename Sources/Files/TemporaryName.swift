#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What temporary names beside `path` begin with: a dot, and of its own name as much as leaves room for the rest of at most
/// 255 bytes.
public func temporaryPrefix(of path: String) -> String {
  var name = Path.lastComponent(path)
  while name.utf8.count > 230 { name.removeLast() }
  return ".\(name)."
}

/// The folders beside `path` that processes left of it which are no more, by their paths; none where that cannot be found out.
///
/// What another process is writing at this moment is none of them.
public func leftovers(of path: String) -> [String] {
  let directory = Path.directory(of: path)
  let prefix = temporaryPrefix(of: path)
  guard let names = try? FileSystem.names(in: directory) else { return [] }
  return names.filter { $0.hasPrefix(prefix) }.compactMap { name in
    let numbers = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard numbers.count == 2, let process = Int32(numbers[0]), process > 0, Int(numbers[1]) != nil else { return nil }
    if kill(process, 0) == 0 || errno != ESRCH { return nil }
    let place = directory == "." ? name : Path.join(directory, name)
    return (try? FileSystem.kind(of: place)) == .directory ? place : nil
  }
}

/// A name beside `path` that begins with a dot and is nobody's yet: `results/.run1.4711-0`.
///
/// - Parameter create: creates what it is given, and throws "file exists" if that is taken. Leftovers of a
///   process that was killed may be; containers give the same process number again and again.
func createTemporary<Created: ~Copyable>(
  beside path: String, create: (String) throws(FileError) -> Created
) throws(FileError) -> Created {
  let directory = Path.directory(of: path)
  if path.isEmpty { throw FileError(.create, path, .system(ENOENT)) }
  let prefix = "\(temporaryPrefix(of: path))\(getpid())-"
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
