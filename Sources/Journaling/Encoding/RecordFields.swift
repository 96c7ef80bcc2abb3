import MarketTypes

/// The first word of a record.
struct RecordHeader {
  let kind: UInt8
  let payloadWords: UInt8
  let round: UInt16
  let cause: UInt32

  init(in words: [UInt64], at offset: Int) throws(RecordError) {
    guard offset < words.count else { throw RecordError(at: offset, .cut(missingWords: 1)) }
    let word = words[offset]
    kind = UInt8(truncatingIfNeeded: word)
    payloadWords = UInt8(truncatingIfNeeded: word >> 8)
    round = UInt16(truncatingIfNeeded: word >> 16)
    cause = UInt32(truncatingIfNeeded: word >> 32)
  }
}

/// The payload of one record, taken field after field. That it is all there was checked first.
struct RecordFields {
  private let words: [UInt64]
  private var offset: Int
  /// Whether the record is of the longer of its kind's two lengths.
  let isLong: Bool

  /// - Parameters:
  ///   - length: how many payload words a record of this kind has.
  ///   - extra: how many more it may have; zero if its length is always the same.
  init(
    in words: [UInt64], at start: Int, _ header: RecordHeader, length: Int, orMore extra: Int = 0
  ) throws(RecordError) {
    let found = Int(header.payloadWords)
    guard found == length || found == length + extra else {
      throw RecordError(at: start, .wrongLength(header.payloadWords, expected: length))
    }
    isLong = found > length
    let padded = (found + 2) & ~1
    let missing = start + padded - words.count
    if missing > 0 { throw RecordError(at: words.count, .cut(missingWords: missing)) }
    self.words = words
    offset = start + 1
  }

  mutating func word() -> Int64 {
    offset += 1
    return Int64(bitPattern: words[offset - 1])
  }

  mutating func pair() -> (Int32, Int32) {
    let word = self.word()
    return (Int32(truncatingIfNeeded: word), Int32(truncatingIfNeeded: word >> 32))
  }

  mutating func account() -> AccountID { AccountID(number: pair().0) }
  mutating func order() -> OrderID { OrderID(number: word()) }
  mutating func client() -> ClientOrderID { ClientOrderID(number: word()) }
  mutating func price() -> Price { Price(ticks: word()) }
  mutating func quantity() -> Quantity { Quantity(lots: word()) }
  mutating func position() -> Position { Position(lots: word()) }
  mutating func time() -> Time { Time(nanoseconds: word()) }
  mutating func span() -> TimeSpan { TimeSpan(nanoseconds: word()) }
  mutating func money() -> Money { Money(units: word()) }
  mutating func fund() -> FundID { FundID(number: UInt8(truncatingIfNeeded: word())) }
  mutating func asset() -> AssetID { AssetID(number: UInt16(truncatingIfNeeded: word())) }
  mutating func subject() -> Subject { Subject(word: UInt64(bitPattern: word())) }

  /// The error for the word taken last.
  func wrong(_ field: RecordError.Field, _ value: some FixedWidthInteger) -> RecordError {
    RecordError(at: offset - 1, .wrongValue(field, Int64(truncatingIfNeeded: value)))
  }

  /// The value of a field that has a fixed set of numbers.
  func choice<Choice: RawRepresentable<UInt8>>(
    _ field: RecordError.Field, _ number: UInt8, of type: Choice.Type = Choice.self
  ) throws(RecordError) -> Choice {
    guard let choice = Choice(rawValue: number) else { throw wrong(field, number) }
    return choice
  }

  /// Likewise where the numbers are places in a list.
  func choice<Choice>(
    _ field: RecordError.Field, _ number: UInt8, inOrder choices: [Choice]
  ) throws(RecordError) -> Choice {
    guard Int(number) < choices.count else { throw wrong(field, number) }
    return choices[Int(number)]
  }
}

/// Whom and what a record is about, and its small fields.
struct Subject {
  let account: AccountID
  let instrument: InstrumentID
  let flags: UInt8
  let more: UInt8

  init(word: UInt64) {
    account = AccountID(number: Int32(truncatingIfNeeded: word))
    instrument = InstrumentID(number: UInt16(truncatingIfNeeded: word >> 32))
    flags = UInt8(truncatingIfNeeded: word >> 48)
    more = UInt8(truncatingIfNeeded: word >> 56)
  }

  /// What stands in the instrument's place where money is an asset's.
  var asset: AssetID { AssetID(number: instrument.number) }
}
