/// Takes the words of records, two at a time: every record has an even number of them.
///
/// A `DigestBuilder` is one, and so is the buffer of a `JournalWriter`: file and digest eat the same words.
public protocol RecordSink: ~Copyable {
  mutating func take(_ first: UInt64, _ second: UInt64)
}

extension [UInt64]: RecordSink {
  @inlinable public mutating func take(_ first: UInt64, _ second: UInt64) {
    append(first)
    append(second)
  }
}
