import MarketTypes
import Notation

/// Instruments, liquidation rules, named accounts.
extension ScenarioBuilder {
  func readInstruments(_ reader: inout ObjectReader) {
    for value in reader.array("instruments", count: 1...1_000) ?? [] {
      _ = value.object { object in
        let name = object.name("name")
        if let name, indexOfInstrument[name] != nil {
          object.refuse("there are two instruments named \"\(name)\"", at: "name")
        }
        let (instrument, isSound) = Self.instrument(&object)
        let highest = instrument.maximumPrice.ticks
        marks.append(object.optional("openingMark").map { Price(ticks: $0.integer(in: 1...highest) ?? 1) })
        if let name { indexOfInstrument[name] = names.instruments.count }
        names.instruments.append(name ?? "")
        rules.instruments.append(instrument)
        self.isSound.append(isSound)
        return true
      }
    }
  }

  /// The highest price any instrument may allow, in ticks.
  static let highestPrice: Int64 = (1 << 42) - 1

  /// The rules of an instrument, and whether they passed. What is missing becomes as wide as can be, so that what is
  /// said about limits later is about limits that were written.
  private static func instrument(_ object: inout ObjectReader) -> (InstrumentRules, isSound: Bool) {
    let largest = InstrumentRules.notionalLimit
    let tickValue = object.integer("tickValue", in: 1...largest, default: 1)
    let maximumPrice = object.integer("maximumPrice", in: 1...highestPrice)
    let maximumPosition = object.integer("maximumPosition", in: 1...largest)
    // What fits beside tick value and price. `InstrumentRules.fault` multiplies, and may only see what does.
    let room = largest / tickValue / (maximumPrice ?? 1)
    if let maximumPosition, maximumPosition > room {
      object.refuse(
        "maximumPrice × maximumPosition × tickValue is more than 2^61", at: "maximumPosition",
        hint: room == 0
          ? "make maximumPrice or tickValue smaller" : "with this price and tick value it can be at most \(room)")
    }
    let makerFee = object.decimal("makerFee", scale: 9, in: -1_000_000_000...1_000_000_000, default: 0)
    let takerFee = object.decimal("takerFee", scale: 9, in: -1_000_000_000...1_000_000_000, default: 0)
    let initial = object.decimal("initialMargin", scale: 9, in: 0...1_000_000_000) ?? 0
    let tiers = object.array("maintenance", count: 1...64) { tier in
      tier.object { inner in
        MaintenanceTier(
          floor: Money(units: inner.integer("from", in: 0...largest, default: 0)),
          rate: Rate(partsPerBillion: inner.decimal("rate", scale: 9, in: 0...1_000_000_000) ?? 0))
      }
    }
    var rules = InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice ?? highestPrice),
      maximumPosition: Quantity(lots: maximumPosition ?? largest), makerFee: Rate(partsPerBillion: makerFee),
      takerFee: Rate(partsPerBillion: takerFee), initialMargin: Rate(partsPerBillion: initial),
      maintenanceTiers: tiers ?? [MaintenanceTier(floor: .zero, rate: .zero)], mark: mark(&object))
    readBook(of: &rules, &object)
    guard let maximumPosition, maximumPrice != nil, maximumPosition <= room else { return (rules, false) }
    // All else is within its bounds: what is left is how the tiers stand to each other.
    if let fault = rules.fault { object.refuse(fault, at: "maintenance") }
    return (rules, rules.fault == nil)
  }

  private static func mark(_ object: inout ObjectReader) -> MarkPolicy {
    guard let value = object.optional("mark") else { return .last }
    if case .object = value.value.content {
      return value.object { inner in
        inner.kind([
          (
            "blend",
            { .blend(lastWeight: Rate(partsPerBillion: $0.decimal("last", scale: 9, in: 0...1_000_000_000) ?? 0)) }
          )
        ])
      } ?? .last
    }
    return value.choice(from: [
      ("last", .last), ("mid", .mid), ("bestBid", .bestBid), ("bestAsk", .bestAsk), ("index", .index),
    ]) ?? .last
  }

  static func liquidation(_ object: inout ObjectReader) -> LiquidationRules {
    var rules = LiquidationRules()
    rules.isOn = object.boolean("on", default: true)
    rules.threshold = object.choice("when", from: [("below", .below), ("atOrBelow", .atOrBelow)], default: .below)
    rules.limit = object.choice(
      "limit", from: [("market", .market), ("bankruptcyPrice", .bankruptcyPrice)], default: .market)
    rules.order = object.choice(
      "order", from: [("synchronous", .synchronous), ("oneByOne", .oneByOne)], default: .synchronous)
    let pacing: LiquidationPacing?? = object.optional("pacing")?.object { inner in
      inner.kind([
        ("immediate", { .immediate(roundLimit: Int32($0.integer("roundLimit", in: 1...60_000, default: 1_000))) }),
        ("timed", { .timed($0.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)) }),
      ])
    }
    if let pacing = pacing ?? nil { rules.pacing = pacing }
    return rules
  }

  func readAccounts(_ reader: inout ObjectReader) {
    for value in reader.optional("accounts")?.elements(count: 0...Self.accountLimit) ?? [] {
      _ = value.object { object in
        let name = object.name("name")
        if let name, indexOfAccount[name] != nil {
          object.refuse("there are two accounts named \"\(name)\"", at: "name")
        }
        let kind = object.choice("kind", from: [("cross", AccountKind.cross), ("exempt", .exempt)], default: .cross)
        let collateral = object.integer("collateral", in: 0...Self.moneyLimit, default: 0)
        let group = object.integer("group", in: 0...Int64(Int32.max), default: 0)
        _ = addAccount(name ?? "", kind, collateral: collateral, group: Int32(group))
        return true
      }
    }
  }
}
