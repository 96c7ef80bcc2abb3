import MarketTypes
import Notation

/// The book before its first message: one anonymous order for each level of the first row of `book`, less what
/// `message` did. Numbered −1, −2, … best ask first, then best bid, then the second of each.
///
/// - Parameter message: the one of the same row.
/// - Parameter tickSize: a level between two ticks is refused.
func lobsterSeed(
  _ book: SourceText, before message: LobsterMessage, tickSize: LobsterPrice
) throws(Diagnostics) -> [BookEdit] {
  var reader = try LobsterBookReader(book)
  var row = LobsterBookRow(levelCount: reader.levelCount)
  guard try reader.read(into: &row) else { throw reader.refusalOfRow(expected: "a row") }
  guard row.undo(message) else {
    throw reader.refusalOfRow(
      found: "fewer than \(message.size.lots) at \(message.price.tenThousandths)",
      expected: "at least what the first message added")
  }
  var seed: [BookEdit] = []
  for level in 0..<max(row.asks.count, row.bids.count) {
    for side in [Side.sell, .buy] where level < row[side].count {
      let (price, size) = (row[side][level].price, row[side][level].size)
      guard let ticks = price.inTicks(of: tickSize) else {
        throw reader.refusalOfRow(
          found: "the price \(price.tenThousandths)",
          expected: "multiples of \(tickSize.tenThousandths), the tick size")
      }
      seed.append(BookEdit(.add, orderID: -Int64(seed.count + 1), side: side, price: ticks, quantity: size))
    }
  }
  return seed
}

extension LobsterBookRow {
  /// Turns this row, the one after `message`, into what was seen of it before. What the message pushed out of
  /// sight stays so. False if the message cannot have led here; the row then stays.
  mutating func undo(_ message: LobsterMessage) -> Bool {
    guard message.kind.changesBook else { return true }
    var levels = self[message.side]
    if message.kind == .submission {
      if levels.take(message.size, at: message.price) == .tooMany { return false }
    } else {
      _ = levels.add(message.size, at: message.price, on: message.side)
    }
    switch message.side {
    case .buy: bids = levels
    case .sell: asks = levels
    }
    return true
  }
}
