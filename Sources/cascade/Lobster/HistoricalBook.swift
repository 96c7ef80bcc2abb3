import MarketData
import MarketTypes
import Matching

/// The real order book with history played into it: orders are added and made smaller by number, none is matched.
///
/// LOBSTER numbers its orders above zero and the seed's are below, so that every number is good as it is.
struct HistoricalBook: ~Copyable {
  /// Orders that would have met another instead of resting. They are left out, and so is what refers to them.
  private(set) var crossing = 0
  private var book = OrderBook()
}

extension HistoricalBook: EditableBook {
  mutating func apply(_ edit: BookEdit) {
    let id = OrderID(number: edit.orderID)
    switch edit.change {
    case .add:
      if book.wouldTake(edit.side, limit: edit.price) {
        crossing += 1
      } else {
        book.rest(
          id, account: AccountID(number: 0), side: edit.side, price: edit.price, quantity: edit.quantity)
      }
    case .reduce:
      guard let order = book.order(id) else { return }
      if edit.quantity < order.quantity {
        book.reduce(order, to: order.quantity - edit.quantity)
      } else {
        book.cancel(order)
      }
    }
  }

  func best(_ side: Side) -> (price: Price, quantity: Quantity)? {
    let quote = book.quote(for: InstrumentID(number: 0))
    switch side {
    case .buy: return quote.bid.map { ($0, quote.bidQuantity) }
    case .sell: return quote.ask.map { ($0, quote.askQuantity) }
    }
  }
}
