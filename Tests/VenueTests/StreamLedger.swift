import MarketTypes

/// Every balance rebuilt from the stream alone.
struct StreamLedger {
  struct Place: Hashable {
    var account: Int32
    var instrument: UInt16
  }

  let instruments: [InstrumentRules]
  var balances: [LedgerAccount: Int128] = [:]
  var lots: [Place: Int64] = [:]

  init(_ instruments: [InstrumentRules]) { self.instruments = instruments }

  var sum: Int128 { balances.values.reduce(0, +) }

  mutating func add(_ event: Event) {
    switch event.body {
    case .transferred(let transfer): move(Int128(transfer.amount.units), from: transfer.from, to: transfer.to)
    case .filled(let fill):
      trade(fill.quantity.lots, at: fill.price, from: fill.seller, to: fill.buyer, fill.instrument)
    case .holdingOpened(let opening):
      trade(
        opening.position.lots, at: opening.price, from: opening.counterparty, to: opening.account, opening.instrument)
    default: break
    }
  }

  private mutating func move(_ amount: Int128, from: LedgerAccount, to: LedgerAccount) {
    balances[from, default: 0] -= amount
    balances[to, default: 0] += amount
  }

  /// A fill is itself the entry between two cost bases.
  private mutating func trade(
    _ quantity: Int64, at price: Price, from seller: AccountID, to buyer: AccountID, _ instrument: InstrumentID
  ) {
    let notional = Int128(quantity) * Int128(price.ticks) * Int128(instruments[instrument.index].tickValue.units)
    move(notional, from: .costBasis(buyer, instrument), to: .costBasis(seller, instrument))
    lots[Place(account: buyer.number, instrument: instrument.number), default: 0] += quantity
    lots[Place(account: seller.number, instrument: instrument.number), default: 0] -= quantity
  }
}
