#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Names in folders: what is there, making, renaming and removing.
public enum FileSystem {
  /// The names in `directory`, without `.` and `..`, sorted by their bytes.
  ///
  /// Refuses a name that is not UTF-8, which could not be opened again by the text it is shown as.
  public static func names(in directory: String) throws(FileError) -> [String] {
    guard ask(.list, { 0 }) == 0, let stream = unsafe opendir(directory) else {
      throw FileError(.list, directory, .system(errno))
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe String(validatingCString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
      }
      guard let name else { throw FileError(.list, directory, .holdsUnreadableName) }
      if name != "." && name != ".." { names.append(name) }
    }
    if errno != 0 { throw FileError(.list, directory, .system(errno)) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What `path` names, links followed.
  ///
  /// - Returns: `nil` if nothing is there. Never `.symbolicLink`.
  public static func kind(of path: String) throws(FileError) -> FileKind? {
    var status = stat()
    return try kind(of: path, found: ask(.inspect) { unsafe stat(path, &status) }, status)
  }

  /// What `path` itself is, also if it is a link.
  static func kindOfLink(_ path: String) throws(FileError) -> FileKind? {
    var status = stat()
    return try kind(of: path, found: ask(.inspect) { unsafe lstat(path, &status) }, status)
  }

  private static func kind(of path: String, found: Int32, _ status: stat) throws(FileError) -> FileKind? {
    if found == 0 { return FileKind(mode: status.st_mode) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw FileError(.inspect, path, .system(errno))
  }

  /// True if nothing has this name, not even a link to nowhere; false also if that cannot be found out.
  static func isAbsent(_ path: String) -> Bool {
    do { return try kindOfLink(path) == nil } catch { return false }
  }

  /// The absolute path of what is there, links resolved.
  ///
  /// - Returns: `nil` if nothing is there or it cannot be reached.
  static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(validatingCString: resolved)
  }

  /// Gives a new file or folder the permissions of the one it is to replace; nothing happens where none is there, or they are
  /// the same.
  static func copyPermissions(of path: String, to newPath: String) throws(FileError) {
    var (old, new) = (stat(), stat())
    do throws(FileError) {
      let kinds = (
        try kind(of: path, found: ask(.inspect) { unsafe stat(path, &old) }, old),
        try kind(of: newPath, found: ask(.inspect) { unsafe stat(newPath, &new) }, new)
      )
      let mode = old.st_mode & 0o777
      if kinds.0 == nil || kinds.1 == nil || mode == new.st_mode & 0o777 { return }
      if ask(.permit, { unsafe chmod(newPath, mode) }) != 0 { throw FileError(.create, path, .system(errno)) }
    } catch {
      throw FileError(.create, path, error.reason)
    }
  }

  /// Makes a folder, which must not be there yet.
  static func createDirectory(_ path: String) throws(FileError) {
    if ask(.createDirectory, { unsafe mkdir(path, 0o777) }) != 0 { throw FileError(.create, path, .system(errno)) }
  }

  /// Gives `path` the name `newPath`. A file or an empty folder of that name is replaced in the same instant.
  static func rename(_ path: String, to newPath: String) throws(FileError) {
    if ask(.rename, { systemRename(path, newPath) }) != 0 { throw FileError(.rename, newPath, .system(errno)) }
  }

  static func removeFile(_ path: String) throws(FileError) {
    if ask(.removeFile, { unsafe unlink(path) }) != 0 { throw FileError(.remove, path, .system(errno)) }
  }

  /// Removes a folder and the files in it. Stops at a folder within: nothing here is recursive.
  static func removeDirectory(_ path: String) throws(FileError) {
    for name in try names(in: path) { try removeFile(Path.join(path, name)) }
    if ask(.removeDirectory, { unsafe rmdir(path) }) != 0 { throw FileError(.remove, path, .system(errno)) }
  }

  /// Waits until the device has the names in `directory`. One that may be written but not read is let off:
  /// it cannot be asked.
  static func synchronizeDirectory(_ directory: String) throws(FileError) {
    do {
      try Descriptor(reading: directory).synchronize()
    } catch {
      if error.operation == .open, error.reason == .system(EACCES) { return }
      throw error
    }
  }
}

/// Under another name, because the method above hides that of the system.
private func systemRename(_ path: String, _ newPath: String) -> Int32 {
  unsafe rename(path, newPath)
}
