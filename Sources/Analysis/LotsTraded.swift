import MarketTypes

/// Lots of one instrument that went from one account to another, whatever the occasion.
struct LotsTraded: Hashable, Sendable {
  let instrument: InstrumentID
  /// Below zero if they went the other way.
  let lots: Int64
  let buyer: AccountID
  let seller: AccountID
}

extension Event.Body {
  /// Of a fill, a fill undone, a holding opened, a position moved or deleveraged. A contract that is settled trades nothing.
  var lotsTraded: LotsTraded? {
    switch self {
    case .filled(let fill):
      LotsTraded(instrument: fill.instrument, lots: fill.quantity.lots, buyer: fill.buyer, seller: fill.seller)
    case .busted(let fill):
      LotsTraded(instrument: fill.instrument, lots: fill.quantity.lots, buyer: fill.seller, seller: fill.buyer)
    case .holdingOpened(let opening):
      LotsTraded(
        instrument: opening.instrument, lots: opening.position.lots, buyer: opening.account,
        seller: opening.counterparty)
    case .positionMoved(let moved):
      LotsTraded(instrument: moved.instrument, lots: moved.position.lots, buyer: moved.to, seller: moved.from)
    case .deleveraged(let pair):
      LotsTraded(
        instrument: pair.instrument, lots: pair.quantity.lots,
        buyer: pair.side == .buy ? pair.account : pair.counterparty,
        seller: pair.side == .buy ? pair.counterparty : pair.account)
    default: nil
    }
  }
}
