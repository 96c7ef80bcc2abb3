import MarketTypes

/// One entry of the ledger, with when it was: a transfer, or a fill, a fill undone, an opened holding or a position that
/// moved, which is one itself. A contract that is settled ends its cost bases; what it realizes are transfers.
public struct LedgerRow: EventRow, Sendable {
  public let movement: Movement
  public let position: EventPosition
  public let time: Time
  public let round: UInt16

  public enum Movement: Hashable, Sendable {
    case transfer(Transfer)
    /// `lots` bought at a price by one account of another; the notional goes from the buyer's cost basis to the
    /// seller's, and the other way for an inverse contract.
    case exchange(Exchanged)
    /// What a position cost goes from one owner's account to another.
    case position(PositionMoved)
  }

  public struct Exchanged: Hashable, Sendable {
    public let instrument: InstrumentID
    public let price: Price
    public let quantity: Quantity
    public let buyer: AccountID
    public let seller: AccountID
    public let occasion: Occasion
  }

  public enum Occasion: String, Hashable, Sendable {
    case fill
    /// A fill undone: who had bought sells.
    case busted
    /// Opening state, without the book.
    case holdingOpened
  }

  public init?(_ event: Event, at position: EventPosition, time: Time) {
    switch event.body {
    case .transferred(let transfer): movement = .transfer(transfer)
    case .filled(let fill):
      movement = .exchange(
        Exchanged(
          instrument: fill.instrument, price: fill.price, quantity: fill.quantity, buyer: fill.buyer,
          seller: fill.seller, occasion: .fill))
    case .busted(let fill):
      movement = .exchange(
        Exchanged(
          instrument: fill.instrument, price: fill.price, quantity: fill.quantity, buyer: fill.seller,
          seller: fill.buyer, occasion: .busted))
    case .holdingOpened(let opening):
      let isLong = opening.position.lots > 0
      movement = .exchange(
        Exchanged(
          instrument: opening.instrument, price: opening.price, quantity: opening.position.size,
          buyer: isLong ? opening.account : opening.counterparty,
          seller: isLong ? opening.counterparty : opening.account, occasion: .holdingOpened))
    case .positionMoved(let moved): movement = .position(moved)
    default: return nil
    }
    self.position = position
    self.time = time
    round = event.round
  }

  public static let table = Table<LedgerRow>(
    name: "ledger",
    meaning: "One movement of money from one ledger account to another; with all of them every balance can be rebuilt,"
      + " but for the cost bases of a contract that was settled, which end with it.",
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .text(
        "reason", "fill, busted, holdingOpened, positionMoved, or the reason of a transfer: deposit, realized …"
      ) { row, _ in row.reason },
      .integer("amount", in: .money, "How much; never negative. For a fill its notional.") { row, context in
        row.amount(context.rules)
      },
      .text(
        "from", "The kind of ledger account it left: collateral, costBasis, fees, fund (fund1 … the others), outside …"
      ) { row, context in row.from(context.rules).kindName },
      .account(named: "fromAccount", "Whose; empty for the venue's own.") { $0.from($1.rules).owner },
      .instrument(named: "fromInstrument", "The cost basis of which holding; else empty.") {
        $0.instrument(isFrom: true)
      },
      .text("to", "The kind of ledger account it came to.") { row, context in row.to(context.rules).kindName },
      .account(named: "toAccount", "Whose; empty for the venue's own.") { $0.to($1.rules).owner },
      .instrument(named: "toInstrument", "The cost basis of which holding; else empty.") {
        $0.instrument(isFrom: false)
      },
      .integer("asset", "What moved: 0 is the settlement currency, n the n-th other asset, in its units.") {
        $0.asset.number
      },
    ])
}

// MARK: - Cells

extension LedgerRow {
  private func from(_ rules: VenueRules) -> LedgerAccount { sides(rules).from }
  private func to(_ rules: VenueRules) -> LedgerAccount { sides(rules).to }

  private func sides(_ rules: VenueRules) -> (from: LedgerAccount, to: LedgerAccount) {
    switch movement {
    case .transfer(let transfer): return (transfer.from, transfer.to)
    case .exchange(let exchanged):
      let buyer = LedgerAccount.costBasis(exchanged.buyer, exchanged.instrument)
      let seller = LedgerAccount.costBasis(exchanged.seller, exchanged.instrument)
      return rules.instruments[exchanged.instrument.index].contract == .linear ? (buyer, seller) : (seller, buyer)
    case .position(let moved):
      // A ledger account of cost has minus the cost.
      let giver = LedgerAccount.costBasis(moved.from, moved.instrument)
      let taker = LedgerAccount.costBasis(moved.to, moved.instrument)
      return moved.cost < .zero ? (giver, taker) : (taker, giver)
    }
  }

  /// Of a cost basis: both sides of what is no transfer are one instrument's.
  private func instrument(isFrom: Bool) -> InstrumentID? {
    switch movement {
    case .transfer(let transfer): (isFrom ? transfer.from : transfer.to).instrument
    case .exchange(let exchanged): exchanged.instrument
    case .position(let moved): moved.instrument
    }
  }

  private var asset: AssetID {
    if case .transfer(let transfer) = movement { transfer.asset } else { .settlement }
  }

  private var reason: String {
    switch movement {
    case .transfer(let transfer): CaseNames.transferReasons[Int(transfer.reason.rawValue)]
    case .exchange(let exchanged): exchanged.occasion.rawValue
    case .position: "positionMoved"
    }
  }

  private func amount(_ rules: VenueRules) -> Int128 {
    switch movement {
    case .transfer(let transfer): Int128(transfer.amount.units)
    case .exchange(let exchanged):
      rules.instruments[exchanged.instrument.index].notional(of: exchanged.quantity, at: exchanged.price)
    case .position(let moved): Int128(moved.cost.units.magnitude)
    }
  }
}

extension LedgerAccount {
  fileprivate var kindName: String {
    switch self {
    case .collateral: "collateral"
    case .costBasis: "costBasis"
    case .fees: "fees"
    case .fund(let fund): fund == .common ? "fund" : "fund\(fund.number)"
    case .backstop: "backstop"
    case .rounding: "rounding"
    case .uncovered: "uncovered"
    case .outside: "outside"
    }
  }

  fileprivate var owner: AccountID? {
    switch self {
    case .collateral(let owner), .costBasis(let owner, _): owner
    case .fees, .fund, .backstop, .rounding, .uncovered, .outside: nil
    }
  }

  fileprivate var instrument: InstrumentID? {
    if case .costBasis(_, let instrument) = self { instrument } else { nil }
  }
}
