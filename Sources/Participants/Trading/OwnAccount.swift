import MarketTypes

/// What somebody knows of its own account, from the news of it alone: cash, positions and what they cost, orders, and with
/// prices it has seen its equity and margin.
///
/// A participant that has one wants the news in `OwnAccount.news` and hands all of it on. It is as old as its news; with
/// no latency cash, positions, costs and equity are the venue's own, to the unit (TRD-1).
/// Left out: collateral in other assets, which counts nothing here; margin beyond the first tier's published rates, such as
/// higher tiers, add-ons, factors and scenarios.
public struct OwnAccount: Sendable {
  /// What it holds of one instrument.
  struct Holding: Hashable, Sendable, BitwiseCopyable {
    var facts: InstrumentFacts
    var lots: Int64 = 0
    /// Minus what the holding cost, in units of money.
    var balance: Int64 = 0
  }

  /// What it must be told to know all this.
  public static let news: News = [.orders, .positions, .money]

  /// Whose news this is.
  public let account: AccountID
  /// Below zero when it owes.
  public private(set) var cash = Money.zero
  /// Those it has sent and heard no end of.
  public private(set) var orders: OwnOrders
  /// One for each instrument that it was told of, in that order.
  private var holdings: [Holding]

  /// - Parameter instruments: what it may come to hold; the news of others changes its cash alone.
  public init(_ account: AccountID, _ instruments: [InstrumentFacts]) {
    self.account = account
    orders = OwnOrders(account)
    holdings = instruments.map { Holding(facts: $0) }
  }

  // MARK: What it has

  /// What it holds; flat in what it was not told of.
  public func position(in instrument: InstrumentID) -> Position {
    Position(lots: holding(of: instrument)?.lots ?? 0)
  }

  /// What the holding cost; negative for a short.
  public func cost(in instrument: InstrumentID) -> Money {
    Money(units: -(holding(of: instrument)?.balance ?? 0))
  }

  /// The mean price of what it holds, in ticks; `nil` if it is flat or the contract is inverse.
  public func entryPrice(in instrument: InstrumentID) -> Double? {
    guard let holding = holding(of: instrument), holding.lots != 0, holding.facts.tickValue > .zero else { return nil }
    return -Double(holding.balance) / (Double(holding.lots) * Double(holding.facts.tickValue.units))
  }

  /// Cash, and what the holdings would bring at their marks beyond their cost. One without a mark is worth its cost.
  ///
  /// Worth of inverse contracts is rounded down. Clamped to what `Money` holds.
  public func equity(in outlook: borrowing Outlook) -> Money {
    Money(units: Int64(clamping: figures(in: outlook).equity))
  }

  /// What the holdings need to be kept, at their marks and the first tier's rates; rounded up for each of them.
  public func maintenance(in outlook: borrowing Outlook) -> Money {
    Money(units: Int64(clamping: figures(in: outlook).maintenance))
  }

  /// Equity ÷ maintenance margin; `nil` where none is needed. Below 1 it is to be liquidated.
  public func marginRatio(in outlook: borrowing Outlook) -> Double? {
    let figures = figures(in: outlook)
    if figures.maintenance == 0 { return nil }
    return Double(Int64(clamping: figures.equity)) / Double(Int64(clamping: figures.maintenance))
  }

  private func holding(of instrument: InstrumentID) -> Holding? {
    holdings.first { $0.facts.instrument == instrument }
  }

  private func figures(in outlook: borrowing Outlook) -> (equity: Int128, maintenance: Int128) {
    var (equity, maintenance) = (Int128(cash.units), Int128(0))
    for holding in holdings where holding.lots != 0 {
      guard let mark = outlook.mark(of: holding.facts.instrument) else { continue }
      let worth = Int128(holding.facts.worth(of: holding.lots, at: mark))
      let rate = Int128(holding.facts.maintenanceMargin.partsPerBillion)
      equity += worth + Int128(holding.balance)
      maintenance += (abs(worth) * rate).divided(by: Int128(Rate.one.partsPerBillion), rounding: .up)
    }
    return (equity, maintenance)
  }

