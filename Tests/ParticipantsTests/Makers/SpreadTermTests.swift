import MarketTypes
import Testing

@testable import Participants

/// Each term of the dynamic spread, switched on and off, and what the stream is told of it. PAR-27, PAR-28.
@Suite struct `Terms of a dynamic spread` {
  typealias Settings = DynamicSpreadMaker.Settings

  /// A term, how it is switched on, and what it adds in ticks in the market of `desk(_:)`, reckoned by hand.
  struct Term: CustomTestStringConvertible {
    var name: String
    var width: Double
    var isOn: @Sendable (inout Settings) -> Void
    var told: @Sendable (QuoteTerms) -> Int32
    var testDescription: String { name }
  }

  static let terms = [
    // σ² = 0.5 × 10² + 0.5 × 10² after a move of 10 ticks.
    Term(name: "volatility", width: 30, isOn: { $0.volatilityWeight = 3 }, told: \.volatility),
    // A quarter of the limit.
    Term(name: "inventory", width: 2, isOn: { $0.inventoryWeight = 8 }, told: \.inventory),
    // Buckets of 10: 8 to 2 and 10 to 0, so 16 of 20.
    Term(
      name: "toxicity", width: 4,
      isOn: { $0.toxicity = .init(weight: 5, bucket: Quantity(lots: 10), window: 50) }, told: \.toxicity),
    // The thinner side shows 4 of 10.
    Term(name: "depth", width: 9, isOn: { $0.depth = .init(weight: 6, reference: 10, within: nil) }, told: \.depth),
    // 10 of 1,010 is between 0.9 and 1 %.
    Term(
      name: "stress", width: 7,
      isOn: { $0.drawdown = .init(weight: 7, from: 0.009, window: TimeSpan(nanoseconds: 1_000_000_000)) },
      told: \.stress
    ),
  ]

  /// The price fell from 1,010 to 1,000; 8 lots were bought and 12 sold, 10 of them last; 6 and 4 lots are shown; it holds 25.
  static func desk(_ isOn: [(inout Settings) -> Void]) -> QuoteDesk {
    var desk = QuoteDesk(
      .plain {
        $0.base = 2.5
        $0.volatilityDecay = 0.5
        for change in isOn { change(&$0) }
      })
    desk.give(25)
    (desk.market.quote.bidQuantity, desk.market.quote.askQuantity) = (Quantity(lots: 6), Quantity(lots: 4))
    (desk.market.bought, desk.market.sold) = (8, 2)
    desk.look(at: 1_010)
    desk.now = Time(nanoseconds: 1_000_000)
    desk.market.sold += 10
    desk.look(at: 1_000)
    return desk
  }

  @Test(arguments: terms)
  func `one that is on widens the quotes by what it says, and is told alone`(_ term: Term) throws {
    let off = Self.desk([])
    let on = Self.desk([term.isOn])
    #expect(off.terms?.halfSpread == 3)
    let told = try #require(on.terms)
    // The first look begins at the reference, and so volatility has it in its square.
    let width = term.name == "volatility" ? 3 * (0.5 * 50.0 + 0.5 * 100).squareRoot() : term.width
    #expect(term.told(told) == Int32((width * 1000).rounded()))
    #expect(told.halfSpread == Int32((2.5 + width).rounded(.up)))
    #expect(told.base == 2_500)
    for other in Self.terms where other.name != term.name { #expect(other.told(told) == 0, "\(other.name)") }
    let spread = try #require(on.asks.first).price.ticks - #require(on.bids.first).price.ticks
    #expect(spread == 2 * Int64(told.halfSpread))
  }

  @Test func `the six of them are the half-spread before its bounds`() throws {
    let all = Self.desk(Self.terms.map(\.isOn))
    let told = try #require(all.terms)
    let sum = [told.base, told.volatility, told.inventory, told.toxicity, told.depth, told.stress].reduce(0, +)
    #expect(told.halfSpread == Int32((Double(sum) / 1000).rounded(.up)))
    #expect(sum == 2_500 + 25_981 + 2_000 + 4_000 + 9_000 + 7_000)
    let bounded = Self.desk(Self.terms.map(\.isOn) + [{ $0.maximum = 20 }])
    #expect(bounded.terms?.halfSpread == 20)
    #expect(bounded.terms?.stress == 7_000)
  }

  @Test(arguments: [2, 3, 4])
  func `a weight of zero switches a term off`(place: Int) {
    let desk = Self.desk([
      Self.terms[place].isOn,
      {
        $0.toxicity?.weight = 0
        $0.depth?.weight = 0
        $0.drawdown?.weight = 0
      },
    ])
    #expect(desk.terms?.halfSpread == 3)
  }

  @Test func `an empty side counts as one lot`() {
    var desk = QuoteDesk(.plain { $0.depth = .init(weight: 2, reference: 10, within: nil) })
    desk.look(at: 1_000)
    #expect(desk.terms?.depth == 18_000)  // 2 × (10 ÷ 1 − 1)
    #expect(desk.standing.count == 2)
  }

  @Test func `depth within a distance is that of the levels`() {
    var desk = QuoteDesk(.plain { $0.depth = .init(weight: 2, reference: 60, within: PriceChange(ticks: 3)) })
    for (side, price, lots) in [(Side.buy, 99, 8), (.buy, 96, 12), (.buy, 95, 100), (.sell, 101, 15), (.sell, 104, 30)]
    {
      desk.depth.observe(
        LevelChange(
          instrument: traded, side: side, price: Price(ticks: Int64(price)), quantity: Quantity(lots: Int64(lots))))
    }
    desk.look(at: 100)
    #expect(desk.terms?.depth == 4_000)  // 2 × (60 ÷ 20 − 1); 45 on the other side
  }

  /// High and low of the last window count, and nothing older than two of them.
  @Test func `stress ends when the fall is forgotten`() {
    var desk = QuoteDesk(
      .plain { $0.drawdown = .init(weight: 7, from: 0.05, window: TimeSpan(nanoseconds: 10_000_000)) })
    let prices: [(milliseconds: Int64, price: Int64, stress: Int32)] = [
      (0, 1_000, 0), (5, 951, 0), (6, 949, 7_000), (15, 949, 7_000), (21, 949, 0), (22, 996, 0), (23, 997, 7_000),
    ]
    for (milliseconds, price, stress) in prices {
      desk.now = Time(nanoseconds: milliseconds * 1_000_000)
      desk.look(at: price)
      #expect(desk.terms?.stress == stress, "at \(milliseconds) ms")
    }
  }
}
