import MarketTypes
import Notation

/// The rows of a LOBSTER message file, one at a time.
///
///     var reader = try LobsterMessageReader(text)
///     while let message = try reader.next() { … }
///
/// Refuses a file that is empty or compressed, a row that has not six columns, a column that is no number of its
/// kind, and a time before that of the row above. One pass, no `String` made of anything that is in order.
///
/// Times are exact with up to nine decimals. Up to twelve are taken, and rounded to the nearest nanosecond: a file
/// written by a program that held times as floating point says 35821.088778456004 here and there.
public struct LobsterMessageReader {
  private var cursor: LobsterCursor
  private var previousTime = TimeSpan.zero

  public init(_ text: SourceText) throws(Diagnostics) {
    cursor = try LobsterCursor(text, expecting: "a LOBSTER message file", layout: LobsterColumn.messageColumns)
  }

  /// The next row, or `nil` after the last.
  public mutating func next() throws(Diagnostics) -> LobsterMessage? {
    guard cursor.beginRow() else { return nil }
    let time = TimeSpan(nanoseconds: (try cursor.take(.time) + 500) / 1000)
    if time < previousTime { throw refusalOfTime(notBefore: previousTime, "that of the row above") }
    previousTime = time
    guard let kind = LobsterMessage.Kind(rawValue: UInt8(try cursor.take(.kind))) else {
      throw cursor.refusal(ofColumn: 1, expected: LobsterColumn.kind.expectation)
    }
    let message = LobsterMessage(
      time: time, kind: kind, orderID: try cursor.take(.orderID), size: Quantity(lots: try cursor.take(.size)),
      price: LobsterPrice(tenThousandths: try cursor.take(.price)), side: try takeDirection())
    if kind.changesBook { try refuseWhatNoOrderHas(message) }
    try cursor.endRow()
    return message
  }

  /// `found …, expected …` about the time in the row read last.
  func refusalOfTime(notBefore earliest: TimeSpan, _ what: String) -> Diagnostics {
    let seconds = decimalText(earliest.nanoseconds, scale: 9)
    return cursor.refusal(ofColumn: 0, expected: "a time not before \(seconds), \(what)")
  }

  /// `found …, expected …` about the price in the row read last.
  func refusalOfPrice(expected: String) -> Diagnostics { cursor.refusal(ofColumn: 4, expected: expected) }

  /// `found …, expected …` about the row read last, or the end of the file where there was none.
  func refusalOfRow(expected: String) -> Diagnostics { cursor.refusalOfRow(expected: expected) }

  private mutating func takeDirection() throws(Diagnostics) -> Side {
    switch try cursor.take(.direction) {
    case 1: return .buy
    case -1: return .sell
    default: throw cursor.refusal(ofColumn: 5, expected: LobsterColumn.direction.expectation)
    }
  }

  /// What crosses and halts may leave out, a visible order has.
  private func refuseWhatNoOrderHas(_ message: LobsterMessage) throws(Diagnostics) {
    let kind = "type \(message.kind.rawValue)"
    if message.orderID < 1 { throw cursor.refusal(ofColumn: 2, expected: "an order id of at least 1 for \(kind)") }
    if message.size == .zero { throw cursor.refusal(ofColumn: 3, expected: "at least 1 share for \(kind)") }
    if message.price.tenThousandths < 1 { throw refusalOfPrice(expected: "a price of at least 1 for \(kind)") }
  }
}
