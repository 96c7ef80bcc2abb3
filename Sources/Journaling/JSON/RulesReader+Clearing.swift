import MarketTypes
import Notation

/// What a request declares of contracts, collateral, fees and funds; keys are those of a scenario.

extension InstrumentRules {
  mutating func readContract(declaredBy reader: inout ObjectReader) {
    contract = reader.choice("contract", from: ContractKind.allCases.map { ($0.phrase.code, $0) }, default: .linear)
    expiry = reader.optional("expiry")?.object { Expiry(declaredBy: &$0) }
    liquidationFee = reader.share("liquidationFee")
    let fund = reader.integer("fund", in: 0...Int64(UInt8.max), default: 0)
    self.fund = FundID(number: UInt8(truncatingIfNeeded: fund))
    markToMarket = reader.optional("markToMarket")?.nanoseconds(from: 1)
    maximumOpenInterest = reader.optional("maximumOpenInterest")?.integer(in: 1...InstrumentRules.positionLimit).map(
      Quantity.init(lots:))
    indexSources = reader.optional("indexSources")?.object { IndexRules(declaredBy: &$0) }
    otherVenues = reader.optional("otherVenues")?.object { IndexRules(declaredBy: &$0) }
    funding = reader.optional("funding")?.object { FundingRules(declaredBy: &$0) }
    readMargin(declaredBy: &reader)
  }
}

extension Expiry {
  /// `{"at": 3600000000000, "price": "indexMean", "over": 60000000000}`.
  fileprivate init(declaredBy reader: inout ObjectReader) {
    let moment = Time.start + reader.span("at")
    let plain = SettlementPrice.plain.map { ($0.phrase.code, Optional($0)) }
    let price = reader.choice("price", from: plain + [("indexMean", nil)], default: .mark)
    self.init(at: moment, price: price ?? .indexMean(over: reader.span("over")))
  }
}

extension AssetRules {
  /// What one account may bring of an asset that says no limit.
  public static let usualMaximum: Int64 = 1_000_000_000

  /// What cannot be read is logged and has its usual value. The rules may still have a `fault`.
  public init(declaredBy reader: inout ObjectReader) {
    let most = InstrumentRules.notionalLimit
    self.init(
      tickValue: Money(units: reader.integer("tickValue", in: 1...most, default: 1)),
      maximumPrice: Price(ticks: reader.integer("maximumPrice", in: 1...(1 << 42) - 1, default: Self.usualMaximum)),
      maximumBalance: Money(units: reader.integer("maximumBalance", in: 1...1 << 59, default: Self.usualMaximum)),
      maximumTotal: reader.optional("maximumTotal")?.integer(in: 0...most).map(Money.init(units:)),
      haircuts: Self.haircuts(&reader), conversionFee: reader.share("conversionFee"))
    indexSources = reader.optional("indexSources")?.object { IndexRules(declaredBy: &$0) }
  }

  private static func haircuts(_ reader: inout ObjectReader) -> [HaircutTier] {
    reader.optional("haircuts")?.elements(count: 1...64)?.compactMap { tier in
      tier.object { object in
        HaircutTier(
          floor: Money(units: object.integer("from", in: 0...1 << 59, default: 0)),
          haircut: object.requiredShare("rate"))
      }
    } ?? [HaircutTier(floor: .zero, haircut: .zero)]
  }
}

extension VenueRules {
  /// Takes what a request says of the money of all accounts; what it leaves out stays as it was.
  mutating func takeMoney(declaredBy reader: inout ObjectReader) {
    if let rules = reader.optional("portfolio")?.object({ PortfolioRules(declaredBy: &$0, for: instruments) }) {
      portfolio = rules
    }
    if let levels = reader.optional("marginLevels")?.object({ MarginLevelRules(declaredBy: &$0) }) {
      marginLevels = levels
    }
    if let schedule = reader.optional("fees")?.object({ FeeSchedule(declaredBy: &$0) }) { fees = schedule }
    if let listed = reader.optional("funds")?.elements(count: 1...256) {
      funds = listed.map { fund in
        fund.object { object in
          FundRules(claimLimit: object.optionalMoney("claimLimit"), floor: object.money("floor"))
        } ?? FundRules()
      }
    }
  }
}

extension MarginLevelRules {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init(alert: reader.level("alert"), call: reader.level("call"), release: reader.level("release"))
  }
}

extension FeeSchedule {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    let tiers = reader.array("tiers", count: 1...64) { tier in
      tier.object { object in
        FeeTier(
          volume: Money(units: object.integer("from", in: 0...InstrumentRules.notionalLimit, default: 0)),
          maker: object.requiredShare("maker", from: -1), taker: object.requiredShare("taker", from: -1))
      }
    }
    self.init(window: reader.span("window"), tiers: tiers ?? [])
  }
}

extension ObjectReader {
  /// A multiple of maintenance margin.
  fileprivate mutating func level(_ key: String) -> Rate {
    required(key)?.rate(in: Rate.one.partsPerBillion...1000 * Rate.one.partsPerBillion) ?? .one
  }
}
