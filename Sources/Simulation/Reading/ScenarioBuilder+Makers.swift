import MarketTypes
import Notation
import Participants

/// Population blocks of market makers.
extension ScenarioBuilder {
  func readMakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    addParticipants(object, block, collateral: collateral, timing, dynamicSpread(&object, block).map { .maker($0) })
    return "maker"
  }

  private func dynamicSpread(_ object: inout ObjectReader, _ block: Block) -> DynamicSpreadMaker.Settings? {
    let ticks = 0.0...1e9
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let spread: (base: Double, maximum: Double, volatility: Double, decay: Double, inventory: Double)? = object.object(
      "spread"
    ) {
      let base = $0.double("base", in: ticks) ?? 0
      let maximum = $0.double("maximum", in: 1...1e9, default: 1e9)
      if base > maximum { $0.refuse("\"base\" is \(base), more than \"maximum\", which is \(maximum)", at: "base") }
      return (
        base, maximum, $0.double("volatility", in: 0...1_000, default: 0),
        $0.double("decay", in: 0...0.999_999, default: 0.9), $0.double("inventory", in: ticks, default: 0)
      )
    }
    let lots = lots(of: block.instrument)
    let inventory: (skew: Double, limit: Int64)? = object.object("inventory") {
      ($0.double("skew", in: 0...1e6, default: 0), $0.integer("limit", in: lots) ?? 1)
    }
    let ladder: (levels: Int64, step: Double, size: Int64, decay: Double)? = object.object("ladder") {
      (
        $0.integer("levels", in: 1...100, default: 1), $0.double("step", in: 0...1e9, default: 1),
        $0.integer("size", in: lots) ?? 1, $0.double("sizeDecay", in: 0...100, default: 0)
      )
    }
    let stress: (reference: Double, from: Double, full: Double, withdrawal: Double)? = object.object("stress") {
      let from = $0.double("from", in: 0...1e6) ?? 1
      let full = $0.double("full", in: 0...1e6) ?? 2
      if full <= from { $0.refuse("\"full\" is \(full), not more than \"from\", which is \(from)", at: "full") }
      return (
        $0.double("volatility", in: 1e-6...1e9) ?? 1, from, full, $0.double("withdrawal", in: 0...1, default: 1)
      )
    }
    let pull = object.double("pull", in: 0.000_001...1, default: 1)
    guard let spread, let inventory, let ladder, let stress else { return nil }
    return DynamicSpreadMaker.Settings(
      interval: interval, base: spread.base, maximum: spread.maximum,
      volatilityWeight: spread.volatility, volatilityDecay: spread.decay, inventoryWeight: spread.inventory,
      skew: inventory.skew, inventoryLimit: Quantity(lots: inventory.limit), levels: Int(ladder.levels),
      levelStep: ladder.step, size: Quantity(lots: ladder.size), sizeDecay: ladder.decay,
      referenceVolatility: stress.reference, stressFrom: stress.from, stressFull: stress.full,
      maximumWithdrawal: stress.withdrawal, pull: pull)
  }
}
