import MarketTypes
import Notation

/// The values of members, each taken once.
extension BinanceReader {
  @inline(__always) private mutating func note(_ key: BinanceMembers.Keys) throws(Diagnostics) {
    if members.present.contains(key) { throw cursor.refusal(expected: "no member twice") }
    members.present.insert(key)
  }

  mutating func takeNumber(_ key: BinanceMembers.Keys) throws(Diagnostics) -> Int64 {
    try note(key)
    let start = cursor.offset
    guard let number = cursor.takeWhole(), number <= Self.highestNumber else {
      throw cursor.refusal(from: start, expected: "a whole number, 0 to \(Self.highestNumber)")
    }
    return number
  }

  mutating func takePrice(_ key: BinanceMembers.Keys) throws(Diagnostics) -> Price {
    try note(key)
    return try takePrice()
  }

  mutating func takeQuantity(_ key: BinanceMembers.Keys) throws(Diagnostics) -> Quantity {
    try note(key)
    return try takeQuantity()
  }

  @inline(__always) private mutating func takePrice() throws(Diagnostics) -> Price {
    let start = cursor.offset
    guard let decimal = cursor.takeQuotedDecimal(), let price = units.price(decimal) else {
      throw cursor.refusal(from: start, expected: units.priceExpectation)
    }
    return price
  }

  @inline(__always) private mutating func takeQuantity() throws(Diagnostics) -> Quantity {
    let start = cursor.offset
    guard let decimal = cursor.takeQuotedDecimal(), let quantity = units.quantity(decimal) else {
      throw cursor.refusal(from: start, expected: units.quantityExpectation)
    }
    return quantity
  }

  /// `[["61800.20","2.909"],…]`.
  mutating func takeLevels(_ key: BinanceMembers.Keys, of side: Side) throws(Diagnostics) {
    try note(key)
    try expect(UInt8(ascii: "["), "[")
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      try expect(UInt8(ascii: "["), "[ of a level")
      let price = try takePrice()
      try expect(UInt8(ascii: ","), ", and a quantity")
      levels.append(DepthLevel(side, price, try takeQuantity()))
      try expect(UInt8(ascii: "]"), "] after price and quantity")
    } while cursor.take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), ", or ]")
  }

  mutating func takeEvent() throws(Diagnostics) {
    guard let word = cursor.takeString() else { throw cursor.refusal(expected: "the kind of message in quotes") }
    if cursor.isWord("depthUpdate", at: word) {
      members.event = .depthUpdate
    } else if cursor.isWord("bookTicker", at: word) {
      members.event = .bookTicker
    } else {
      members.event = cursor.isWord("trade", at: word) ? .trade : .other
    }
  }

  mutating func takeMaker() throws(Diagnostics) {
    try note(.isBuyerMaker)
    let start = cursor.offset
    try skip()
    let word = start..<cursor.offset
    members.isBuyerMaker = cursor.isWord("true", at: word)
    if !members.isBuyerMaker, !cursor.isWord("false", at: word) {
      throw cursor.refusal(from: start, expected: "true if the buyer had been resting, else false")
    }
  }

  mutating func takeOrigin() throws(Diagnostics) {
    try note(.origin)
    guard let word = cursor.takeString() else { throw cursor.refusal(expected: "where it traded, in quotes") }
    members.isInBook = cursor.isWord("MARKET", at: word)
  }
}
