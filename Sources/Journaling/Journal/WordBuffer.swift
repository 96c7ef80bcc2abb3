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
    append(first)
    append(second)
  }

  /// Writes `word` over the one at `index`.
  mutating func set(_ index: Int, to word: UInt64) { words[index] = word.littleEndian }

  /// Gives all words from `start` on to both digests side by side; their number is even.
  func add(from start: Int, to one: inout DigestBuilder, _ other: inout DigestBuilder) {
    words.withSpan { words in
      var index = start
      while index + 1 < words.count {
        let (first, second) = (UInt64(littleEndian: words[index]), UInt64(littleEndian: words[index + 1]))
        one.take(first, second)
        other.take(first, second)
        index += 2
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