  // MARK: What it sends

  /// Sends an order of its own, by whose client number it will know what becomes of it.
  public mutating func submit(_ order: Order) -> Command.Action { orders.submit(order) }

  // MARK: What it learns

  /// Takes in an event about the account.
  public mutating func observe(_ event: Event) {
    orders.observe(event)
    observeHoldings(event)
  }

  /// Likewise, for one that keeps its orders elsewhere.
  public mutating func observeHoldings(_ event: Event) {
    switch event.body {
    case .filled(let fill): trade(fill, 1)
    case .busted(let fill): trade(fill, -1)
    case .holdingOpened(let opening):
      exchange(opening.position.lots, opening.instrument, opening.price, opening.account, opening.counterparty)
    case .deleveraged(let pair):
      let lots = pair.side.sign * pair.quantity.lots
      exchange(lots, pair.instrument, pair.price, pair.account, pair.counterparty)
    case .positionMoved(let moved):
      let sign: Int64 = (moved.to == account ? 1 : 0) - (moved.from == account ? 1 : 0)
      change(moved.instrument) {
        $0.lots += sign * moved.position.lots
        $0.balance -= sign * moved.cost.units
      }
    case .contractSettled(let settlement):
      // The gain or loss that leaves its cost empty follows as money.
      change(settlement.instrument) {
        $0.balance += $0.facts.worth(of: $0.lots, at: settlement.price)
        $0.lots = 0
      }
    case .transferred(let transfer) where transfer.asset == .settlement:
      post(-transfer.amount.units, to: transfer.from)
      post(transfer.amount.units, to: transfer.to)
    default: break
    }
  }

  private mutating func trade(_ fill: Fill, _ times: Int64) {
    exchange(times * fill.quantity.lots, fill.instrument, fill.price, fill.buyer, fill.seller)
  }

  /// Lots against what they are worth; below zero they go the other way.
  private mutating func exchange(
    _ lots: Int64, _ instrument: InstrumentID, _ price: Price, _ buyer: AccountID, _ seller: AccountID
  ) {
    let sign: Int64 = (buyer == account ? 1 : 0) - (seller == account ? 1 : 0)
    change(instrument) {
      // Of an inverse contract both take what the buyer is worth; what rounding leaves over comes as money.
      let paid = lots < 0 ? -$0.facts.paid(for: -lots, at: price) : $0.facts.paid(for: lots, at: price)
      $0.lots += sign * lots
      $0.balance -= sign * paid
    }
  }

  private mutating func post(_ units: Int64, to ledger: LedgerAccount) {
    switch ledger {
    case .collateral(account): cash = Money(units: cash.units + units)
    case .costBasis(account, let instrument): change(instrument) { $0.balance += units }
    default: break
    }
  }

  private mutating func change(_ instrument: InstrumentID, _ body: (inout Holding) -> Void) {
    for index in holdings.indices where holdings[index].facts.instrument == instrument {
      body(&holdings[index])
      return
    }
  }
}

extension InstrumentFacts {
  /// What a position stands for against its cost, in units of money; of an inverse contract rounded down.
  func worth(of lots: Int64, at price: Price) -> Int64 {
    inverseValue > .zero
      ? (-lots * inverseValue.units).divided(by: price.ticks, rounding: .down) : lots * price.ticks * tickValue.units
  }

  /// What the buyer of some lots pays, in units of money. Of an inverse contract it gets that, rounded down.
  fileprivate func paid(for lots: Int64, at price: Price) -> Int64 {
    inverseValue > .zero
      ? -(lots * inverseValue.units).divided(by: price.ticks, rounding: .down) : lots * price.ticks * tickValue.units
  }
}
