import MarketTypes
import Notation

/// The rows of a LOBSTER orderbook file, one at a time. The first row says how many levels the file shows.
///
///     var reader = try LobsterBookReader(text)
///     var row = LobsterBookRow(levelCount: reader.levelCount)
///     while try reader.read(into: &row) { … }
///
/// Refuses a file that is empty or compressed, a row that has not four columns for each level, a column that is no
/// number of its kind, a level no worse than the one before it, and one that is half unoccupied or has one after it.
/// A best bid at or above the best ask is not refused: before the opening it can be so.
public struct LobsterBookReader {
  public let levelCount: Int
  private var cursor: LobsterCursor

  public init(_ text: SourceText) throws(Diagnostics) {
    cursor = try LobsterCursor(text, expecting: "a LOBSTER orderbook file", layout: LobsterColumn.bookColumns(1))
    levelCount = cursor.columnCount / 4
    guard cursor.columnCount.isMultiple(of: 4) else {
      throw cursor.refusalOfRow(expected: "4 for each level: ask price, ask size, bid price, bid size")
    }
    cursor.layout = LobsterColumn.bookColumns(levelCount)
  }

  /// Replaces `row` by the next one of the file. False after the last, and `row` stays.
  public mutating func read(into row: inout LobsterBookRow) throws(Diagnostics) -> Bool {
    guard cursor.beginRow() else { return false }
    row.levelCount = levelCount
    row.asks.removeAll(keepingCapacity: true)
    row.bids.removeAll(keepingCapacity: true)
    for level in 0..<levelCount {
      try readLevel(level, of: .sell, into: &row.asks)
      try readLevel(level, of: .buy, into: &row.bids)
    }
    try cursor.endRow()
    return true
  }

  /// `found …, expected …` about the price of a level, from 0, in the row being read.
  private func refusalOfPrice(of side: Side, level: Int, expected: String) -> Diagnostics {
    cursor.refusal(ofColumn: 4 * level + (side == .buy ? 2 : 0), expected: expected)
  }

  /// `found …, expected …` about the row read last, or the end of the file where there was none.
  func refusalOfRow(found: String? = nil, expected: String) -> Diagnostics {
    cursor.refusalOfRow(found: found, expected: expected)
  }

  /// Takes price and size, and appends them to the better levels unless they say that nothing stands there.
  private mutating func readLevel(_ level: Int, of side: Side, into levels: inout [LobsterLevel]) throws(Diagnostics) {
    let price = LobsterPrice(tenThousandths: try cursor.take(side == .buy ? .bidPrice : .askPrice))
    let size = Quantity(lots: try cursor.take(side == .buy ? .bidSize : .askSize))
    let isOccupied = price.tenThousandths != -side.sign * LobsterColumn.noPrice
    if isOccupied != (size != .zero) {
      let expected = isOccupied ? "at least 1 share at an occupied level" : "0 at an unoccupied level"
      throw cursor.refusal(ofColumn: 4 * level + (side == .buy ? 3 : 1), expected: expected)
    }
    if !isOccupied { return }
    if price.tenThousandths < 1 {
      throw refusalOfPrice(of: side, level: level, expected: LobsterColumn.bidPrice.expectation)
    }
    if levels.count < level {
      throw refusalOfPrice(of: side, level: level, expected: "no price after an unoccupied level")
    }
    if let better = levels.last, !better.price.isBetter(than: price, on: side) {
      let expected = "a price \(side == .buy ? "below" : "above") \(better.price.tenThousandths), the level before"
      throw refusalOfPrice(of: side, level: level, expected: expected)
    }
    levels.append(LobsterLevel(price: price, size: size))
  }
}
