import MarketTypes
import Storage

/// Words on their way out, as little-endian bytes.
struct WordBuffer: RecordSink, ~Copyable {
  /// Each in the byte order of the file, whatever the machine's.
  private var words = Pool<UInt64>()

  var wordCount: Int { words.count }

  @inline(__always)
  mutating func append(_ word: UInt64) { words.append(word.littleEndian) }

  @inline(__always)
  mutating func take(_ first: UInt64, _ second: UInt64) {
    words.append(first.littleEndian, second.littleEndian)
  }

  /// Writes `word` over the one at `index`.
  mutating func set(_ index: Int, to word: UInt64) { words[index] = word.littleEndian }

  /// All words from `start` on, two by two; their number is even.
  @inline(__always)
  func forEachPair(from start: Int, _ body: (UInt64, UInt64) -> Void) {
    words.withSpan { words in
      invariant((words.count - start).isMultiple(of: 2), "a frame of \(words.count - start) words")
      for index in stride(from: start, to: words.count, by: 2) {
        body(UInt64(littleEndian: words[index]), UInt64(littleEndian: words[index + 1]))
      }
    }
  }

  /// Hands all bytes to `write` and, if that did not throw, forgets them. The memory is kept.
  mutating func drain<Failure>(_ write: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
    try words.withSpan { words throws(Failure) in
      try unsafe words.bytes.withUnsafeBytes { raw throws(Failure) in
        let bytes = unsafe raw.assumingMemoryBound(to: UInt8.self)
        try write(unsafe bytes.span)
      }
    }
    words.removeAll()
  }
}
