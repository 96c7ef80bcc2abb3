import MarketTypes
import Notation

/// Instruments, liquidation rules, named accounts.
extension ScenarioBuilder {
  func readInstruments(_ reader: inout ObjectReader) {
    let values = reader.array("instruments", count: 1...1_000) ?? []
    for value in values {
      _ = value.object { object in
        let name = object.name("name") ?? ""
        if names.instruments.contains(name) { object.refuse("there are two instruments named \"\(name)\"", at: "name") }
        let instrument = Self.instrument(&object)
        if let fault = instrument.fault { object.refuse(fault) }
        marks.append(object.optional("openingMark")?.integer(in: 1...instrument.maximumPrice.ticks).map(Price.init))
        names.instruments.append(name)
        rules.instruments.append(instrument)
        return true
      }
    }
  }

  private static func instrument(_ object: inout ObjectReader) -> InstrumentRules {
    let largest: Int64 = 1 << 61
    let tickValue = object.integer("tickValue", in: 1...largest, default: 1)
    let maximumPrice = object.integer("maximumPrice", in: 1...(1 << 42) - 1) ?? 1
    let maximumPosition = object.integer("maximumPosition", in: 1...largest) ?? 1
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
    return InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
      maximumPosition: Quantity(lots: maximumPosition), makerFee: Rate(partsPerBillion: makerFee),
      takerFee: Rate(partsPerBillion: takerFee), initialMargin: Rate(partsPerBillion: initial),
      maintenanceTiers: tiers ?? [MaintenanceTier(floor: .zero, rate: .zero)], mark: mark(&object))
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
        ("timed", { .timed($0.span("interval", from: 1) ?? TimeSpan(nanoseconds: 1)) }),
      ])
    }
    if let pacing = pacing ?? nil { rules.pacing = pacing }
    return rules
  }

  func readAccounts(_ reader: inout ObjectReader) {
    for value in reader.optional("accounts")?.elements(count: 0...Self.accountLimit) ?? [] {
      _ = value.object { object in
        let name = object.name("name") ?? ""
        if indexOfAccount[name] != nil { object.refuse("there are two accounts named \"\(name)\"", at: "name") }
        let kind = object.choice("kind", from: [("cross", AccountKind.cross), ("exempt", .exempt)], default: .cross)
        _ = addAccount(name, kind, collateral: object.integer("collateral", in: 0...Self.moneyLimit, default: 0))
        return true
      }
    }
  }
}
