import Clearing
import MarketTypes
import Testing

/// What rules without fault allow never leaves what can be counted (CLR-17); what would is a fault in words.
@Suite("Countable")
struct CountableTests {
  private static let highest: Int64 = 1 << 41
  private static let most: Int64 = 1 << 20

  /// The largest contract there is: a maximum position is worth 2^61.
  private static func largest(_ change: (inout InstrumentRules) -> Void = { _ in }) -> InstrumentRules {
    var rules = InstrumentRules.perpetual(maximumPrice: highest, maximumPosition: most)
    change(&rules)
    return rules
  }

  // CLR-17, CLR-19: four longs together are worth 2^63. At that open interest each needs its whole notional.
  @Test func `the open interest of many is counted beyond 64 bits`() {
    let scaled = Self.largest {
      $0.addOns.openInterest = OpenInterestScale(lower: .zero, upper: Money(units: 1 << 62))
    }
    var desk = FiguresHouse([scaled])
    let longs = (0..<4).map { _ in desk.account() }
    for long in longs { desk.open(Self.most, at: 1, of: long) }
    desk.mark(Self.highest)
    for long in longs { #expect(desk.house.figures(of: long).initial == 1 << 61) }
  }

  // CLR-17, CLR-40: four longs are settled before their shorts; what they are worth together is 2^63.
  @Test func `a contract is settled whatever the order of its holders`() {
    var desk = FiguresHouse([Self.largest()])
    let longs = (0..<4).map { _ in desk.account() }
    for long in longs { desk.open(Self.most, at: 1, of: long) }
    // Account 0, which stands against them, is first: hand its side on to the last.
    let last = desk.account(.exempt)
    for _ in longs {
      desk.house.openHolding(
        HoldingOpening(
          account: AccountID(number: 0), counterparty: last, instrument: first, position: Position(lots: Self.most),
          price: Price(ticks: 1))
      ) { _ in }
    }
    desk.house.settleContract(first, at: Price(ticks: Self.highest / 4), event: EventPosition(number: 9)) { _ in }
    let gain = Self.most * (Self.highest / 4 - 1)
    for long in longs { #expect(desk.house.collateral(of: long).units == gain) }
    #expect(desk.house.collateral(of: last).units == -4 * gain)
    #expect(desk.house.balance(of: .rounding) == 0)
    desk.house.checkInvariants()
  }

  // CLR-39: each account's later state comes from its own payment.
  @Test func `each account that is paid remembers its own transfer`() {
    var desk = FiguresHouse([.perpetual()])
    let (one, flat, other) = (desk.account(), desk.account(), desk.account())
    desk.mark(100)
    desk.open(3, at: 90, of: one)
    desk.open(-2, at: 70, of: other)
    var paid: [Transfer] = []
    desk.house.markToMarket(first, at: EventPosition(number: 40)) { paid.append($0) }
    // Account 0 is short one, which cost −90 and is worth −100.
    #expect(paid.map(\.amount.units) == [10, 30, 60])
    let place = { (account: AccountID) -> Int64? in
      paid.firstIndex { $0.from == .collateral(account) || $0.to == .collateral(account) }.map { Int64($0) + 40 }
    }
    #expect(desk.house.lastEntry(of: one)?.number == place(one))
    #expect(desk.house.lastEntry(of: other)?.number == place(other))
    #expect(desk.house.lastEntry(of: flat) == nil)
  }

  // CLR-17, FND-8: the long has paid all that can be counted. The short spends half of that, and gets nothing more.
  @Test func `nobody is paid funding that no payer can be counted to pay`() {
    var desk = FiguresHouse([Self.largest()])
    let (short, long) = (AccountID(number: 0), desk.account())
    desk.open(Self.most, at: Self.highest, of: long)
    desk.mark(Self.highest)
    let funding = Funding(
      instrument: first, ratePartsPerTrillion: 1_000_000_000_000, price: Price(ticks: Self.highest))
    desk.house.pay(funding, at: EventPosition(number: 7)) { _ in }
    #expect(desk.house.collateral(of: long).units == -(1 << 61))
    desk.house.withdraw(Money(units: 1 << 60), from: short) { _ in }
    desk.house.pay(funding, at: EventPosition(number: 8)) { _ in }
    #expect(desk.house.collateral(of: short).units == 1 << 60)
    #expect(desk.house.balance(of: .rounding) == 0)
    desk.house.checkInvariants()
  }

  // CLR-25: a bid and an ask at the mark lose nothing, however little a lot is worth: 2,000 of them 50 coins' units.
  @Test func `an inverse order at the mark needs the margin of its notional and no more`() {
    var rules = InstrumentRules.perpetual(tickValue: 1_250, maximumPrice: 1_000_000, initial: .percent(10))
    rules.contract = .inverse
    for side in [Side.buy, .sell] {
      var desk = FiguresHouse([rules])
      let alice = desk.account(with: 1_000)
      desk.mark(50_000)
      desk.rest(side, 2_000, at: 50_000, of: alice)
      #expect(desk.house.figures(of: alice).initial == 5)
    }
  }

  // CLR-39, CLR-40
  @Test func `contracts that could not all be paid at once are refused`() {
    var venue = VenueRules(instruments: [Self.largest { $0.markToMarket = TimeSpan(nanoseconds: 1) }])
    #expect(venue.fault == nil)
    let dated = Self.largest { $0.expiry = Expiry(at: Time(nanoseconds: 9), price: .mark) }
    venue.instruments.append(dated)
    let fault = "the largest notionals of instruments that are marked to market or expire come to \(Int128(1) << 62)"
    #expect(venue.fault == fault + ", more than 2^61")
  }

  // CLR-23, CLR-37, WCH-1: nothing may ask for more than the whole of a further unit of notional, at the alert level either.
  @Test func `margin steeper than what it is for is refused`() {
    var rules = InstrumentRules.perpetual(initial: .one, maintenance: .flat(.percent(50)))
    rules.addOns.concentration = ConcentrationCharge(threshold: Quantity(lots: 1), rate: .percent(50))
    #expect(rules.fault == nil)
    rules.addOns.concentration?.rate = .percent(51)
    let steep = "tiers and margin add-ons together can ask for more than the whole of a further unit of notional"
    #expect(rules.fault == steep)
    rules.addOns.concentration = nil
    rules.addOns.volatility = VolatilityScale(
      decay: .percent(90), reference: .percent(1), highest: Rate(partsPerBillion: 2_000_000_001))
    #expect(rules.fault == steep)
    rules.addOns.volatility?.highest = Rate(partsPerBillion: 2_000_000_000)
    #expect(rules.fault == nil)

    var venue = VenueRules(instruments: [.perpetual()])
    venue.instruments[0].riskFactors = RiskFactors(long: .percent(80), short: .percent(10), slippage: .zero)
    venue.marginLevels = MarginLevelRules(alert: Rate(partsPerBillion: 1_250_000_000), call: .one, release: .one)
    #expect(venue.fault == nil)
    venue.marginLevels?.alert = Rate(partsPerBillion: 1_250_000_001)
    #expect(venue.fault == "the alert level times the highest maintenance rate must be at most 1")
  }
}
