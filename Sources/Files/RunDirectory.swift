#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The folder a run leaves behind: whole and under its name, or not there at all.
///
///     var run = try RunDirectory("results/run1")
///     var events = try run.createFile("events.csv")
///     try events.write("sequence,kind\n")
///     try run.finish(events)
///     …                                      // the manifest last: it lists run.records
///     try run.commit()
///
/// Written under a temporary name in the same folder and renamed at `commit`. Dropped without it, also
/// because of an error or an `Interruption`, it is removed.
public struct RunDirectory: ~Copyable {
  /// The name of the file by which a folder is known to be one of these.
  public static let manifestName = "manifest.json"

  public let path: String

  private let temporary: String
  private let replaces: Bool
  private let synchronizes: Bool
  private var files: [(name: String, record: FileRecord?)] = []
  private var isCommitted = false

  /// Begins a folder that will be called `path`. The folder above it must exist.
  ///
  /// - Parameters:
  ///   - force: whether a run that is there already is replaced, or an empty folder. Anything else that is there is
  ///     refused all the same: a folder without a manifest, or with anything in it that the manifest does not name.
  ///   - synchronizing: whether every file, and the folder, waits until the device has it.
  public init(_ path: String, force: Bool = false, synchronizing: Bool = true) throws(FileError) {
    self.path = Path.trimmed(path)
    replaces = force
    synchronizes = synchronizing
    if let refusal = Self.refusal(of: self.path, force: force) { throw FileError(.create, self.path, refusal) }
    temporary = try Self.createTemporaryDirectory(beside: self.path)
  }

  deinit {
    // Nobody is left to tell if the removal fails.
    if !isCommitted { try? FileSystem.removeDirectory(temporary) }
  }

  /// The finished files, in the order they were created.
  public var records: [FileRecord] {
    files.compactMap(\.record)
  }

  /// Begins a file of this folder. Several may be open at a time; each must end in `finish` before `commit`.
  public mutating func createFile(_ name: String) throws(FileError) -> OutputFile {
    if name.isEmpty || name.utf8.contains(UInt8(ascii: "/")) { fatalError("a run holds no file named '\(name)'") }
    let file = try OutputFile(
      creating: Path.join(temporary, name), named: Path.join(path, name), synchronizing: synchronizes)
    files.append((name, nil))
    return file
  }

  /// Ends a file that `createFile` began, and records it.
  public mutating func finish(_ file: consuming OutputFile) throws(FileError) {
    let name = Path.lastComponent(file.name)
    guard let index = files.firstIndex(where: { $0.name == name }), let sha256 = file.sha256 else {
      fatalError("\(file.name) is no file of the run \(path)")
    }
    let record = FileRecord(name: name, byteCount: file.byteCount, sha256: sha256)
    try file.commit()
    files[index].record = record
  }

  /// Gives the folder its name. An old run of that name is moved aside first and removed afterwards; between
  /// the two renames, which POSIX cannot make one, neither is there. If the device does not say that it has the new one, the
  /// old one stays where it was moved to.
  public consuming func commit() throws(FileError) {
    for file in files where file.record == nil { fatalError("\(file.name) of the run \(path) was never finished") }
    if synchronizes { try FileSystem.synchronizeDirectory(temporary) }
    // Asked again, because the run may have taken hours.
    if let refusal = Self.refusal(of: path, force: replaces) { throw FileError(.create, path, refusal) }
    try FileSystem.copyPermissions(of: path, to: temporary)
    let old = try Self.isThere(path) ? Self.moveAside(path) : nil
    do {
      try FileSystem.rename(temporary, to: path)
    } catch {
      if let old { try FileSystem.rename(old, to: path) }
      throw error
    }
    isCommitted = true
    if synchronizes { try FileSystem.synchronizeDirectory(Path.directory(of: path)) }
    if let old { try FileSystem.removeDirectory(old) }
  }

  /// The first reason why `path` cannot become the name of a run, or `nil`.
  private static func refusal(of path: String, force: Bool) -> FileError.Reason? {
    do {
      guard let kind = try FileSystem.kindOfLink(path) else { return nil }
      if !force { return .system(EEXIST) }
      if kind != .directory { return .isNotRunDirectory }
      let names = try FileSystem.names(in: path)
      if names.isEmpty { return nil }
      if !names.contains(manifestName) { return .isNotRunDirectory }
      let manifest = String(decoding: try readFile(Path.join(path, manifestName), limit: 64 << 20), as: UTF8.self)
      for name in names where name != manifestName {
        let isOurs = try FileSystem.kindOfLink(Path.join(path, name)) == .regular && lists(manifest, name)
        if !isOurs { return .holdsForeign(name) }
      }
      return nil
    } catch {
      return error.reason
    }
  }

  /// Whether a manifest has a file of this name in its list.
  private static func lists(_ manifest: String, _ name: String) -> Bool {
    guard let start = manifest.firstRange(of: "\"files\": [") else { return false }
    return manifest[start.upperBound...].prefix { $0 != "]" }.contains("\"name\": \"\(name)\"")
  }

  private static func isThere(_ path: String) throws(FileError) -> Bool {
    do {
      return try FileSystem.kindOfLink(path) != nil
    } catch {
      throw FileError(.create, path, error.reason)
    }
  }

  /// - Returns: where it is now.
  private static func moveAside(_ path: String) throws(FileError) -> String {
    let aside = try createTemporaryDirectory(beside: path)
    do {
      try FileSystem.rename(path, to: aside)
    } catch {
      try FileSystem.removeDirectory(aside)
      throw error
    }
    return aside
  }

  private static func createTemporaryDirectory(beside path: String) throws(FileError) -> String {
    try createTemporary(beside: path) { temporary throws(FileError) in
      try FileSystem.createDirectory(temporary)
      return temporary
    }
  }
}
