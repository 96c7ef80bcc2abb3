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
      if base > maximum {
        $0.refuse(
          "\"base\" is \(numberText(base)), more than \"maximum\", which is \(numberText(maximum))", at: "base")
      }
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
      let (start, end) = ($0.double("from", in: 0...1e6), $0.double("full", in: 0...1e6))
      let (from, full) = (start ?? 1, end ?? 2)
      if start != nil, end != nil, full <= from {
        $0.refuse("\"full\" is \(numberText(full)), not more than \"from\", which is \(numberText(from))", at: "full")
      }
      return (
        $0.double("volatility", in: 1e-6...1e9) ?? 1, from, full, $0.double("withdrawal", in: 0...1, default: 1)
      )
    }
    let saysPull = object.has("pull")
    let pull = object.double("pull", in: 0.000_001...1, default: 1)
    if !saysPull {
      warnings.warning(
        "without \"pull\" what \"\(block.name)\" takes for fair is the last price, which its own fills set: prices can run away",
        at: object.span.opening, hint: "write \"pull\": 0.01, or 1 if others set the prices")
    }
    let parts = rareParts(&object, block, lookingEvery: interval)
    guard let spread, let inventory, let ladder, let stress, let parts else { return nil }
    var settings = DynamicSpreadMaker.Settings(
      interval: interval, base: spread.base, maximum: spread.maximum,
      volatilityWeight: spread.volatility, volatilityDecay: spread.decay, inventoryWeight: spread.inventory,
      skew: inventory.skew, inventoryLimit: Quantity(lots: inventory.limit), levels: Int(ladder.levels),
      levelStep: ladder.step, size: Quantity(lots: ladder.size), sizeDecay: ladder.decay,
      referenceVolatility: stress.reference, stressFrom: stress.from, stressFull: stress.full,
      maximumWithdrawal: stress.withdrawal, pull: pull)
    settings.estimator = parts.estimator
    settings.toxicity = parts.toxicity
    settings.depth = parts.depth
    settings.drawdown = parts.drawdown
    settings.ownMargin = parts.ownMargin
    settings.silence = parts.silence
    settings.hedge = parts.hedge
    return settings
  }

  /// What only some makers have.
  private struct RareParts {
    var estimator: DynamicSpreadMaker.Estimator?
    var toxicity: DynamicSpreadMaker.Toxicity?
    var depth: DynamicSpreadMaker.Depth?
    var drawdown: DynamicSpreadMaker.Drawdown?
    var ownMargin: Double?
    var silence: TimeSpan?
    var hedge: DynamicSpreadMaker.Hedge?
  }

  private func rareParts(
    _ object: inout ObjectReader, _ block: Block, lookingEvery interval: TimeSpan
  ) -> RareParts? {
    var parts = RareParts()
    let ticks = 0.0...1e9
    let lots = lots(of: block.instrument)
    parts.estimator = object.optional("estimator")?.object { inner in
      let kind = inner.choice("kind", from: Self.estimators) ?? .realized
      let bar = inner.span("bar", from: 1_000)
      if let bar, Self.takesRanges(kind), bar.nanoseconds <= 2 * interval.nanoseconds {
        self.warnings.warning(
          "in a bar \"\(block.name)\" looks twice at most, which shows no range: σ comes out far too small, or zero",
          at: inner.optional("bar")?.value.span, hint: "take bars of many looks, or the kind \"realized\"")
      }
      let length = bar ?? TimeSpan(nanoseconds: 1_000)
      return .init(kind: kind, bar: length, window: Int(inner.integer("window", in: 2...10_000) ?? 2))
    }
    parts.toxicity = object.optional("toxicity")?.object {
      .init(
        weight: $0.double("weight", in: ticks) ?? 0, bucket: Quantity(lots: $0.integer("bucket", in: lots) ?? 1),
        window: Int($0.integer("window", in: 1...10_000, default: 50)))
    }
    parts.depth = object.optional("depth")?.object {
      let within = $0.optional("within")
      if within != nil { self.requireLevels(of: block.instrument, $0, at: "within") }
      return .init(
        weight: $0.double("weight", in: ticks) ?? 0, reference: $0.double("reference", in: 1...1e15) ?? 1,
        within: within?.integer(in: 0...1_000_000_000).map(PriceChange.init))
    }
    parts.drawdown = object.optional("drawdown")?.object {
      .init(
        weight: $0.double("weight", in: ticks) ?? 0, from: $0.double("from", in: 0...1) ?? 0,
        window: $0.span("window", from: 1_000) ?? TimeSpan(nanoseconds: 1_000))
    }
    parts.ownMargin = object.optional("ownMargin")?.double(in: 0.001...1)
    parts.silence = object.optional("silence")?.span(from: 1)
    parts.hedge = object.optional("hedge")?.object { inner in
      let instrument = self.instrument(&inner)
      let ratio = inner.double("ratio", in: -1e6...1e6, default: 1)
      let threshold = inner.double("threshold", in: 0...1e15, default: 0)
      guard let instrument else { return nil }
      if instrument == block.instrument { inner.refuse("a maker cannot hedge in what it quotes", at: "instrument") }
      if block.margin == .isolated {
        inner.refuse(
          "isolated margin is for one instrument alone", at: "instrument", hint: "take \"margin\": \"cross\"")
      }
      return .init(facts: self.facts(of: instrument), ratio: ratio, threshold: threshold)
    }
    return parts
  }

  private static let estimators: [(String, DynamicSpreadMaker.Estimator.Kind)] = [
    ("exponential", .exponential), ("realized", .realized), ("parkinson", .parkinson), ("garmanKlass", .garmanKlass),
    ("rogersSatchell", .rogersSatchell), ("yangZhang", .yangZhang),
  ]

  /// Whether an estimator lives by how far prices went inside of a bar alone.
  private static func takesRanges(_ kind: DynamicSpreadMaker.Estimator.Kind) -> Bool {
    switch kind {
    case .parkinson, .garmanKlass, .rogersSatchell: true
    case .exponential, .realized, .yangZhang: false
    }
  }

  /// Says that an instrument does not show the levels that a participant follows.
  func requireLevels(of instrument: InstrumentID?, _ object: ObjectReader, at key: String) {
    guard let instrument, !rules.instruments[instrument.index].publishesLevels else { return }
    object.refuse(
      "\"\(names.name(of: instrument))\" publishes no levels that could be followed", at: key,
      hint: "add \"publishesLevels\": true to the instrument")
  }
}
