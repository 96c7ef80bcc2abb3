import Analysis
import MarketTypes
import Testing

/// Every way money, assets and lots can go, written by hand and reckoned by hand.
@Suite("Audit of the ledger: flows")
struct LedgerAuditFlowTests {
  private typealias M = HandMade
  private var stream: HandMadeStream<LedgerAudit>
  private var audit: LedgerAudit { stream.fold }

  init() {
    stream = HandMadeStream(LedgerAudit(HandMade.rules))
    stream.tell(HandMade.opening)
  }

  // MARK: Inverse contracts

  /// 3 lots at 7 are worth 300 ÷ 7 = 42.86 coins. Formula F2: the long gains 300 × (1/7 − 1/10) = 12.86.
  @Test
  mutating func `a fill of an inverse contract is rounded against both, into the rounding account`() {
    stream.tell(M.trade(3, of: M.inverse, at: 7, buyer: M.alice, seller: M.bob), M.rest(of: M.bob))
    #expect(audit.cost(of: M.alice, in: M.inverse) == -42)
    #expect(audit.cost(of: M.bob, in: M.inverse) == 43)
    #expect(audit.balance(of: .rounding) == 1)
    stream.tell(M.mark(M.inverse, 7))
    #expect(audit.equity(of: M.alice) == 999)
    #expect(audit.equity(of: M.bob) == 999)
    stream.tell(M.mark(M.inverse, 10))
    #expect(audit.equity(of: M.alice) == 1_012)
    #expect(audit.equity(of: M.bob) == 987)
    // Both close at 10: 300 ÷ 10 is whole, so nothing is left over, and what they gained is theirs.
    stream.tell(
      M.trade(3, of: M.inverse, at: 10, buyer: M.bob, seller: M.alice),
      M.pay(13, .collateral(M.bob), .costBasis(M.bob, M.inverse), .realized),
      M.pay(12, .costBasis(M.alice, M.inverse), .collateral(M.alice), .realized))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .collateral(M.alice)) == 1_012)
    #expect(audit.balance(of: .collateral(M.bob)) == 987)
    #expect(audit.balance(of: .rounding) == 1)
  }

  @Test
  mutating func `a short that is opened pays the rest, as every seller does, and so does who buys back in a bust`() {
    let opening = HoldingOpening(
      account: M.alice, counterparty: M.bob, instrument: M.inverse, position: Position(lots: -3),
      price: Price(ticks: 7))
    stream.tell(.holdingOpened(opening), M.rest(of: M.alice))
    #expect(audit.cost(of: M.alice, in: M.inverse) == 43)
    stream.tell(M.trade(2, of: M.inverse, at: 11, buyer: M.bob, seller: M.alice), M.rest(of: M.alice))
    // 200 ÷ 11 = 18.18: Bob gave 18 back and Alice 19; undone, the seller is Bob.
    stream.tell(
      .busted(M.fill(2, of: M.inverse, at: 11, buyer: M.bob, seller: M.alice)), M.rest(of: M.bob))
    #expect(audit.verdict() == nil)
    #expect(audit.position(of: M.alice, in: M.inverse).lots == -3)
    #expect(audit.cost(of: M.alice, in: M.inverse) == 43 + 19 - 18)
    #expect(audit.cost(of: M.bob, in: M.inverse) == -42 - 18 + 19)
    #expect(audit.balance(of: .rounding) == 3)
  }

  // MARK: Assets

  /// 250 of gold at 3: (100 × 0.9 + 100 × 0.5 + 50 × 0) × 3 × 2.
  @Test
  mutating func `an asset counts slice by slice once it has a price, and goes out as it came`() {
    stream.tell(M.pay(250, .outside, .collateral(M.alice), .deposit, of: M.gold))
    #expect(audit.balance(of: .collateral(M.alice), in: M.gold) == 250)
    #expect(audit.balance(of: .outside, in: M.gold) == -250)
    #expect(audit.equity(of: M.alice) == 1_000)
    stream.tell(M.priced(M.gold, 3))
    #expect(audit.assetValue(of: M.alice) == 840)
    #expect(audit.equity(of: M.alice) == 1_840)
    stream.tell(M.pay(150, .collateral(M.alice), .collateral(M.aliceToo), .moved, of: M.gold))
    #expect(audit.assetValue(of: M.alice) == 540)
    #expect(audit.assetValue(of: M.aliceToo) == 690)
    stream.tell(M.pay(150, .collateral(M.aliceToo), .outside, .withdrawal, of: M.gold))
    #expect(audit.balance(of: .outside, in: M.gold) == -100)
    #expect(audit.balance(of: .outside) == -3_100)
    #expect(audit.verdict() == nil)
  }

  @Test
  func `what an asset counts is rounded down once, not slice by slice`() {
    var rules = M.rules
    rules.assets[0].haircuts = [0, 1, 2].map {
      HaircutTier(floor: Money(units: $0), haircut: Rate(partsPerBillion: 300_000_000))
    }
    rules.assets[0].tickValue = Money(units: 1)
    var stream = HandMadeStream(LedgerAudit(rules))
    stream.tell(M.opening + [M.priced(M.gold, 1), M.pay(3, .outside, .collateral(M.bob), .deposit, of: M.gold)])
    // Three slices of 0.7 each.
    #expect(stream.fold.assetValue(of: M.bob) == 2)
  }

  /// A debt of 40 is covered by 10 of gold at 3, which are worth 60.
  @Test
  mutating func `an asset is sold for cash, less what selling costs`() {
    stream.tell(
      M.priced(M.gold, 3), M.pay(10, .outside, .collateral(M.carol), .deposit, of: M.gold),
      M.pay(10, .collateral(M.carol), .outside, .converted, of: M.gold),
      M.pay(60, .outside, .collateral(M.carol), .converted),
      M.pay(2, .collateral(M.carol), .fees, .conversionFee))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .collateral(M.carol)) == 1_058)
    #expect(audit.balance(of: .collateral(M.carol), in: M.gold) == 0)
    #expect(audit.balance(of: .fees) == 2)
  }

  // MARK: Between accounts of one owner

  @Test
  mutating func `a position moves with its cost, and equities move with it`() {
    stream.tell(M.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob))
    stream.tell(M.mark(M.linear, 103))
    stream.tell(M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.aliceApart))
    #expect(audit.verdict() == nil)
    #expect(audit.instrumentsHeld(by: M.alice) == [])
    #expect(audit.instrumentsHeld(by: M.aliceApart) == [M.linear])
    #expect(audit.cost(of: M.aliceApart, in: M.linear) == 5_000)
    #expect(audit.equity(of: M.alice) == 1_000)
    #expect(audit.equity(of: M.aliceApart) == 150)
    #expect(audit.owner(of: M.aliceApart) == M.alice)
  }

  @Test
  mutating func `a position joins what the other account holds`() {
    stream.tell(
      M.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob),
      M.trade(2, of: M.linear, at: 90, buyer: M.aliceToo, seller: M.bob),
      M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.aliceToo))
    #expect(audit.verdict() == nil)
    #expect(audit.position(of: M.aliceToo, in: M.linear).lots == 7)
    #expect(audit.cost(of: M.aliceToo, in: M.linear) == 6_800)
  }

  // MARK: Cash flows

  @Test
  mutating func `gains paid in cash leave position and equity as they are`() {
    stream.tell(M.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob))
    stream.tell(M.mark(M.linear, 103))
    let before = (audit.equity(of: M.alice), audit.equity(of: M.bob))
    stream.tell(
      M.pay(150, .collateral(M.bob), .costBasis(M.bob, M.linear), .markedToMarket),
      M.pay(150, .costBasis(M.alice, M.linear), .collateral(M.alice), .markedToMarket))
    #expect(audit.verdict() == nil)
    #expect((audit.equity(of: M.alice), audit.equity(of: M.bob)) == before)
    #expect(audit.cost(of: M.alice, in: M.linear) == 5_150)
    #expect(audit.position(of: M.alice, in: M.linear).lots == 5)
    #expect(audit.balance(of: .collateral(M.alice)) == 1_150)
  }

  @Test
  mutating func `funding goes by way of the rounding account, or straight`() {
    let funding = Funding(instrument: M.linear, ratePartsPerTrillion: 1_000_000, price: Price(ticks: 100))
    stream.tell(
      .funded(funding), M.pay(7, .rounding, .collateral(M.bob), .funding),
      M.pay(8, .collateral(M.alice), .rounding, .funding),
      M.pay(3, .collateral(M.alice), .collateral(M.carol), .funding))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .collateral(M.alice)) == 989)
    #expect(audit.balance(of: .rounding) == 1)
  }

  @Test
  mutating func `a liquidation fee goes to the fund behind the instrument, and each fund pays for itself`() {
    stream.tell(
      M.pay(9, .collateral(M.alice), .fund(M.second), .liquidationFee),
      M.pay(59, .fund(M.second), .collateral(M.bob), .shortfallCovered))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .fund(M.second)) == 0)
    #expect(audit.balance(of: .fund(M.common)) == 50)
    #expect(audit.fundTotal == 50)
    stream.tell(
      M.pay(70, .uncovered, .collateral(M.bob), .shortfallUncovered), M.pay(30, .outside, .fund(M.common), .deposit),
      M.pay(30, .fund(M.common), .uncovered, .shortfallCovered))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .uncovered) == -40)
  }

  // MARK: Settlement

  @Test
  mutating func `a contract that is settled is nobody's any more, and its gains are paid`() {
    stream.tell(M.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob))
    stream.tell(
      M.settled(M.linear, at: 103), M.pay(150, .collateral(M.bob), .costBasis(M.bob, M.linear), .realized),
      M.pay(150, .costBasis(M.alice, M.linear), .collateral(M.alice), .realized))
    #expect(audit.verdict() == nil)
    #expect(audit.instrumentsHeld(by: M.alice).isEmpty && audit.instrumentsHeld(by: M.bob).isEmpty)
    #expect(audit.balance(of: .collateral(M.alice)) == 1_150)
  }

  /// Worth 100 ÷ 7 = 14.29 and twice that to the long ones, 42.86 to the short one: −15, −29 and 42 after rounding.
  @Test
  mutating func `settling an inverse contract leaves what rounding took from each with the rounding account`() {
    stream.tell(
      M.trade(1, of: M.inverse, at: 10, buyer: M.alice, seller: M.carol),
      M.trade(2, of: M.inverse, at: 10, buyer: M.bob, seller: M.carol))
    stream.tell(
      M.settled(M.inverse, at: 7),
      M.pay(5, .collateral(M.alice), .costBasis(M.alice, M.inverse), .realized),
      M.pay(9, .collateral(M.bob), .costBasis(M.bob, M.inverse), .realized),
      M.pay(12, .costBasis(M.carol, M.inverse), .collateral(M.carol), .realized))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .rounding) == 2)
    #expect(audit.equity(of: M.alice) + audit.equity(of: M.bob) + audit.equity(of: M.carol) == 2_998)
  }

  // MARK: What is said of an equity

  @Test
  mutating func `a margin level states the equity with assets and inverse contracts in it`() {
    stream.tell(
      M.trade(3, of: M.inverse, at: 7, buyer: M.alice, seller: M.bob), M.rest(of: M.bob), M.mark(M.inverse, 10),
      M.priced(M.gold, 3), M.pay(250, .outside, .collateral(M.alice), .deposit, of: M.gold))
    let equity = MarginState(account: M.alice, equity: Money(units: 1_852), maintenance: .zero)
    stream.tell(.marginLevelChanged(MarginLevelChange(equity, level: .alerted)))
    #expect(audit.verdict() == nil)
  }
}
