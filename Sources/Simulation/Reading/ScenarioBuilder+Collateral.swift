import MarketTypes
import Notation

/// Insurance funds, assets of collateral, and what the venue says of fees and levels of margin.
extension ScenarioBuilder {
  /// Money in each fund at the start. `fund` is the common one alone.
  func readFunds(_ reader: inout ObjectReader) {
    let isOne = reader.has("fund")
    guard let list = reader.optional("funds") else {
      fundMoney = [reader.integer("fund", in: 0...Self.moneyLimit, default: 0)]
      return
    }
    if isOne { reader.refuse("fund and funds both say what the common fund has", at: "fund", hint: "say one") }
    let funds = (list.elements(count: 1...256) ?? []).enumerated().map {
      index, fund -> (amount: Int64, rules: FundRules) in
      fund.object { object in
        if let name = object.optional("name")?.name() {
          if indexOfFund[name] != nil { object.refuse("there are two funds named \"\(name)\"", at: "name") }
          indexOfFund[name] = index
        }
        let amount = object.integer("amount", in: 0...Self.moneyLimit, default: 0)
        let limit = object.optional("claimLimit")?.integer(in: 0...InstrumentRules.notionalLimit)
        return (amount, FundRules(claimLimit: limit.map(Money.init(units:)), floor: object.money("floor")))
      } ?? (0, FundRules())
    }
    if funds.isEmpty { return }
    fundMoney = funds.map(\.amount)
    rules.funds = funds.map(\.rules)
  }

  /// By its name, or its number from 0.
  func fund(_ value: ValueReader) -> FundID? {
    guard value.isString else {
      return value.integer(in: 0...Int64(rules.funds.count - 1)).map { FundID(number: UInt8($0)) }
    }
    guard let name = value.name() else { return nil }
    if let index = indexOfFund[name] { return FundID(number: UInt8(index)) }
    value.refuse("no fund named \"\(name)\"", hint: suggestion(for: name, from: indexOfFund.keys.sorted()))
    return nil
  }

  func readAssets(_ reader: inout ObjectReader) {
    for value in reader.optional("assets")?.elements(count: 0...1_000) ?? [] {
      _ = value.object { object in
        let name = object.name("name")
        if let name, indexOfAsset[name] != nil { object.refuse("there are two assets named \"\(name)\"", at: "name") }
        let asset = Self.asset(&object)
        if let fault = asset.fault {
          object.refuse(fault, at: asset.indexSources?.fault == fault ? "indexSources" : "haircuts")
        }
        let highest = asset.maximumPrice.ticks
        assetPrices.append(object.optional("openingPrice").map { Price(ticks: $0.integer(in: 1...highest) ?? 1) })
        broughtOf.append(0)
        if let name { indexOfAsset[name] = rules.assets.count }
        names.assets.append(name ?? "")
        rules.assets.append(asset)
        return true
      }
    }
  }

  private static func asset(_ object: inout ObjectReader) -> AssetRules {
    let largest = InstrumentRules.notionalLimit
    let tickValue = object.integer("tickValue", in: 1...largest, default: 1)
    let maximumPrice = object.integer("maximumPrice", in: 1...highestPrice) ?? highestPrice
    let maximumBalance = object.integer("maximumBalance", in: 1...moneyLimit) ?? 1
    let room = largest / tickValue / maximumPrice
    if maximumBalance > room {
      object.refuse(
        "maximumPrice × maximumBalance × tickValue is more than 2^61", at: "maximumBalance",
        hint: room == 0
          ? "make maximumPrice or tickValue smaller" : "with this price and tick value it can be at most \(room)")
    }
    // Where a rate is missing, that of the tier below: what was said may not be said again as a fault.
    var last = Rate.zero
    let haircuts = object.optional("haircuts")?.elements(count: 1...64)?.compactMap { tier in
      tier.object { inner in
        let floor = Money(units: inner.integer("from", in: 0...moneyLimit, default: 0))
        last = inner.rate("rate") ?? last
        return HaircutTier(floor: floor, haircut: last)
      }
    }
    // What does not fit was said: it may not be said again as a fault.
    return AssetRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
      maximumBalance: Money(units: max(1, min(maximumBalance, room))),
      maximumTotal: object.optional("maximumTotal")?.integer(in: 0...largest).map(Money.init(units:)),
      haircuts: haircuts ?? [HaircutTier(floor: .zero, haircut: .zero)],
      indexSources: object.optional("indexSources")?.object { index(&$0) },
      conversionFee: object.rate("conversionFee", default: .zero))
  }

  /// The asset that a member names; the settlement currency where it is left out, `nil` after saying what is wrong.
  func asset(_ object: inout ObjectReader, _ key: String = "asset") -> AssetID? {
    guard let value = object.optional(key) else { return .settlement }
    return value.name().flatMap { asset(named: $0, value.refuse(_:hint:)) }
  }

  /// - Parameter refuse: says that there is none, with a hint.
  func asset(named name: String, _ refuse: (String, String?) -> Void) -> AssetID? {
    if let index = indexOfAsset[name] { return AssetID(number: UInt16(index + 1)) }
    refuse("no asset named \"\(name)\"", suggestion(for: name, from: names.assets))
    return nil
  }

  /// The amounts of an asset, or of the settlement currency, that one payment may have.
  func amounts(of asset: AssetID?) -> ClosedRange<Int64> {
    guard let asset, asset != .settlement else { return 1...Self.moneyLimit }
    return 1...rules.assets[asset.index - 1].maximumBalance.units
  }

  // MARK: The venue

  func readFees(_ object: inout ObjectReader) {
    guard let value = object.optional("fees") else { return }
    rules.fees = value.object { fees in
      let tiers = fees.array("tiers", count: 1...64) { tier in
        tier.object { inner in
          FeeTier(
            volume: Money(units: inner.integer("from", in: 0...InstrumentRules.notionalLimit, default: 0)),
            maker: inner.rate("maker", from: -1) ?? .zero, taker: inner.rate("taker", from: -1) ?? .zero)
        }
      }
      let window = fees.span("window", from: 1)
      guard let tiers, let window else { return nil }
      return FeeSchedule(window: window, tiers: tiers)
    }
    var alone = VenueRules(instruments: [])
    alone.fees = rules.fees
    if let fault = alone.fault { value.refuse(fault) }
  }

  func readMarginLevels(_ object: inout ObjectReader) {
    guard let value = object.optional("marginLevels") else { return }
    rules.marginLevels = value.object { levels in
      let (alert, call, release) = (levels.multiple("alert"), levels.multiple("call"), levels.multiple("release"))
      guard let alert, let call, let release else { return nil }
      return MarginLevelRules(alert: alert, call: call, release: release)
    }
    guard rules.instruments.allSatisfy({ $0.fault == nil }) else { return }
    var alone = VenueRules(instruments: rules.instruments)
    alone.funds = rules.funds
    let before = alone.fault
    alone.marginLevels = rules.marginLevels
    if let fault = alone.fault, fault != before { value.refuse(fault) }
  }
}
