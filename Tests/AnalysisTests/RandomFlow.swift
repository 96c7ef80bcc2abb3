import MarketTypes

/// Commands without sense or restraint over instruments with fees, so that accounts fill, fail and are liquidated: a
/// linear contract; one whose gains are paid in cash; an inverse one; an inverse one that ends. Two assets with haircuts,
/// two funds, and an owner with two sub-accounts, one of them isolated.
struct RandomFlow {
  private var state: UInt64
  private static let accounts: Int32 = 8
  private static let owner = AccountID(number: 5)
  private static let family: [AccountID] = [owner, AccountID(number: 6), AccountID(number: 7)]
  private static let instruments: Int64 = 4
  /// When the last instrument ends; commands come a nanosecond apart.
  private static let end = Time(nanoseconds: 200)

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  var rules: VenueRules {
    let tiers = [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 20_000_000))]
    func instrument(_ tickValue: Int64, _ mark: MarkPolicy) -> InstrumentRules {
      InstrumentRules(
        tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 10_000), maximumPosition: Quantity(lots: 10_000),
        makerFee: Rate(partsPerBillion: -100_000), takerFee: Rate(partsPerBillion: 350_000),
        initialMargin: Rate(partsPerBillion: 40_000_000), maintenanceTiers: tiers, mark: mark)
    }
    var instruments = [
      instrument(7, .last), instrument(100, .mid), instrument(7_000_003, .last), instrument(100_000_007, .last),
    ]
    instruments[1].markToMarket = TimeSpan(nanoseconds: 37)
    instruments[1].fund = FundID(number: 1)
    instruments[2].contract = .inverse
    for index in instruments.indices { instruments[index].liquidationFee = Rate(partsPerBillion: 3_000_000) }
    instruments[3].contract = .inverse
    instruments[3].expiry = Expiry(at: Self.end, price: .mark)
    var rules = VenueRules(instruments: instruments)
    let haircuts = [HaircutTier(floor: .zero, haircut: Rate(partsPerBillion: 123_456_789))]
    let steep =
      haircuts + [
        HaircutTier(floor: Money(units: 3_000), haircut: Rate(partsPerBillion: 333_333_333)),
        HaircutTier(floor: Money(units: 7_000), haircut: .one),
      ]
    rules.assets = [haircuts, steep].map {
      AssetRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 10_000),
        haircuts: $0, conversionFee: Rate(partsPerBillion: 10_000_000))
    }
    rules.funds = [FundRules(), FundRules(claimLimit: Money(units: 500))]
    rules.marginLevels = MarginLevelRules(
      alert: Rate(partsPerBillion: 1_500_000_000), call: Rate(partsPerBillion: 1_200_000_000),
      release: Rate(partsPerBillion: 1_400_000_000))
    return rules
  }

  /// Opening state first.
  mutating func commands(_ count: Int) -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<Self.accounts {
      let account = AccountID(number: number)
      let opening =
        switch number {
        case 0, 1: AccountOpening(account: account, kind: .exempt)
        case 6: AccountOpening(account: account, kind: .cross, owner: Self.owner)
        case 7: AccountOpening(account: account, kind: .isolated, owner: Self.owner)
        default: AccountOpening(account: account, kind: .cross)
        }
      actions.append(.openAccount(opening))
      // One has hardly any cash: it lives on what its assets count.
      let cash = number == 4 ? 1_000 : 10_000 + draw(30_000)
      actions.append(.deposit(account, Money(units: cash)))
    }
    for fund in [FundID.common, FundID(number: 1)] { actions.append(.fund(Money(units: 5_000), fund)) }
    for number in 0..<Self.instruments {
      actions.append(
        .openMark(PriceUpdate(instrument: InstrumentID(number: UInt16(number)), price: Price(ticks: 1_000))))
    }
    // What the opening holds happens at the start: all of it before the first order.
    return actions.map { Command($0) }
      + (0..<count).map { Command(action(), at: Time(nanoseconds: Int64($0))) }
  }

  private mutating func action() -> Command.Action {
    let account = AccountID(number: Int32(draw(Int64(Self.accounts))))
    let instrument = InstrumentID(number: UInt16(draw(Self.instruments)))
    let asset = AssetID(number: UInt16(1 + draw(2)))
    switch draw(30) {
    case 0: return .withdraw(account, Money(units: 1 + draw(5_000)))
    case 1: return .deposit(account, Money(units: 1 + draw(2_000)))
    case 2:
      return .cancel(
        OrderCancel(account: account, instrument: instrument, target: .order(OrderID(number: 1 + draw(200)))))
    case 3: return .deposit(AccountID(number: Int32(3 + draw(4))), Money(units: 1 + draw(4_000)), of: asset)
    case 4: return .withdraw(account, Money(units: 1 + draw(4_000)), of: asset)
    case 5: return .report(SourceReport(.asset(asset), source: 0, price: Price(ticks: 1 + draw(20))))
    case 6:
      let asset = AssetID(number: UInt16(draw(3)))
      return .transfer(
        CollateralTransfer(from: member(), to: member(), amount: Money(units: 1 + draw(3_000)), asset: asset))
    case 7:
      // Nobody of the family has orders then.
      return .massCancel(MassCancel(account: member()))
    case 8, 9: return .movePosition(PositionMove(from: member(), to: member(), instrument: instrument))
    default:
      let isMarket = draw(4) == 0
      return .submit(
        Order(
          account: account, instrument: instrument, side: draw(2) == 0 ? .buy : .sell,
          quantity: Quantity(lots: 1 + draw(20)), limit: isMarket ? nil : Price(ticks: 930 + draw(140)),
          timeInForce: isMarket ? .immediateOrCancel : .goodTilCancelled))
    }
  }

  private mutating func member() -> AccountID { Self.family[Int(draw(Int64(Self.family.count)))] }

  /// From 0 to below `bound` (splitmix64).
  private mutating func draw(_ bound: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64((word ^ (word >> 31)) % UInt64(bound))
  }
}
