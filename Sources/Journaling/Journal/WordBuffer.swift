/// Words on their way out, as little-endian bytes.
struct WordBuffer: RecordSink, Sendable {
  /// Each in the byte order of the file, whatever the machine's.
  private var words: [UInt64] = []

  var wordCount: Int { words.count }

  mutating func append(_ word: UInt64) { words.append(word.littleEndian) }

  mutating func take(_ first: UInt64, _ second: UInt64) {
    append(first)
    append(second)
  }

  /// Writes `word` over the one at `index`.
  mutating func set(_ index: Int, to word: UInt64) { words[index] = word.littleEndian }

  /// Gives all words from `start` on to `digest`; their number is even.
  func add(from start: Int, to digest: inout DigestBuilder) {
    for index in stride(from: start, to: words.count, by: 2) {
      digest.take(UInt64(littleEndian: words[index]), UInt64(littleEndian: words[index + 1]))
    }
  }

  /// Hands all bytes to `write` and, if that did not throw, forgets them. The memory is kept.
  mutating func drain<Failure>(_ write: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
    try unsafe words.span.bytes.withUnsafeBytes { raw throws(Failure) in
      let bytes = unsafe raw.assumingMemoryBound(to: UInt8.self)
      try write(unsafe bytes.span)
    }
    words.removeAll(keepingCapacity: true)
  }
}
