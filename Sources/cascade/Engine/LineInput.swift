import Files

/// The lines of an input that may still be being written, each given as soon as it is whole.
struct LineInput: ~Copyable {
  enum Line {
    /// Without its line feed.
    case bytes([UInt8])
    /// Longer than `longest`; none of it was kept.
    case tooLong
  }

  /// The most bytes a line may have.
  static let longest = 1 << 20

  /// The number of the line given last, from 1.
  private(set) var number = 0

  private var file: InputFile
  private var bytes: [UInt8] = []
  /// Where the line that comes next begins.
  private var start = 0
  /// How far a line feed has been looked for.
  private var searched = 0
  private var isSkipping = false
  private var hasEnded = false

  /// - Parameter path: `-` is standard input.
  init(_ path: String) throws(FileError) {
    file = try InputFile(path)
  }

  /// Whether the next line is at hand, so that asking for it does not wait for whoever writes it.
  mutating func isAtHand() -> Bool {
    while searched < bytes.count, bytes[searched] != UInt8(ascii: "\n") { searched += 1 }
    return searched < bytes.count
  }

  /// The next line, `nil` at the end. What stands after the last line feed is a line too.
  ///
  /// Looks for a wish to end before each wait, since a signal that comes between two waits ends none.
  mutating func next() throws -> Line? {
    while true {
      try Interruption.check()
      if isAtHand() { return take(upTo: searched, over: 1) }
      if hasEnded { return start < bytes.count || isSkipping ? take(upTo: bytes.count, over: 0) : nil }
      if bytes.count - start > Self.longest {
        isSkipping = true
        start = bytes.count
      }
      compact()
      hasEnded = try !file.appendChunk(to: &bytes)
    }
  }

  private mutating func take(upTo end: Int, over feed: Int) -> Line {
    let line: Line = isSkipping || end - start > Self.longest ? .tooLong : .bytes(Array(bytes[start..<end]))
    isSkipping = false
    start = end + feed
    searched = start
    number += 1
    return line
  }

  /// Forgets what has been given, so that memory stays that of a chunk and a line.
  private mutating func compact() {
    bytes.removeFirst(start)
    searched -= start
    start = 0
  }
}

extension Collection<UInt8> {
  /// A blank line, or a comment: neither is a request.
  var saysNothing: Bool {
    let text = drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    return text.isEmpty || text.starts(with: "//".utf8)
  }
}
