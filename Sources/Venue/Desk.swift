import MarketTypes
import Storage

/// What the corridor remembers of an instrument between commands.
struct Desk: BitwiseCopyable {
  /// The top of the book as last published.
  var quote: Quote
  /// The latest fill or index change since marks were last taken, or −1; its round.
  var priced: Int64 = -1
  /// The latest event that changed the book, or −1.
  var changed: Int64 = -1
  var isTouched = false

  init(_ instrument: InstrumentID) {
    quote = Quote(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
  }
}

/// An account's own number for an order.
struct ClientKey: TableKey {
  var client: Int64 = 0
  var account: Int32 = -1

  var scrambled: UInt64 { (client.scrambled ^ UInt64(UInt32(bitPattern: account))) &* 0x9E37_79B9_7F4A_7C15 }
}

/// Where a live order is.
struct OrderAddress: BitwiseCopyable {
  var order: Int64 = 0
  var instrument: UInt16 = 0
}

extension Exchange {
  /// Notes that an event changed an instrument's book.
  mutating func touch(_ instrument: InstrumentID, by event: EventPosition) {
    desks[instrument.index].changed = event.number
    guard !desks[instrument.index].isTouched else { return }
    desks[instrument.index].isTouched = true
    touched.append(Int32(instrument.number))
  }

  /// Notes that an event gave an instrument a new price: a fill, or an index change.
  mutating func reprice(_ instrument: InstrumentID, by event: EventPosition) {
    touch(instrument, by: event)
    desks[instrument.index].priced = event.number
  }
}
