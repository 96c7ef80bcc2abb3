import MarketTypes
import Notation
import Participants

/// Population blocks of makers that quote by a formula of the literature, or by a bot's grid.
extension ScenarioBuilder {
  func readQuoters(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let lots = lots(of: block.instrument)
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let model: QuoteModel? = object.object("formula") { self.model(&$0, block) }
    let fair = fairPrice(&object)
    let horizon = horizon(&object, of: model)
    let size = object.integer("size", in: lots) ?? 1
    let limit = object.integer("limit", in: lots) ?? 1
    let levels = object.integer("levels", in: 1...100, default: 1)
    let step = object.double("levelStep", in: 0...1e9, default: 1)
    let decay = object.double("volatilityDecay", in: 0...0.999_999, default: 0)
    if let model, !model.takesVolatility, object.has("volatilityDecay") {
      object.refuse(
        "this formula takes no estimate of volatility", at: "volatilityDecay",
        hint: #""avellanedaStoikov" takes one, and "gueantLehalleFernandezTapia" without a table"#)
    }
    let takes = object.boolean("takes", default: false)
    let amends = object.boolean("amends", default: true)
    let settings = model.map {
      ParticipantSettings.quoter(
        FormulaMaker.Settings(
          model: $0, fair: fair, horizon: horizon, interval: interval, size: Quantity(lots: size),
          limit: Quantity(lots: limit), levels: Int(levels), levelStep: step, volatilityDecay: decay, takes: takes,
          amends: amends))
    }
    addParticipants(object, block, collateral: collateral, timing, settings)
    return "quoter"
  }

  private func model(_ object: inout ObjectReader, _ block: Block) -> QuoteModel? {
    object.kind(
      [
        ("constant", { $0.double("halfSpread", in: 0...1e9).map { .constant(halfSpread: $0) } }),
        ("avellanedaStoikov", { self.avellanedaStoikov(&$0).map { .avellanedaStoikov($0) } }),
        ("gueantLehalleFernandezTapia", { self.gueant(&$0) }),
        ("carteaJaimungal", { self.carteaJaimungal(&$0) }),
        ("glostenMilgrom", { self.glostenMilgrom(&$0) }),
        ("hummingbot", { self.hummingbot(&$0, block) }),
        ("drift", { self.drift(&$0, block) }),
      ] as [(String, (inout ObjectReader) -> QuoteModel?)])
  }

  private static let positive = 1e-12...1e12
  private static let any = 0.0...1e12

  private func avellanedaStoikov(_ object: inout ObjectReader) -> AvellanedaStoikov? {
    let risk = object.double("riskAversion", in: Self.any)
    let volatility = object.double("volatility", in: Self.any)
    let decay = object.double("fillDecay", in: Self.positive)
    guard let risk, let volatility, let decay else { return nil }
    return AvellanedaStoikov(riskAversion: risk, volatility: volatility, fillDecay: decay)
  }

  /// Without a horizon the closed form, with one the table.
  private func gueant(_ object: inout ObjectReader) -> QuoteModel? {
    let risk = object.double("riskAversion", in: Self.any)
    let volatility = object.double("volatility", in: Self.any)
    let decay = object.double("fillDecay", in: Self.positive)
    let rate = object.double("fillRate", in: Self.positive)
    let units = object.optional("units")?.integer(in: 1...100)
    let grid = object.optional("table")?.object { self.grid(&$0) }
    guard let risk, let volatility, let decay, let rate else { return nil }
    let formula = GueantLehalleFernandezTapia(
      riskAversion: risk, volatility: volatility, fillDecay: decay, fillRate: rate, limit: units.map { Int($0) })
    guard let grid else { return .gueantLehalleFernandezTapia(formula) }
    guard let units else {
      object.refuse("a table needs an inventory limit", at: "table", hint: "add \"units\"")
      return nil
    }
    return .gueantLehalleFernandezTapiaTable(formula, limit: Int(units), horizon: grid.horizon, steps: grid.steps)
  }

  private func grid(_ object: inout ObjectReader) -> (horizon: Double, steps: Int) {
    let horizon = object.span("horizon", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    return (Double(horizon.nanoseconds) / 1e9, Int(object.integer("steps", in: 1...10_000, default: 1_000)))
  }

  private func carteaJaimungal(_ object: inout ObjectReader) -> QuoteModel? {
    let purchases = object.double("purchaseRate", in: Self.positive)
    let sales = object.double("saleRate", in: Self.positive)
    let decay = object.double("fillDecay", in: Self.positive)
    let running = object.double("runningPenalty", in: Self.any)
    let terminal = object.double("terminalPenalty", in: Self.any, default: 0)
    let units = object.integer("units", in: 1...100) ?? 1
    let grid: (horizon: Double, steps: Int)? = object.object("table") { self.grid(&$0) }
    guard let purchases, let sales, let decay, let running, let grid else { return nil }
    return .carteaJaimungal(
      CarteaJaimungal(
        purchaseRate: purchases, saleRate: sales, fillDecay: decay, runningPenalty: running,
        terminalPenalty: terminal, limit: Int(units)), horizon: grid.horizon, steps: grid.steps)
  }

  private func glostenMilgrom(_ object: inout ObjectReader) -> QuoteModel? {
    let low = object.double("low", in: 0...1e12)
    let high = object.double("high", in: 0...1e12)
    let prior = object.double("prior", in: 1e-9...1 - 1e-9, default: 0.5)
    let share = object.double("informedShare", in: 0...0.999_999)
    guard let low, let high, let share else { return nil }
    if low >= high {
      object.refuse("\"low\" is \(numberText(low)), not less than \"high\", which is \(numberText(high))", at: "low")
    }
    return .glostenMilgrom(GlostenMilgrom(low: low, high: high, prior: prior, informedShare: share))
  }

  private func hummingbot(_ object: inout ObjectReader, _ block: Block) -> QuoteModel? {
    checkLinear(block, object, "the bot counts a lot as worth its price", at: "kind")
    let volatility = object.double("volatility", in: Self.any)
    let decay = object.double("fillDecay", in: Self.positive)
    let risk = object.double("riskFactor", in: Self.positive, default: 1)
    let least = object.double("minimumSpread", in: Self.any, default: 0)
    let base = object.double("base", in: Self.any) ?? 0
    let quote = object.double("quote", in: 0...1e18) ?? 0
    let target = object.double("target", in: 0...1, default: 0.5)
    guard let volatility, let decay else { return nil }
    var formula = HummingbotAvellaneda(volatility: volatility, fillDecay: decay)
    formula.riskFactor = risk
    formula.minimumSpread = least
    return .hummingbot(formula, base: base, quote: quote, target: target)
  }

  /// Spreads in millionths of the price, as the protocol writes them.
  private func drift(_ object: inout ObjectReader, _ block: Block) -> QuoteModel? {
    checkLinear(block, object, "Drift counts a lot as worth its price", at: "kind")
    if let instrument = block.instrument, rules.instruments[instrument.index].maximumPrice.ticks > 1 << 32 {
      object.refuse(
        "Drift counts prices in millionths, and the maximumPrice of \"\(names.name(of: instrument))\" is above 2^32 ticks",
        at: "kind")
    }
    let base = object.integer("base", in: 0...1_000_000)
    let maximum = object.integer("maximum", in: 1...1_000_000)
    let reserve = object.integer("reserve", in: 1...1_000_000)
    let room = object.integer("room", in: 1...1_000_000)
    let fees = object.integer("feePool", in: 0...1_000_000_000, default: 0)
    let confidence = object.integer("confidence", in: 0...1_000_000, default: 0)
    guard let base, let maximum, let reserve, let room else { return nil }
    return .drift(
      DriftQuotes.Settings(
        spread: DriftSpread(base: base, maximum: maximum), reserve: reserve, room: room, feePool: fees,
        confidence: confidence))
  }

  /// `"mid"`, `"last"`, `"mark"`, `"index"`, or `{"runningMean": 100}` with so many lots of memory.
  private func fairPrice(_ object: inout ObjectReader) -> FormulaMaker.FairPrice {
    guard let reader = object.optional("fair") else { return .mid }
    if reader.isObject {
      return reader.object { .runningMean(lots: $0.double("runningMean", in: 1e-6...1e12) ?? 1) } ?? .mid
    }
    return reader.choice(
      from: [("mid", FormulaMaker.FairPrice.mid), ("last", .last), ("mark", .mark), ("index", .index)],
      orObjectOf: [], " or { \"runningMean\": LOTS }") ?? .mid
  }

  /// Always the same time left, or a moment at which none is left.
  private func horizon(_ object: inout ObjectReader, of model: QuoteModel?) -> QuoteHorizon {
    let left = object.optional("timeLeft")?.span()
    let end = object.optional("until")?.span()
    if left != nil, end != nil {
      object.refuse("the time left is either constant or runs out", at: "until")
    } else if let model, !model.takesTimeLeft {
      if left != nil, model.takesSession {
        object.refuse(
          "a bot's time left is a share of its session", at: "timeLeft", hint: "say when that ends, with \"until\"")
      } else if left != nil || end != nil, !model.takesSession {
        object.refuse("this formula knows of no time left", at: left != nil ? "timeLeft" : "until")
      }
    }
    if let end { return .until(Time.start + end) }
    return .constant(left.map { Double($0.nanoseconds) / 1e9 } ?? 1)
  }

  func readGrids(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let lots = lots(of: block.instrument)
    let share = 0.0...10.0
    let bid = object.double("bidSpread", in: share)
    let ask = object.double("askSpread", in: share)
    let size = object.integer("size", in: lots)
    let refresh = object.span("refresh", from: 1_000)
    let limit = object.integer("limit", in: lots)
    let levels = object.integer("levels", in: 1...100, default: 1)
    let levelSpread = object.double("levelSpread", in: share, default: 0.01)
    let levelSize = object.integer("levelSize", in: 0...lots.upperBound, default: 0)
    let least = object.optional("minimumSpread")?.double(in: -1...10)
    let ceiling = object.optional("priceCeiling")?.double(in: 0...1e15)
    let floor = object.optional("priceFloor")?.double(in: 0...1e15)
    let pingPong = object.boolean("pingPong", default: false)
    let delay = object.span("filledOrderDelay", default: TimeSpan(nanoseconds: 60_000_000_000))
    let age = object.span("longestOrderAge", from: 1_000, default: TimeSpan(nanoseconds: 1_800_000_000_000))
    if object.has("inventorySkew") {
      checkLinear(block, object, "a skew counts a lot as worth its price", at: "inventorySkew")
    }
    let skew: (target: Double, range: Double, base: Double, quote: Double)? = object.optional("inventorySkew")?.object {
      (
        $0.double("target", in: 0...1, default: 0.5), $0.double("range", in: 0...1e6, default: 1),
        $0.double("base", in: 0...1e15) ?? 0, $0.double("quote", in: 0...1e18) ?? 0
      )
    }
    var settings: ParticipantSettings?
    if let bid, let ask, let size, let refresh, let limit, let delay, let age {
      var grid = HummingbotGrid(
        bidSpread: bid, askSpread: ask, size: Quantity(lots: size), refreshInterval: refresh)
      grid.levels = Int(levels)
      grid.levelSpread = levelSpread
      grid.levelSize = Quantity(lots: levelSize)
      grid.minimumSpread = least
      grid.priceCeiling = ceiling
      grid.priceFloor = floor
      grid.pingPong = pingPong
      grid.filledOrderDelay = delay
      grid.longestOrderAge = age
      grid.skewsByInventory = skew != nil
      grid.inventoryTarget = skew?.target ?? grid.inventoryTarget
      grid.inventoryRangeMultiplier = skew?.range ?? grid.inventoryRangeMultiplier
      settings = .grid(
        GridMaker.Settings(
          grid: grid, base: skew?.base ?? 0, quote: skew?.quote ?? 0, limit: Quantity(lots: limit)))
    }
    addParticipants(object, block, collateral: collateral, timing, settings)
    return "grid"
  }
}
