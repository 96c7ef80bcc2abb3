#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A file read from its beginning to its end, a chunk at a time.
///
///     var file = try InputFile("trades.csv")
///     while try file.appendChunk(to: &bytes) {
///       bytes.removeFirst(parseLines(bytes))
///     }
///
/// `-` is standard input, which may be a pipe. Any other path must be a regular file: a pipe or a device
/// could be without end.
public struct InputFile: ~Copyable {
  /// What messages call it: its path, or `standard input`.
  public var name: String { descriptor.name }
  /// Its size in bytes when it was opened; `nil` for what is not a regular file.
  public let size: Int?

  private let descriptor: Descriptor
  private var chunk: [UInt8]

  public init(_ path: String, chunkSize: Int = 1 << 18) throws(FileError) {
    let isStandardInput = path == "-"
    let descriptor =
      isStandardInput
      ? try Descriptor(duplicating: STDIN_FILENO, named: "standard input", for: .open) : try Descriptor(reading: path)
    let (kind, size) = try descriptor.kindAndSize()
    if kind == .directory { throw FileError(.open, descriptor.name, .isDirectory) }
    if kind != .regular && !isStandardInput { throw FileError(.open, descriptor.name, .isNotRegularFile) }
    self.size = kind == .regular ? size : nil
    self.descriptor = descriptor
    chunk = [UInt8](repeating: 0, count: chunkSize)
  }

  /// Appends what one read gives, at most a chunk. A pipe gives what is there, so that a line can be
  /// answered before the next one is written.
  ///
  /// - Returns: false at the end, with nothing appended.
  public mutating func appendChunk(to bytes: inout [UInt8]) throws(FileError) -> Bool {
    let count = try descriptor.read(into: &chunk)
    bytes.append(contentsOf: chunk[..<count])
    return count > 0
  }
}

/// The whole of a regular file, or of standard input for `-`.
///
/// - Parameter limit: the most bytes it may hold. A larger file is refused before memory is taken for it,
///   a longer pipe as soon as it has given more.
public func readFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
  var file = try InputFile(path)
  var bytes: [UInt8] = []
  if let size = file.size {
    if size > limit { throw FileError(.read, file.name, .isLargerThan(limit: limit, size: size)) }
    bytes.reserveCapacity(size)
  }
  while try file.appendChunk(to: &bytes) {
    if bytes.count > limit { throw FileError(.read, file.name, .isLargerThan(limit: limit, size: nil)) }
  }
  return bytes
}
