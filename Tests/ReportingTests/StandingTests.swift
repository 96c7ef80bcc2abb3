import Analysis
import MarketTypes
import Reporting
import Testing

/// What `cascade accounts` prints, of figures made by hand.
@Suite("How accounts stand")
struct StandingTests {
  private let perp = InstrumentID(number: 0)
  private let names = Names(instruments: ["PERP"], accounts: ["world", "alice", "bob", "carol", "dave"])

  private func account(
    _ number: Int32, _ kind: AccountKind = .cross, equity: Int128, initial: Int128 = 0, maintenance: Int128 = 0,
    notional: Int128 = 0
  ) -> AccountStanding {
    AccountStanding(
      account: AccountID(number: number), kind: kind, equity: equity, initial: initial, maintenance: maintenance,
      notional: notional)
  }

  // MARK: Ratios

  @Test
  func `ratios are in millionths, rounded against the account, and undefined over nothing`() {
    let standing = account(1, equity: 3_000, initial: 1_000, maintenance: 700, notional: 10_000)
    #expect(standing.freeCollateral == 2_000)
    #expect(standing.utilisation == 333_334)
    #expect(standing.health == 4_285_714)
    #expect(standing.leverage == 3_333_334)
    for equity in [0, -1] as [Int128] {
      let broke = account(1, equity: equity, initial: 1, maintenance: 1, notional: 1)
      #expect(broke.utilisation == nil && broke.leverage == nil && broke.health == equity * 1_000_000)
    }
    #expect(account(1, equity: 5).health == nil)
  }

  /// Health 1/3 and 333333333/1000000000 differ in the tenth digit only; sums of money may need more than 64 bits.
  @Test
  func `the largest risk comes first, compared exactly`() {
    let huge = Int128(1) << 100
    let accounts = [
      account(0, .exempt, equity: -9), account(1, equity: 5), account(2, equity: huge, maintenance: 3 * huge),
      account(3, equity: 333_333_333, maintenance: 1_000_000_000), account(4, equity: -1),
      account(5, equity: -1, maintenance: 1), account(6, equity: huge, maintenance: 3 * huge),
    ]
    #expect(accounts.sorted { $0.isRiskier(than: $1) }.map(\.account.number) == [4, 5, 3, 2, 6, 1, 0])
  }

  @Test
  func `a total is the margined accounts', and of requirements only if all have them`() {
    var (one, two) = (account(1, equity: 10, initial: 4), account(2, equity: -3, initial: 2, maintenance: 1))
    let world = account(0, .exempt, equity: 1_000, initial: 7)
    one.requirements = MarginRequirements(isolated: 9, cross: 6, portfolio: 3)
    two.requirements = MarginRequirements(isolated: 1, cross: 1, portfolio: nil)
    let total = [world, one, two].total
    #expect((total.equity, total.initial, total.maintenance) == (7, 6, 1))
    #expect(total.requirements == MarginRequirements(isolated: 10, cross: 7, portfolio: nil))
    #expect(total.requirements?.savedByCross.share == 0.3)
    #expect(one.requirements?.savedByPortfolio?.share == 0.5)
    two.requirements = nil
    #expect([one, two].total.requirements == nil)
  }

  // MARK: Text

  private var accounts: [AccountStanding] {
    var alice = account(1, equity: 12_345, initial: 10_000, maintenance: 5_000, notional: 100_000)
    alice.distance = Rate(partsPerBillion: -73_459_999)
    alice.level = .alerted
    alice.positions = [
      PositionStanding(
        instrument: perp, position: Position(lots: 100), cost: 99_000, mark: Price(ticks: 1_000),
        liquidationPrice: Price(ticks: 926), bankruptcyPrice: Price(ticks: 877))
    ]
    var bob = account(2, .portfolio, equity: 999, initial: 2_000, maintenance: 1_000, notional: 20_000)
    bob.isLiquidatable = true
    bob.distance = .zero
    bob.positions = [
      PositionStanding(instrument: perp, position: Position(lots: -20), cost: -20_000, mark: Price(ticks: 1_000))
    ]
    return [account(0, .exempt, equity: -500, initial: 5, maintenance: 5, notional: 800), alice, bob]
  }

