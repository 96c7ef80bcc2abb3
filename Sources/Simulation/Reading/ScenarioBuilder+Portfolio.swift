import MarketTypes
import Notation

/// The rules of portfolio margin.
extension ScenarioBuilder {
  func readPortfolio(_ reader: inout ObjectReader) {
    guard let value = reader.optional("portfolio") else { return }
    rules.portfolio = value.object { self.portfolio(&$0) }
    guard let portfolio = rules.portfolio, rules.instruments.allSatisfy({ $0.fault == nil }) else { return }
    if let fault = portfolio.fault(instrumentCount: rules.instruments.count) { value.refuse(fault) }
  }

  private func portfolio(_ object: inout ObjectReader) -> PortfolioRules? {
    let scenarios = object.required("scenarios").flatMap { Self.scenarios($0) }
    let rows = object.array("instruments", count: 1...1_000) { row in
      row.object { inner in
        PortfolioInstrument(
          scanRange: inner.rate("scanRange") ?? .zero, group: inner.number("group"),
          minimumRate: inner.rate("minimumRate", default: .zero))
      }
    }
    let groups = object.optional("groups")?.elements(count: 1...1_000)?.compactMap { group in
      group.object { PortfolioGroup(ofClass: $0.number("class"), basisCharge: $0.rate("basisCharge", default: .zero)) }
    }
    let classes = object.optional("classes")?.elements(count: 1...1_000)?.compactMap { one in
      one.object { PortfolioClass(offset: $0.rate("offset", default: .zero)) }
    }
    let one = Rate.one.partsPerBillion
    let tiers = object.optional("minimumTiers")?.elements(count: 1...64)?.compactMap { tier in
      tier.object { inner in
        ChargeTier(
          floor: Money(units: inner.integer("from", in: 0...InstrumentRules.notionalLimit, default: 0)),
          multiplier: Rate(partsPerBillion: inner.decimal("multiplier", scale: 9, in: 0...1_000 * one) ?? 0))
      }
    }
    let initial = object.decimal("initialMultiplier", scale: 9, in: one...1_000 * one, default: one)
    guard let scenarios, var rows else { return nil }
    for (index, instrument) in zip(rows.indices, rules.instruments) {
      rows[index].isInverse = instrument.contract == .inverse
    }
    return PortfolioRules(
      scenarios: scenarios, instruments: rows, groups: groups ?? [PortfolioGroup(ofClass: 0)],
      classes: classes ?? [PortfolioClass(offset: .zero)],
      minimumTiers: tiers ?? [ChargeTier(floor: .zero, multiplier: .one)],
      initialMultiplier: Rate(partsPerBillion: initial))
  }

  /// `"span"`, `{"kind": "span", "extreme": 3, "coverage": "0.33"}`, `{"kind": "grid", "steps": 5}`, or one by one.
  private static func scenarios(_ value: ValueReader) -> [PriceScenario]? {
    if value.isString { return value.choice(from: [("span", PriceScenario.span())]) }
    if value.isArray {
      return value.elements(count: 1...PortfolioRules.scenarioLimit)?.compactMap { scenario in
        scenario.object { object in
          PriceScenario(move: object.move("move"), coverage: object.rate("coverage", default: .one))
        }
      }
    }
    let families: [(String, (inout ObjectReader) -> [PriceScenario]?)] = [
      (
        "span",
        { object in
          let extreme = object.move("extreme")
          return PriceScenario.span(extreme: extreme, coverage: object.rate("coverage") ?? .one)
        }
      ),
      (
        "grid",
        { object in
          object.integer("steps", in: 1...Int64(PortfolioRules.scenarioLimit - 1) / 2).map {
            PriceScenario.grid(steps: Int($0))
          }
        }
      ),
    ]
    return value.object { $0.kind(families) }
  }
}

extension ObjectReader {
  /// A move in scan ranges, either way.
  fileprivate mutating func move(_ key: String) -> Rate {
    let most = 1_000 * Rate.one.partsPerBillion
    return Rate(partsPerBillion: decimal(key, scale: 9, in: -most...most) ?? 0)
  }

  /// The number of a group or a class.
  fileprivate mutating func number(_ key: String) -> UInt16 {
    UInt16(integer(key, in: 0...Int64(UInt16.max), default: 0))
  }
}
