import Journaling
import MarketTypes

/// Values of every kind with every bit pattern a field can have. The switches are exhaustive over the kinds, and
/// `kind` is exhaustive over the cases: a case that is added cannot be forgotten here.
extension SeededWords {
  mutating func command(_ kind: CommandKind) -> Command {
    Command(
      action(kind), at: Time(nanoseconds: any()),
      seen: optional { EventPosition(number: $0.any(Int64.self) & .max) })
  }

  mutating func event(_ kind: EventKind) -> Event { Event(body(kind), cause: any(), round: any()) }

  mutating func action(_ kind: CommandKind) -> Command.Action {
    switch kind {
    case .openAccount: .openAccount(opening())
    case .deposit: .deposit(account(), money())
    case .fund: .fund(money())
    case .withdraw: .withdraw(account(), money())
    case .openHolding: .openHolding(holding())
    case .openMark: .openMark(update())
    case .openOrder: .openOrder(order())
    case .submit: .submit(order())
    case .cancel: .cancel(OrderCancel(account: account(), instrument: instrument(), target: target()))
    case .amend:
      .amend(
        OrderAmend(
          account: account(), instrument: instrument(), target: target(), quantity: optional { $0.quantity() },
          limit: optional { $0.price() }))
    case .reduce:
      .reduce(OrderReduce(account: account(), instrument: instrument(), target: target(), by: quantity()))
    case .setIndex: .setIndex(update())
    case .explainQuote: .explainQuote(terms())
    case .clock: .clock
    }
  }

  mutating func body(_ kind: EventKind) -> Event.Body {
    switch kind {
    case .accountOpened: .accountOpened(opening())
    case .transferred:
      .transferred(Transfer(from: ledgerAccount(), to: ledgerAccount(), amount: money(), reason: one()))
    case .holdingOpened: .holdingOpened(holding())
    case .accepted: .accepted(OrderAccepted(order(), as: orderID()))
    case .rested:
      .rested(
        OrderRested(
          order: orderID(), price: price(), quantity: quantity(), account: account(), instrument: instrument(),
          side: one()))
    case .filled:
      .filled(
        Fill(
          maker: orderID(), taker: orderID(), price: price(), quantity: quantity(), makerAccount: account(),
          takerAccount: account(), instrument: instrument(), takerSide: one(), isForced: .random(using: &self)))
    case .cancelled:
      .cancelled(
        OrderCancelled(
          order: orderID(), quantity: quantity(), account: account(), instrument: instrument(), side: one(),
          reason: one()))
    case .amended:
      .amended(
        OrderAmended(
          order: orderID(), price: price(), quantity: quantity(), account: account(), instrument: instrument(),
          side: one(), keptPriority: .random(using: &self)))
    case .refused:
      .refused(
        CommandRefused(one(), account: account(), instrument: instrument(), client: client(), reason: one()))
    case .quoted:
      .quoted(
        Quote(
          instrument: instrument(), bid: optional { $0.price() }, bidQuantity: quantity(),
          ask: optional { $0.price() }, askQuantity: quantity()))
    case .indexed: .indexed(update())
    case .marked: .marked(MarkChange(instrument: instrument(), price: price(), previous: optional { $0.price() }))
    case .quoteExplained: .quoteExplained(terms())
    case .liquidatable: .liquidatable(MarginState(account: account(), equity: money(), maintenance: money()))
    case .recovered: .recovered(MarginState(account: account(), equity: money(), maintenance: money()))
    case .liquidationStalled:
      .liquidationStalled(LiquidationStall(account: account(), instrument: instrument(), position: position()))
    case .lossUncovered: .lossUncovered(LossUncovered(account: account(), amount: money()))
    case .roundLimitReached: .roundLimitReached(RoundLimit(limit: any(), waiting: any()))
    }
  }

  private mutating func account() -> AccountID { AccountID(number: any()) }
  private mutating func instrument() -> InstrumentID { InstrumentID(number: any()) }
  private mutating func orderID() -> OrderID { OrderID(number: any()) }
  private mutating func client() -> ClientOrderID { ClientOrderID(number: any()) }
  private mutating func money() -> Money { Money(units: any()) }
  private mutating func price() -> Price { Price(ticks: any()) }
  private mutating func quantity() -> Quantity { Quantity(lots: any()) }
  private mutating func position() -> Position { Position(lots: any()) }
  private mutating func opening() -> AccountOpening { AccountOpening(account: account(), kind: one()) }
  private mutating func update() -> PriceUpdate { PriceUpdate(instrument: instrument(), price: price()) }

  private mutating func target() -> OrderReference {
    Bool.random(using: &self) ? .order(orderID()) : .client(client())
  }

  private mutating func holding() -> HoldingOpening {
    HoldingOpening(
      account: account(), counterparty: account(), instrument: instrument(), position: position(), price: price())
  }

  private mutating func order() -> Order {
    Order(
      account: account(), instrument: instrument(), side: one(), quantity: quantity(), limit: optional { $0.price() },
      timeInForce: one(), terms: OrderTerms(rawValue: any()), client: client())
  }

  private mutating func terms() -> QuoteTerms {
    QuoteTerms(
      account: account(), instrument: instrument(), base: any(), volatility: any(), inventory: any(), skew: any(),
      withdrawn: any(), halfSpread: any())
  }

  private mutating func ledgerAccount() -> LedgerAccount {
    let all: [LedgerAccount] = [
      .collateral(account()), .costBasis(account(), instrument()), .fees, .fund, .backstop, .rounding, .uncovered,
      .outside,
    ]
    return all.randomElement(using: &self)!
  }
}