  @Test
  func `accounts come first, then positions, with totals and what cannot be said as a dash`() {
    let text = StandingSummary(accounts, names: names, time: Time(nanoseconds: 1_500_000_000), limit: 40)
      .text(width: 100, styled: false)
    #expect(
      text == """
        3 accounts at 1.5 s, 1 under maintenance margin

        account       kind       equity  initial  maintenance    free      used  health  leverage  distance
        bob           portfolio     999    2,000        1,000  −1,001  200.21 %    0.99     20.02    0.00 %
        alice         cross      12,345   10,000        5,000   2,345   81.01 %    2.46      8.10   −7.34 %
        world         exempt       −500        –            –       –         –       –         –         –
        all margined             13,344   12,000        6,000   1,344   89.93 %    2.22      8.99         –

        account  instrument  lots     cost   mark  liquidation  bankruptcy
        bob      PERP         −20  −20,000  1,000            –           –
        alice    PERP         100   99,000  1,000          926         877

        """)
  }

  @Test
  func `the moment that was asked for is said, and that of the last command before it`() {
    func headline(_ asked: Int64?) -> String {
      let asked = asked.map { Time(nanoseconds: $0) }
      let summary = StandingSummary(
        accounts, names: names, time: Time(nanoseconds: 1_500_000_000), asked: asked, limit: 40)
      return String(summary.text(width: 100, styled: false).prefix { $0 != "," })
    }
    #expect(headline(nil) == "3 accounts at 1.5 s")
    #expect(headline(1_500_000_000) == "3 accounts at 1.5 s")
    #expect(headline(2_000_000_000) == "3 accounts at 2 s (last command at 1.5 s)")
  }

  @Test
  func `narrow terminals lose the least needed columns, and who is under margin stands out`() {
    let summary = StandingSummary(accounts, names: names, time: .start, limit: 40)
    for width in [50, 60, 80] {
      let lines = summary.text(width: width, styled: false).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
    }
    let styled = summary.text(width: 100, styled: true).split(separator: "\n")
    #expect(styled.count { $0.hasPrefix("\u{1B}[1;31mbob") } == 2)
    #expect(!styled.contains { $0.hasPrefix("\u{1B}[1;31malice") })
  }

  @Test
  func `more than the limit are counted, and totals are still everybody's`() {
    let many = (0..<50).map { account($0, equity: Int128($0), maintenance: 1, notional: 1) }
    let lines = StandingSummary(many, names: Names(), time: .start, limit: 40).text(width: 100, styled: false)
      .split(separator: "\n")
    #expect(lines.count == 2 + 40 + 1 + 1)
    #expect(lines[2].hasPrefix("#0 "))
    #expect(lines[42].hasPrefix("all margined") && lines[42].contains("1,225"))
    #expect(lines[43] == "and 10 more accounts; --all shows them")
    let all = StandingSummary(many, names: Names(), time: .start, limit: nil).text(width: 100, styled: false)
    #expect(all.split(separator: "\n").count == 2 + 50 + 1)
  }

  @Test
  func `requirements stand side by side if they were asked for`() {
    var accounts = accounts
    accounts[1].requirements = MarginRequirements(isolated: 8_000, cross: 5_000, portfolio: 2_000)
    accounts[2].requirements = MarginRequirements(isolated: 0, cross: 0, portfolio: nil)
    let text = StandingSummary(accounts, names: names, time: .start, limit: 40).text(width: 100, styled: false)
    #expect(
      text.hasSuffix(
        """
        account       isolated  cross    saved  portfolio    saved
        bob                  0      0        –          –        –
        alice            8,000  5,000  37.50 %      2,000  60.00 %
        all margined     8,000  5,000  37.50 %          –        –

        """), "\(text)")
  }

  // MARK: Lines for machines

  @Test
  func `a line for each position, one for an account without, and nothing where margin means nothing`() {
    let context = TableContext(names: names, rules: VenueRules(instruments: []))
    var writer = TableWriter<StandingRow>(.csv, context)
    writer.append(contentsOf: StandingRow.rows(of: accounts))
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        account,kind,equity,initial,maintenance,freeCollateral,utilisation,health,leverage,distance,level,instrument,\
        holding,cost,mark,liquidationPrice,bankruptcyPrice,isolated,cross,portfolio
        world,exempt,-500,,,,,,,,,,,,,,,,,
        alice,cross,12345,10000,5000,2345,0.810045,2.469,8.100446,-0.073459999,alerted,PERP,100,99000,1000,926,877,,,
        bob,portfolio,999,2000,1000,-1001,2.002003,0.999,20.020021,0,,PERP,-20,-20000,1000,,,,,

        """)
  }
}
