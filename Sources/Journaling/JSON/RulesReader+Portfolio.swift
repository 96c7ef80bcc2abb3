import MarketTypes
import Notation

/// The rules of portfolio margin as a request declares them; keys are those of a scenario.
extension PortfolioRules {
  /// - Parameter declared: the venue's instruments so far: a row each.
  init(declaredBy reader: inout ObjectReader, for declared: [InstrumentRules]) {
    let scenarios = reader.required("scenarios").flatMap { Self.scenarios($0) }
    let rows = reader.array("instruments", count: 0...InstrumentRules.mostDeclared) { row in
      row.object { object in
        PortfolioInstrument(
          scanRange: object.requiredShare("scanRange"), group: object.small("group", upTo: UInt16.max),
          minimumRate: object.share("minimumRate"))
      }
    }
    let groups = reader.optional("groups")?.elements(count: 1...1_000)?.compactMap { group in
      group.object { object in
        PortfolioGroup(ofClass: object.small("class", upTo: UInt16.max), basisCharge: object.share("basisCharge"))
      }
    }
    let classes = reader.optional("classes")?.elements(count: 1...1_000)?.compactMap { one in
      one.object { PortfolioClass(offset: $0.share("offset")) }
    }
    let tiers = reader.optional("minimumTiers")?.elements(count: 1...64)?.compactMap { tier in
      tier.object { object in
        ChargeTier(
          floor: Money(units: object.integer("from", in: 0...InstrumentRules.notionalLimit, default: 0)),
          multiplier: object.required("multiplier")?.rate(in: 0...1000 * Rate.one.partsPerBillion) ?? .one)
      }
    }
    let one = Rate.one.partsPerBillion
    let initial = reader.optional("initialMultiplier")?.rate(in: one...1000 * one)
    var instruments = rows ?? []
    for (index, rules) in zip(instruments.indices, declared) {
      instruments[index].isInverse = rules.contract == .inverse
    }
    self.init(
      scenarios: scenarios ?? [], instruments: instruments, groups: groups ?? [PortfolioGroup(ofClass: 0)],
      classes: classes ?? [PortfolioClass(offset: .zero)],
      minimumTiers: tiers ?? [ChargeTier(floor: .zero, multiplier: .one)], initialMultiplier: initial ?? .one)
  }

  /// `"span"`, `{"kind": "span", "extreme": 3, "coverage": "0.33"}`, `{"kind": "grid", "steps": 5}`, or one by one.
  private static func scenarios(_ value: ValueReader) -> [PriceScenario]? {
    switch value.value.content {
    case .string: return value.choice(from: [("span", PriceScenario.span())])
    case .array:
      return value.elements(count: 1...scenarioLimit)?.compactMap { scenario in
        scenario.object { object in
          PriceScenario(move: object.move("move") ?? .zero, coverage: object.optionalShare("coverage") ?? .one)
        }
      }
    default:
      return value.object { object in
        object.kind([
          (
            "span",
            { object in
              let extreme = object.move("extreme") ?? .one
              return PriceScenario.span(extreme: extreme, coverage: object.requiredShare("coverage"))
            }
          ),
          (
            "grid",
            { $0.integer("steps", in: 1...Int64(scenarioLimit - 1) / 2).map { PriceScenario.grid(steps: Int($0)) } }
          ),
        ])
      }
    }
  }
}

extension ObjectReader {
  /// A move in scan ranges, either way.
  fileprivate mutating func move(_ key: String) -> Rate? {
    let most = 1000 * Rate.one.partsPerBillion
    return required(key)?.rate(in: -most...most)
  }

  /// A small number; zero where it is left out.
  fileprivate mutating func small<Number: FixedWidthInteger>(_ key: String, upTo most: Number) -> Number {
    Number(truncatingIfNeeded: integer(key, in: 0...Int64(most), default: 0))
  }
}

extension InstrumentRules {
  /// The most instruments a venue can have.
  fileprivate static let mostDeclared = 1 << 15
}
