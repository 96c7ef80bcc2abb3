import Analysis
import MarketTypes

/// One entry of the ledger, with when it was: a transfer, or a fill, a fill undone, an opened holding, a pair that was
/// deleveraged or a moved position, which is one itself.
public struct LedgerRow: EventRow, Sendable {
  public let movement: Movement
  public let position: EventPosition
  public let time: Time
  public let round: UInt16

  public enum Movement: Hashable, Sendable {
    case transfer(Transfer)
    /// `lots` bought at a price by one account of another; the notional goes from the buyer's cost basis to the
    /// seller's.
    case exchange(Exchanged)
    /// A position's cost goes with it from one cost basis to another.
    case move(PositionMoved)
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
    /// Closed against each other, without the book.
    case deleveraged
  }

  public init?(_ event: Event, at position: EventPosition, time: Time) {
    switch event.body {
    case .transferred(let transfer): movement = .transfer(transfer)
    case .positionMoved(let moved): movement = .move(moved)
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
    case .deleveraged(let pair):
      let isBuyer = pair.side == .buy
      movement = .exchange(
        Exchanged(
          instrument: pair.instrument, price: pair.price, quantity: pair.quantity,
          buyer: isBuyer ? pair.account : pair.counterparty, seller: isBuyer ? pair.counterparty : pair.account,
          occasion: .deleveraged))
    default: return nil
    }
    self.position = position
    self.time = time
    round = event.round
  }

  public static let table = Table<LedgerRow>(
    name: "ledger",
    meaning: """
      One movement of money from one ledger account to another; with all of them every balance can be rebuilt. When a \
      contract expires, what each holding is worth leaves its cost basis without a line of its own: from then on the \
      cost bases in that instrument are zero.
      """,
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .text(
        "reason",
        "fill, busted, holdingOpened, deleveraged, positionMoved, or the reason of a transfer: deposit, realized …"
      ) {
        row, _ in
        row.reason
      },
      .integer("amount", in: .money, "How much; never negative. For a fill its notional.") { row, context in
        row.amount(context.rules)
      },
      .asset("Of what; empty for the settlement currency.") { $0.asset },
      .text(
        "from",
        "The kind of ledger account it left: collateral, costBasis, fees, fund, fund:1, outside … The balance of a cost "
          + "basis is minus what the holding cost."
      ) { row, context in row.accounts(context.rules).from.kindName },
      .account(named: "fromAccount", "Whose; empty for the venue's own.") { $0.accounts($1.rules).from.owner },
      .instrument(named: "fromInstrument", "The cost basis of which holding; else empty.") {
        $0.accounts($1.rules).from.instrument
      },
      .text("to", "The kind of ledger account it came to.") { row, context in row.accounts(context.rules).to.kindName },
      .account(named: "toAccount", "Whose; empty for the venue's own.") { $0.accounts($1.rules).to.owner },
      .instrument(named: "toInstrument", "The cost basis of which holding; else empty.") {
        $0.accounts($1.rules).to.instrument
      },
    ])
}

// MARK: - Cells

extension LedgerRow {
  /// The buyer of a linear contract pays the notional, the buyer of an inverse one gets it. Of a moved position the
  /// balance of a cost basis is minus the cost.
  private func accounts(_ rules: VenueRules) -> (from: LedgerAccount, to: LedgerAccount) {
    switch movement {
    case .transfer(let transfer): (transfer.from, transfer.to)
    case .exchange(let exchanged):
      pair(
        exchanged.buyer, exchanged.seller, exchanged.instrument,
        isReversed: rules.instruments[exchanged.instrument.index].contract == .inverse)
    case .move(let moved): pair(moved.to, moved.from, moved.instrument, isReversed: moved.cost < .zero)
    }
  }

  private func pair(
    _ payer: AccountID, _ payee: AccountID, _ instrument: InstrumentID, isReversed: Bool
  ) -> (from: LedgerAccount, to: LedgerAccount) {
    isReversed
      ? (.costBasis(payee, instrument), .costBasis(payer, instrument))
      : (.costBasis(payer, instrument), .costBasis(payee, instrument))
  }

  private var asset: AssetID {
    if case .transfer(let transfer) = movement { transfer.asset } else { .settlement }
  }

  private var reason: String {
    switch movement {
    case .transfer(let transfer): CaseNames.transferReasons[Int(transfer.reason.rawValue)]
    case .exchange(let exchanged): exchanged.occasion.rawValue
    case .move: "positionMoved"
    }
  }

  private func amount(_ rules: VenueRules) -> Int128 {
    switch movement {
    case .transfer(let transfer): Int128(transfer.amount.units)
    case .exchange(let exchanged):
      rules.instruments[exchanged.instrument.index].notional(of: exchanged.quantity, at: exchanged.price)
    case .move(let moved): Int128(moved.cost.units.magnitude)
    }
  }
}

extension LedgerAccount {
  fileprivate var kindName: String {
    switch self {
    case .collateral: "collateral"
    case .costBasis: "costBasis"
    case .fees: "fees"
    case .fund(let fund): fund == .common ? "fund" : "fund:\(fund.number)"
    case .contribution: "contribution"
    case .rounding: "rounding"
    case .uncovered: "uncovered"
    case .outside: "outside"
    }
  }

  fileprivate var owner: AccountID? {
    switch self {
    case .collateral(let owner), .costBasis(let owner, _), .contribution(let owner): owner
    case .fees, .fund, .rounding, .uncovered, .outside: nil
    }
  }

  fileprivate var instrument: InstrumentID? {
    if case .costBasis(_, let instrument) = self { instrument } else { nil }
  }
}
