import MarketTypes

/// One entry of the ledger, with when it was: a transfer, or a fill, a fill undone or an opened holding, which is one
/// itself.
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
    default: return nil
    }
    self.position = position
    self.time = time
    round = event.round
  }

  public static let table = Table<LedgerRow>(
    name: "ledger",
    meaning: "One movement of money from one ledger account to another; with all of them every balance can be rebuilt.",
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .text("reason", "fill, busted, holdingOpened, or the reason of a transfer: deposit, realized …") { row, _ in
        row.reason
      },
      .integer("amount", in: .money, "How much; never negative. For a fill its notional.") { row, context in
        row.amount(context.rules)
      },
      .text("from", "The kind of ledger account it left: collateral, costBasis, fees, fund, outside …") { row, _ in
        row.from.kindName
      },
      .account(named: "fromAccount", "Whose; empty for the venue's own.") { $0.from.owner },
      .instrument(named: "fromInstrument", "The cost basis of which holding; else empty.") { $0.from.instrument },
      .text("to", "The kind of ledger account it came to.") { row, _ in row.to.kindName },
      .account(named: "toAccount", "Whose; empty for the venue's own.") { $0.to.owner },
      .instrument(named: "toInstrument", "The cost basis of which holding; else empty.") { $0.to.instrument },
    ])
}

// MARK: - Cells

extension LedgerRow {
  private var from: LedgerAccount {
    switch movement {
    case .transfer(let transfer): transfer.from
    case .exchange(let exchanged): .costBasis(exchanged.buyer, exchanged.instrument)
    }
  }

  private var to: LedgerAccount {
    switch movement {
    case .transfer(let transfer): transfer.to
    case .exchange(let exchanged): .costBasis(exchanged.seller, exchanged.instrument)
    }
  }

  private var reason: String {
    switch movement {
    case .transfer(let transfer): CaseNames.transferReasons[Int(transfer.reason.rawValue)]
    case .exchange(let exchanged): exchanged.occasion.rawValue
    }
  }

  private func amount(_ rules: VenueRules) -> Int128 {
    switch movement {
    case .transfer(let transfer): Int128(transfer.amount.units)
    case .exchange(let exchanged):
      Int128(exchanged.price.ticks * exchanged.quantity.lots)
        * Int128(rules.instruments[exchanged.instrument.index].tickValue.units)
    }
  }
}

extension LedgerAccount {
  fileprivate var kindName: String {
    switch self {
    case .collateral: "collateral"
    case .costBasis: "costBasis"
    case .fees: "fees"
    case .fund: "fund"
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
