import MarketTypes
import Notation

/// Instruments.
extension ScenarioBuilder {
  func readInstruments(_ reader: inout ObjectReader) {
    for value in reader.array("instruments", count: 1...1_000) ?? [] {
      _ = value.object { object in
        let name = object.name("name")
        if let name, indexOfInstrument[name] != nil {
          object.refuse("there are two instruments named \"\(name)\"", at: "name")
        }
        let (instrument, isSound) = self.instrumentRules(&object)
        let highest = instrument.maximumPrice.ticks
        marks.append(object.optional("openingMark").map { Price(ticks: $0.integer(in: 1...highest) ?? 1) })
        if let name { indexOfInstrument[name] = names.instruments.count }
        names.instruments.append(name ?? "")
        rules.instruments.append(instrument)
        placeOfInstrument.append(object.span.opening)
        self.isSound.append(isSound)
        return true
      }
    }
  }

  /// The highest price any instrument may allow, in ticks.
  static let highestPrice: Int64 = (1 << 42) - 1

  /// The rules of an instrument, and whether they passed. What is missing becomes as wide as can be, so that what is
  /// said about limits later is about limits that were written.
  private func instrumentRules(_ object: inout ObjectReader) -> (InstrumentRules, isSound: Bool) {
    let largest = InstrumentRules.notionalLimit
    let contract = object.choice(
      "contract", from: [("linear", ContractKind.linear), ("inverse", .inverse)], default: .linear)
    let tickValue = object.integer("tickValue", in: 1...largest, default: 1)
    let maximumPrice = object.integer("maximumPrice", in: 1...Self.highestPrice)
    let maximumPosition = object.integer("maximumPosition", in: 1...InstrumentRules.positionLimit)
    // What fits beside tick value and price. `InstrumentRules.fault` multiplies, and may only see what does.
    let room = largest / tickValue / (contract == .linear ? maximumPrice ?? 1 : 1)
    if let maximumPosition, maximumPosition > room {
      object.refuse(
        "\(contract == .linear ? "maximumPrice × " : "")maximumPosition × tickValue is more than 2^61",
        at: "maximumPosition",
        hint: room == 0
          ? "make maximumPrice or tickValue smaller"
          : "with this \(contract == .linear ? "price and " : "")tick value it can be at most \(room)")
    }
    let makerFee = object.rate("makerFee", from: -1, default: .zero)
    let takerFee = object.rate("takerFee", from: -1, default: .zero)
    let initial = Self.initialMargin(&object)
    var lacksRate = false
    let tiers = object.array("maintenance", count: 1...64) { tier in
      tier.object { inner in
        let floor = Money(units: inner.integer("from", in: 0...largest, default: 0))
        let rate = inner.rate("rate")
        lacksRate = lacksRate || rate == nil
        return MaintenanceTier(floor: floor, rate: rate ?? .zero, initial: Self.tierInitial(&inner))
      }
    }
    var rules = InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice ?? Self.highestPrice),
      maximumPosition: Quantity(lots: maximumPosition ?? largest), makerFee: makerFee, takerFee: takerFee,
      initialMargin: initial, maintenanceTiers: tiers ?? [MaintenanceTier(floor: .zero, rate: .zero)],
      mark: Self.mark(&object))
    rules.contract = contract
    readContract(of: &rules, &object)
    Self.readPrices(of: &rules, &object)
    Self.readMargin(of: &rules, &object)
    Self.readBook(of: &rules, &object)
    guard let maximumPosition, maximumPrice != nil, maximumPosition <= room, !lacksRate else { return (rules, false) }
    if rules.orders.lotSize.lots > maximumPosition {
      object.refuse(
        "no order can be a multiple of \(rules.orders.lotSize.lots) lots and at most the maximumPosition of \(maximumPosition)",
        at: "lotSize")
    }
    // All else is within its bounds: what is left is how parts stand to each other.
    if let fault = rules.fault { object.refuse(fault, at: rules.keyOfFault) }
    warnOfThinMargin(rules, &object)
    return (rules, rules.fault == nil)
  }

  /// Who opens as much as it may is then under maintenance margin at once. Risk factors take the place of the rates.
  private func warnOfThinMargin(_ rules: InstrumentRules, _ object: inout ObjectReader) {
    let thin = rules.maintenanceTiers.first { $0.rate > max($0.initial ?? .zero, rules.initialMargin) }
    guard let thin, rules.riskFactors == nil, let value = object.optional("maintenance") else { return }
    let (rate, initial) = (thin.rate, max(thin.initial ?? .zero, rules.initialMargin))
    warnings.warning(
      "a maintenance rate of \(decimalText(rate.partsPerBillion, scale: 9)) is above the initial rate of "
        + "\(decimalText(initial.partsPerBillion, scale: 9)): what was just opened may be liquidated at once",
      at: value.value.span, hint: "initial margin is to open, maintenance margin to keep, and is the smaller")
  }

  /// A rate, or one divided by the leverage that is allowed, rounded up.
  private static func initialMargin(_ object: inout ObjectReader) -> Rate {
    guard object.has("maximumLeverage") else { return object.rate("initialMargin") ?? .zero }
    if object.has("initialMargin") {
      object.refuse("initialMargin and maximumLeverage say the same", at: "maximumLeverage", hint: "say one")
    }
    return leverage(&object)
  }

  /// Likewise of a tier, which may say neither.
  private static func tierInitial(_ object: inout ObjectReader) -> Rate? {
    if object.has("initial"), object.has("maximumLeverage") {
      object.refuse("initial and maximumLeverage say the same", at: "maximumLeverage", hint: "say one")
    }
    return object.has("maximumLeverage") ? leverage(&object) : object.has("initial") ? object.rate("initial") : nil
  }

  private static func leverage(_ object: inout ObjectReader) -> Rate {
    let one = Rate.one.partsPerBillion
    let leverage = object.decimal("maximumLeverage", scale: 9, in: one...1_000_000 * one) ?? one
    return Rate(partsPerBillion: one.times(one, over: leverage, rounding: .up))
  }
}

extension InstrumentRules {
  /// Under which key of a scenario stands what is wrong: the part without which something else is, or nothing.
  fileprivate var keyOfFault: String {
    let parts: [(key: String, leaveOut: (inout InstrumentRules) -> Void)] = [
      ("expiry", { $0.expiry = nil }), ("mark", { $0.mark = .last }), ("indexSources", { $0.indexSources = nil }),
      ("otherVenues", { $0.otherVenues = nil }), ("funding", { $0.funding = nil }),
      ("marginAddOns", { $0.addOns = MarginAddOns() }), ("riskFactors", { $0.riskFactors = nil }),
      ("largestNotional", { $0.orders.largestNotional = nil }),
      ("tickSize", { $0.orders.tickSize = PriceChange(ticks: 1) }),
    ]
    let found = parts.first { part in
      var rest = self
      part.leaveOut(&rest)
      return rest.fault != fault
    }
    return found?.key ?? "maintenance"
  }
}
