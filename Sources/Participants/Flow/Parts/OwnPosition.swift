import MarketTypes

/// What a participant holds of its instrument, as far as its news tells.
struct OwnPosition: Sendable {
  private(set) var lots: Int64 = 0
  private let account: AccountID
  private let instrument: InstrumentID

  init(_ seat: Seat) {
    account = seat.account
    instrument = seat.instrument
  }

  mutating func observe(_ event: Event) {
    switch event.body {
    case .filled(let fill): observe(fill)
    case .busted(let fill): count(fill, -1)
    case .holdingOpened(let opening) where opening.instrument == instrument:
      lots += opening.account == account ? opening.position.lots : -opening.position.lots
    case .deleveraged(let pair) where pair.instrument == instrument:
      lots += (pair.account == account ? pair.side : pair.side.opposite).sign * pair.quantity.lots
    case .positionMoved(let moved) where moved.instrument == instrument:
      lots += moved.from == account ? -moved.position.lots : moved.position.lots
    case .contractSettled(let settlement) where settlement.instrument == instrument: lots = 0
    default: break
    }
  }

  @inline(__always)
  mutating func observe(_ fill: Fill) { count(fill, 1) }

  @inline(__always)
  private mutating func count(_ fill: Fill, _ times: Int64) {
    if fill.instrument != instrument { return }
    if fill.takerAccount == account { lots += times * fill.takerSide.sign * fill.quantity.lots }
    if fill.makerAccount == account { lots -= times * fill.takerSide.sign * fill.quantity.lots }
  }

  /// How many more lots may be bought or sold until the position is at a cap; none beyond it.
  @inline(__always)
  func room(_ side: Side, below cap: Quantity?) -> Quantity? {
    cap.map { Quantity(lots: max(0, $0.lots - side.sign * lots)) }
  }
}
