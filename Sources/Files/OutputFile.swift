#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Where the program writes: the one buffered, checked way out, for files and for the standard streams.
///
///     var file = try OutputFile("events.csv")
///     try file.write("sequence,kind\n")
///     try file.commit()
///
/// A regular file is written under a temporary name in the same folder and gets its own at `commit`; what
/// is dropped without it is removed, so that no half file ever bears a final name. A stream or a device has
/// nothing to take back: what was flushed is out, what was still in the buffer is dropped.
///
/// After the first error every later call throws that error again.
public struct OutputFile: ~Copyable {
  /// What messages call it: its final path, or `standard output`.
  public let name: String
  /// How many bytes it was given.
  public private(set) var byteCount = 0

  private let destination: Destination
  private let synchronizes: Bool
  private var descriptor: Descriptor
  private var buffer: [UInt8] = []
  private var hash: SHA256?
  private var failure: FileError?
  private var isCommitted = false

  /// Opens `path` for writing; `-` is standard output.
  ///
  /// A device or a pipe is written as it is, and so is what the process has open already: `/dev/stdout`, `/dev/fd/3`. A
  /// link to a file leads to that file. A file that is replaced leaves its permissions to the new one. The order of refusals: a
  /// folder is there; a link leads nowhere; a file is there and may not be replaced; the folder above is missing or forbids it.
  ///
  /// - Parameters:
  ///   - replacing: whether a file that is there already may be replaced.
  ///   - hashing: whether to keep the SHA-256 of what is written.
  ///   - synchronizing: whether `commit` waits until the device has it all, so that it also survives the machine.
  public init(
    _ path: String, replacing: Bool = false, hashing: Bool = false, synchronizing: Bool = true
  ) throws(FileError) {
    if path == "-" {
      try self.init(.output, hashing: hashing)
      return
    }
    if let number = Path.descriptor(named: path) {
      let descriptor = try Descriptor(duplicating: number, named: path, for: .create)
      self.init(descriptor, .inPlace, hashing: hashing, synchronizing: false)
      return
    }
    switch try Self.kindToReplace(path) {
    case .directory:
      throw FileError(.create, path, .isDirectory)
    case .other:
      self.init(try Descriptor(writingTo: path), .inPlace, hashing: hashing, synchronizing: false)
    case .symbolicLink:
      throw FileError(.create, path, .leadsNowhere)
    case .regular where !replacing:
      throw FileError(.create, path, .system(EEXIST))
    case .regular, nil:
      let final = FileSystem.resolved(path) ?? path
      let descriptor = try createTemporary(beside: final) { temporary throws(FileError) in
        let descriptor = try Descriptor(creating: temporary, named: path)
        do throws(FileError) {
          try FileSystem.copyPermissions(of: final, to: temporary)
        } catch {
          try? FileSystem.removeFile(temporary)
          throw error
        }
        return descriptor
      }
      self.init(descriptor, .renamed(final), hashing: hashing, synchronizing: synchronizing)
    }
  }

  /// Standard output or standard error, which stays open behind it.
  public init(_ stream: StandardStream, hashing: Bool = false) throws(FileError) {
    let descriptor = try Descriptor(duplicating: stream.descriptor, named: stream.name, for: .write)
    self.init(descriptor, .inPlace, hashing: hashing, synchronizing: false)
  }

  /// A new file that has its final name at once, in a folder that is itself temporary.
  init(creating path: String, named name: String, synchronizing: Bool) throws(FileError) {
    let descriptor = try Descriptor(creating: path, named: name)
    self.init(descriptor, .kept, hashing: true, synchronizing: synchronizing)
  }

  private init(
    _ descriptor: consuming Descriptor, _ destination: Destination, hashing: Bool, synchronizing: Bool
  ) {
    name = descriptor.name
    self.descriptor = descriptor
    self.destination = destination
    hash = hashing ? SHA256() : nil
    synchronizes = synchronizing
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    // Nobody is left to tell if the removal fails.
    if !isCommitted && destination != .inPlace { try? FileSystem.removeFile(descriptor.path) }
  }

  public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    try makeRoom(for: bytes.count)
    if bytes.count > Self.bufferSize { return try send(bytes) }
    unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
  }

  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes.span)
  }

  /// Writes UTF-8.
  public mutating func write(_ text: String) throws(FileError) {
    let bytes = text.utf8
    if bytes.count > Self.bufferSize { return try write([UInt8](bytes)) }
    try makeRoom(for: bytes.count)
    buffer.append(contentsOf: bytes)
  }

  public mutating func write(_ text: StaticString) throws(FileError) {
    try write(text.description)
  }

  /// Hands what is in the buffer to the system.
  public mutating func flush() throws(FileError) {
    var full: [UInt8] = []
    swap(&full, &buffer)
    try send(full.span)
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  /// The SHA-256 of everything written so far, or `nil` if it is not kept.
  public var sha256: SHA256Digest? {
    guard var hash else { return nil }
    hash.update(buffer)
    return hash.digest
  }

  /// Ends it: everything out, all errors told, the final name given.
  public consuming func commit() throws(FileError) {
    try flush()
    if synchronizes { try descriptor.synchronize() }
    try descriptor.close()
    if case .renamed(let final) = destination { try FileSystem.rename(descriptor.path, to: final) }
    isCommitted = true
    if case .renamed(let final) = destination, synchronizes {
      try FileSystem.synchronizeDirectory(Path.directory(of: final))
    }
  }

  private mutating func makeRoom(for count: Int) throws(FileError) {
    byteCount += count
    if buffer.count + count > Self.bufferSize { try flush() }
  }

  private mutating func send(_ bytes: Span<UInt8>) throws(FileError) {
    if let failure { throw failure }
    do {
      try descriptor.write(bytes)
    } catch {
      failure = error
      throw error
    }
    hash?.update(bytes)
  }

  /// What would be in the way, or `nil`; a link only if it leads nowhere.
  private static func kindToReplace(_ path: String) throws(FileError) -> FileKind? {
    do {
      if let kind = try FileSystem.kind(of: path) { return kind }
      return try FileSystem.kindOfLink(path)
    } catch {
      throw FileError(.create, path, error.reason)
    }
  }

  private enum Destination: Equatable {
    case inPlace
    case kept
    case renamed(String)
  }

  private static let bufferSize = 1 << 16
}
