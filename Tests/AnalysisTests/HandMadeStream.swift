import Analysis
import MarketTypes

/// Events written by hand, command by command, and the folds that take them: no venue is needed.
struct HandMadeStream<Fold: StreamFold> {
  private(set) var fold: Fold
  private var next: Int64 = 0

  init(_ fold: Fold) { self.fold = fold }

  /// One command with everything it caused.
  mutating func tell(at seconds: Int64 = 0, _ bodies: [Event.Body]) {
    let command = Command(.clock, at: Time(nanoseconds: seconds * 1_000_000_000))
    let events = bodies.map { Event($0) }
    fold.observe(command, events.span, from: EventPosition(number: next))
    next += Int64(events.count)
  }

  mutating func tell(at seconds: Int64 = 0, _ bodies: Event.Body...) { tell(at: seconds, bodies) }
}

/// The small market of hand-made streams: a linear and an inverse contract, one asset beside the currency, two funds.
enum HandMade {
  static let (alice, bob, carol) = (AccountID(number: 0), AccountID(number: 1), AccountID(number: 2))
  /// Alice's own: one of cross margin, one isolated in the linear contract.
  static let (aliceToo, aliceApart) = (AccountID(number: 3), AccountID(number: 4))
  static let vault = AccountID(number: 5)
  static let (linear, inverse) = (InstrumentID(number: 0), InstrumentID(number: 1))
  static let gold = AssetID(number: 1)
  static let (common, second) = (FundID.common, FundID(number: 1))

  /// A lot of the linear contract is worth 10 a tick, one of the inverse 100 ÷ its price. Gold is worth 2 a unit and
  /// tick; the first 100 count at 9 tenths, the next 100 at half, the rest nothing.
  static var rules: VenueRules {
    func instrument(_ contract: ContractKind, tickValue: Int64) -> InstrumentRules {
      var rules = InstrumentRules(
        tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 10_000), maximumPosition: Quantity(lots: 100),
        initialMargin: Rate(partsPerBillion: 100_000_000),
        maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))])
      rules.contract = contract
      return rules
    }
    var rules = VenueRules(instruments: [instrument(.linear, tickValue: 10), instrument(.inverse, tickValue: 100)])
    let haircuts: [(Int64, Int64)] = [(0, 100_000_000), (100, 500_000_000), (200, 1_000_000_000)]
    rules.assets = [
      AssetRules(
        tickValue: Money(units: 2), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
        haircuts: haircuts.map {
          HaircutTier(floor: Money(units: $0.0), haircut: Rate(partsPerBillion: $0.1))
        })
    ]
    rules.funds = [FundRules(), FundRules()]
    return rules
  }

  /// All six accounts, each of the first three with 1,000, and 50 in each fund.
  static let opening: [Event.Body] =
    [alice, bob, carol].map { .accountOpened(AccountOpening(account: $0, kind: .cross)) } + [
      .accountOpened(AccountOpening(account: aliceToo, kind: .cross, owner: alice)),
      .accountOpened(AccountOpening(account: aliceApart, kind: .isolated, owner: alice, instrument: linear)),
      .accountOpened(AccountOpening(account: vault, kind: .backstop)),
    ] + [alice, bob, carol].map { pay(1_000, .outside, .collateral($0), .deposit) }
    + [common, second].map { pay(50, .outside, .fund($0), .deposit) }

  static func pay(
    _ amount: Int64, _ from: LedgerAccount, _ to: LedgerAccount, _ reason: TransferReason,
    of asset: AssetID = .settlement
  ) -> Event.Body {
    .transferred(Transfer(from: from, to: to, amount: Money(units: amount), asset: asset, reason: reason))
  }

  /// The buyer takes.
  static func fill(
    _ lots: Int64, of instrument: InstrumentID, at ticks: Int64, buyer: AccountID, seller: AccountID
  ) -> Fill {
    Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks), quantity: Quantity(lots: lots),
      makerAccount: seller, takerAccount: buyer, instrument: instrument, takerSide: .buy, isForced: false)
  }

  static func trade(
    _ lots: Int64, of instrument: InstrumentID, at ticks: Int64, buyer: AccountID, seller: AccountID
  ) -> Event.Body { .filled(fill(lots, of: instrument, at: ticks, buyer: buyer, seller: seller)) }

  static func mark(_ instrument: InstrumentID, _ ticks: Int64, from previous: Int64? = nil) -> Event.Body {
    .marked(
      MarkChange(
        instrument: instrument, price: Price(ticks: ticks), previous: previous.map { Price(ticks: $0) }))
  }

  static func priced(_ asset: AssetID, _ ticks: Int64) -> Event.Body {
    .assetPriced(AssetPriceChange(asset: asset, price: Price(ticks: ticks), previous: nil))
  }

  static func moved(
    _ lots: Int64, of instrument: InstrumentID, cost: Int64, from: AccountID, to: AccountID
  ) -> Event.Body {
    .positionMoved(
      PositionMoved(
        PositionMove(from: from, to: to, instrument: instrument), position: Position(lots: lots),
        cost: Money(units: cost)))
  }

  static func settled(_ instrument: InstrumentID, at ticks: Int64) -> Event.Body {
    .contractSettled(PriceUpdate(instrument: instrument, price: Price(ticks: ticks)))
  }

  static func taken(_ account: AccountID, equity: Int64, by backstop: AccountID = vault) -> Event.Body {
    .takenOver(Takeover(account: account, backstop: backstop, equity: Money(units: equity), notional: .zero))
  }

  /// The account sells.
  static func deleveraged(
    _ lots: Int64, of instrument: InstrumentID, at ticks: Int64, _ account: AccountID, against counterparty: AccountID
  ) -> Event.Body {
    .deleveraged(
      Deleveraging(
        account: account, counterparty: counterparty, instrument: instrument, side: .sell,
        quantity: Quantity(lots: lots), price: Price(ticks: ticks)))
  }

  /// What rounding takes from the seller of an inverse contract.
  static func rest(of seller: AccountID) -> Event.Body { pay(1, .costBasis(seller, inverse), .rounding, .rounded) }
}
