import MarketTypes

/// Commands without sense or restraint over two instruments with fees, so that accounts fill, fail and are liquidated.
struct RandomFlow {
  private var state: UInt64
  private static let accounts: Int32 = 8

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  var rules: VenueRules {
    let tiers = [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 20_000_000))]
    func instrument(_ tickValue: Int64, _ mark: MarkPolicy) -> InstrumentRules {
      InstrumentRules(
        tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 10_000), maximumPosition: Quantity(lots: 10_000),
        makerFee: Rate(partsPerBillion: -100_000), takerFee: Rate(partsPerBillion: 350_000),
        initialMargin: Rate(partsPerBillion: 40_000_000), maintenanceTiers: tiers, mark: mark)
    }
    return VenueRules(instruments: [instrument(7, .last), instrument(100, .mid)])
  }

  /// Opening state first.
  mutating func commands(_ count: Int) -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<Self.accounts {
      let account = AccountID(number: number)
      actions.append(.openAccount(AccountOpening(account: account, kind: number < 2 ? .exempt : .cross)))
      actions.append(.deposit(account, Money(units: 20_000 + draw(30_000))))
    }
    actions.append(.fund(Money(units: 5_000)))
    for number in 0..<2 {
      actions.append(
        .openMark(PriceUpdate(instrument: InstrumentID(number: UInt16(number)), price: Price(ticks: 1_000))))
    }
    var time: Int64 = 0
    return (actions + (0..<count).map { _ in action() }).map { action in
      time += draw(3)
      return Command(action, at: Time(nanoseconds: time))
    }
  }

  private mutating func action() -> Command.Action {
    let account = AccountID(number: Int32(draw(Int64(Self.accounts))))
    let instrument = InstrumentID(number: UInt16(draw(2)))
    switch draw(20) {
    case 0: return .withdraw(account, Money(units: 1 + draw(5_000)))
    case 1: return .deposit(account, Money(units: 1 + draw(2_000)))
    case 2:
      return .cancel(
        OrderCancel(account: account, instrument: instrument, target: .order(OrderID(number: 1 + draw(200)))))
    default:
      let isMarket = draw(4) == 0
      return .submit(
        Order(
          account: account, instrument: instrument, side: draw(2) == 0 ? .buy : .sell,
          quantity: Quantity(lots: 1 + draw(20)), limit: isMarket ? nil : Price(ticks: 960 + draw(80)),
          timeInForce: isMarket ? .immediateOrCancel : .goodTilCancelled))
    }
  }

  /// From 0 to below `bound` (splitmix64).
  private mutating func draw(_ bound: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64((word ^ (word >> 31)) % UInt64(bound))
  }
}
