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
    case .deposit: .deposit(account(), money(), of: asset())
    case .fund: .fund(money(), fund())
    case .withdraw: .withdraw(account(), money(), of: asset())
    case .openHolding: .openHolding(holding())
    case .openMark: .openMark(update())
    case .openOrder: .openOrder(order())
    case .submit: .submit(order())
    case .cancel: .cancel(OrderCancel(account: account(), instrument: instrument(), target: target()))
    case .amend:
      .amend(
        OrderAmend(
          account: account(), instrument: instrument(), target: target(), quantity: optional { $0.quantity() },
          limit: optional { $0.price() }, trigger: optional { $0.price() }))
    case .reduce:
      .reduce(OrderReduce(account: account(), instrument: instrument(), target: target(), by: quantity()))
    case .replace: .replace(OrderReplace(target(), with: order()))
    case .massCancel:
      .massCancel(
        MassCancel(
          account: account(), instrument: optional { $0.instrument() }, side: optional { $0.one() }, occasion: one()))
    case .massQuote:
      .massQuote(
        MassQuote(
          account: account(), instrument: instrument(), entry: any(), bid: price(), quantity(), ask: price(),
          quantity(), terms: OrderTerms(rawValue: any())))
    case .protect: .protect(protection())
    case .unblock: .unblock(account())
    case .bust: .bust(fill())
    case .setPhase: .setPhase(phaseChange())
    case .setIndex: .setIndex(update())
    case .explainQuote: .explainQuote(terms())
    case .clock: .clock
    case .report: .report(report())
    case .roll: .roll(SourceRoll(subject(), source: any(), price: price()))
    case .transfer:
      .transfer(CollateralTransfer(from: account(), to: account(), amount: money(), asset: asset()))
    case .movePosition: .movePosition(move())
    case .setMarginFactor: .setMarginFactor(factor())
    case .contribute: .contribute(account(), money())
    case .settleContract: .settleContract(update())
    }
  }

  mutating func body(_ kind: EventKind) -> Event.Body {
    switch kind {
    case .accountOpened: .accountOpened(opening())
    case .transferred:
      .transferred(
        Transfer(from: ledgerAccount(), to: ledgerAccount(), amount: money(), asset: asset(), reason: one()))
    case .holdingOpened: .holdingOpened(holding())
    case .accepted: .accepted(OrderAccepted(order(), as: orderID()))
    case .rested:
      .rested(
        OrderRested(
          order: orderID(), price: price(), quantity: quantity(), account: account(), instrument: instrument(),
          side: one()))
    case .filled: .filled(fill())
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
    case .conditioned: .conditioned(OrderConditioned(orderID(), conditions()))
    case .armed:
      .armed(
        OrderArmed(
          order: orderID(), trigger: price(), quantity: quantity(), account: account(), instrument: instrument(),
          side: one(), source: one()))
    case .triggered:
      .triggered(
        OrderTriggered(
          order: orderID(), trigger: price(), price: price(), quantity: quantity(), account: account(),
          instrument: instrument(), side: one()))
    case .selfTradeDecremented:
      .selfTradeDecremented(
        SelfTradeDecrement(
          maker: orderID(), taker: orderID(), quantity: quantity(), makerAccount: account(), takerAccount: account(),
          instrument: instrument()))
    case .levelChanged:
      .levelChanged(LevelChange(instrument: instrument(), side: one(), price: price(), quantity: quantity()))
    case .phaseChanged: .phaseChanged(phaseChange())
    case .auctionIndicated: .auctionIndicated(outcome())
    case .auctioned: .auctioned(outcome())
    case .busted: .busted(fill())
    case .protectionSet: .protectionSet(protection())
    case .protectionTriggered:
      .protectionTriggered(
        ProtectionTriggered(
          account: account(), instrument: instrument(), lots: quantity(), until: optional { $0.time() }))
    case .blocked: .blocked(account())
    case .unblocked: .unblocked(account())
    case .assetPriced:
      .assetPriced(
        AssetPriceChange(asset: AssetID(number: any()), price: price(), previous: optional { $0.price() }))
    case .sourceReported: .sourceReported(report())
    case .sourceRolled: .sourceRolled(SourceRoll(subject(), source: any(), price: price()))
    case .positionMoved: .positionMoved(PositionMoved(move(), position: position(), cost: money()))
    case .marginLevelChanged:
      .marginLevelChanged(
        MarginLevelChange(MarginState(account: account(), equity: money(), maintenance: money()), level: one()))
    case .funded:
      .funded(Funding(instrument: instrument(), ratePartsPerTrillion: any(), price: price()))
    case .contractSettled: .contractSettled(update())
    case .marginFactorSet: .marginFactorSet(factor())
    case .graceGiven: .graceGiven(GracePeriod(account: account(), until: time()))
    case .takenOver:
      .takenOver(Takeover(account: account(), backstop: account(), equity: money(), notional: money()))
    case .takeoverDeclined: .takeoverDeclined(TakeoverDeclined(account: account(), one()))
    case .deleveraged:
      .deleveraged(
        Deleveraging(
          account: account(), counterparty: account(), instrument: instrument(), side: one(), quantity: quantity(),
          price: price()))
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
  private mutating func time() -> Time { Time(nanoseconds: any()) }
  private mutating func span() -> TimeSpan { TimeSpan(nanoseconds: any()) }
  /// Half of all money is the settlement currency, half of all funds the common one: those have records of their own.
  private mutating func asset() -> AssetID { optional { AssetID(number: $0.any()) } ?? .settlement }
  private mutating func fund() -> FundID { optional { FundID(number: $0.any()) } ?? .common }
  private mutating func factor() -> MarginFactor {
    MarginFactor(instrument: instrument(), factor: Rate(partsPerBillion: any()))
  }
  private mutating func move() -> PositionMove {
    PositionMove(from: account(), to: account(), instrument: instrument())
  }
  private mutating func subject() -> PriceSubject {
    let all: [PriceSubject] = [.instrument(instrument()), .otherVenues(instrument()), .asset(AssetID(number: any()))]
    return all.randomElement(using: &self)!
  }
  private mutating func report() -> SourceReport {
    SourceReport(subject(), source: any(), price: optional { $0.price() })
  }
  private mutating func opening() -> AccountOpening {
    AccountOpening(
      account: account(), kind: one(), group: any() & Int32.max, owner: optional { $0.account() },
      instrument: instrument())
  }
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
      timeInForce: one(), terms: OrderTerms(rawValue: any()), client: client(),
      conditions: Bool.random(using: &self) ? conditions() : OrderConditions())
  }

  /// Each term is there or not, in all combinations; what it does not use is as it is made.
  private mutating func conditions() -> OrderConditions {
    let trigger = optional { Trigger(kind: $0.one(), source: $0.one(), value: $0.any()) }
    let peg = optional { Peg(to: $0.one(), offset: $0.any()) }
    return OrderConditions(
      trigger: trigger?.kind == TriggerKind.none ? nil : trigger, peg: peg?.reference == PegReference.none ? nil : peg,
      display: optional { $0.quantity() } ?? .zero, minimum: optional { $0.quantity() } ?? .zero,
      expiry: optional { $0.time() }, group: optional { $0.any() } ?? 0, prevention: one())
  }

  private mutating func fill() -> Fill {
    Fill(
      maker: orderID(), taker: orderID(), price: price(), quantity: quantity(), makerAccount: account(),
      takerAccount: account(), instrument: instrument(), takerSide: one(), isForced: .random(using: &self))
  }

  private mutating func protection() -> MakerProtection {
    MakerProtection(
      account: account(), instrument: instrument(), lots: quantity(), within: span(),
      pause: optional { $0.span() } ?? .zero)
  }

  private mutating func phaseChange() -> PhaseChange {
    PhaseChange(one(), of: optional { $0.instrument() }, until: optional { $0.time() })
  }

  private mutating func outcome() -> AuctionOutcome {
    AuctionOutcome(
      instrument: instrument(), price: optional { $0.price() }, quantity: quantity(), surplus: any())
  }

  private mutating func terms() -> QuoteTerms {
    QuoteTerms(
      account: account(), instrument: instrument(), base: any(), volatility: any(), inventory: any(), toxicity: any(),
      depth: any(), stress: any(), skew: any(), withdrawn: any(), reason: one(), halfSpread: any())
  }

  private mutating func ledgerAccount() -> LedgerAccount {
    let all: [LedgerAccount] = [
      .collateral(account()), .costBasis(account(), instrument()), .fees, .fund(fund()), .contribution(account()),
      .rounding, .uncovered, .outside,
    ]
    return all.randomElement(using: &self)!
  }
}
