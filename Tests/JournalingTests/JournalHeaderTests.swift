import Journaling
import MarketTypes
import Testing

struct JournalHeaderTests {
  @Test func `rules of every shape read back as they were written`() throws {
    for seed in UInt64(0)..<300 {
      var chance = SeededWords(seed: seed)
      let rules = chance.rules()
      let header = JournalHeader(
        engine: "1.2.3", seed: chance.any(), names: Names(instruments: ["BTC"], accounts: ["", "\u{1F980}\n\"\\"]),
        rules: rules, scenario: "")
      var writer = JournalWriter(header)
      writer.finish()
      var bytes: [UInt8] = []
      writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
      #expect(try JournalReader(bytes).header == header, "seed \(seed)")
    }
  }

  @Test func `a policy is called by the name of its case`() {
    for mark in [MarkPolicy.last, .mid, .bestBid, .bestAsk, .index] {
      let instrument = InstrumentRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 1), maximumPosition: Quantity(lots: 1),
        takerFee: Rate(partsPerBillion: 500_000), initialMargin: .one, maintenanceTiers: [], mark: mark)
      let header = JournalHeader(
        engine: "", seed: 0, names: Names(),
        rules: VenueRules(
          instruments: [instrument],
          liquidation: LiquidationRules(threshold: .atOrBelow, limit: .bankruptcyPrice, order: .oneByOne)),
        scenario: "")
      var text = ""
      var writer = JournalWriter(header)
      writer.drain { bytes in for index in bytes.indices { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) } }
      for member in ["mark\":\"\(mark)", "threshold\":\"atOrBelow", "limit\":\"bankruptcyPrice", "order\":\"oneByOne"] {
        #expect(text.contains("\"\(member)\""))
      }
      #expect(text.contains("\"takerFee\":\"0.0005\""))
    }
  }
}

extension SeededWords {
  fileprivate mutating func rules() -> VenueRules {
    var rules = VenueRules(instruments: (0..<3).map { _ in instrument() }, liquidation: liquidation())
    rules.selfTradePrevention = one()
    rules.orderRate = optional { OrderRate(orders: $0.any(), window: $0.span()) }
    rules.dayLength = span()
    return rules
  }

  private mutating func instrument() -> InstrumentRules {
    let marks: [MarkPolicy] = [.last, .mid, .bestBid, .bestAsk, .index, .blend(lastWeight: rate())]
    var rules = InstrumentRules(
      tickValue: Money(units: any()), maximumPrice: Price(ticks: any()), maximumPosition: Quantity(lots: any()),
      makerFee: rate(), takerFee: rate(), initialMargin: rate(),
      maintenanceTiers: (0..<2).map { _ in MaintenanceTier(floor: Money(units: any()), rate: rate()) },
      mark: marks.randomElement(using: &self)!)
    rules.orders.lotSize = Quantity(lots: any())
    rules.orders.tickSize = PriceChange(ticks: any())
    rules.orders.largest = optional { Quantity(lots: $0.any()) }
    rules.orders.smallestNotional = Money(units: any())
    rules.orders.mostOpen = optional { $0.any() }
    rules.matching = one()
    rules.marketProtection = optional {
      MarketProtection(distance: PriceChange(ticks: $0.any()), restRemainder: .random(using: &$0))
    }
    rules.band = optional { PriceBand(width: $0.rate(), reference: $0.one()) }
    rules.limitState = optional {
      LimitStateRules(width: $0.rate(), window: $0.span(), patience: $0.span(), halt: $0.span())
    }
    rules.reopeningCall = span()
    rules.publishesLevels = .random(using: &self)
    return rules
  }

  private mutating func liquidation() -> LiquidationRules {
    let pacings: [LiquidationPacing] = [.immediate(roundLimit: any()), .timed(TimeSpan(nanoseconds: any()))]
    return LiquidationRules(
      isOn: .random(using: &self), threshold: Bool.random(using: &self) ? .below : .atOrBelow,
      limit: Bool.random(using: &self) ? .market : .bankruptcyPrice, pacing: pacings.randomElement(using: &self)!,
      order: Bool.random(using: &self) ? .synchronous : .oneByOne)
  }

  private mutating func span() -> TimeSpan { TimeSpan(nanoseconds: any()) }
  private mutating func rate() -> Rate { Rate(partsPerBillion: any()) }
}
