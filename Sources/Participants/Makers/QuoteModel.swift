import MarketTypes

/// Which formula a `FormulaMaker` quotes by, with its parameters.
public enum QuoteModel: Hashable, Sendable {
  /// So many ticks from fair on either side.
  case constant(halfSpread: Double)
  case avellanedaStoikov(AvellanedaStoikov)
  /// The closed form, far from any horizon.
  case gueantLehalleFernandezTapia(GueantLehalleFernandezTapia)
  /// The exact distances up to a horizon, from a table of so many steps.
  case gueantLehalleFernandezTapiaTable(
    GueantLehalleFernandezTapia, limit: Int, horizon: Double, steps: Int)
  case carteaJaimungal(CarteaJaimungal, horizon: Double, steps: Int)
  /// It learns from the side of every fill that everybody sees.
  case glostenMilgrom(GlostenMilgrom)
  case hummingbot(HummingbotAvellaneda)
  case drift(DriftQuotes.Settings)
}

/// A quote model at work: what it has learned, and what was worked out once.
struct ModelState: Sendable {
  private enum Formula: Sendable {
    case constant(Double)
    case avellanedaStoikov(AvellanedaStoikov)
    case closedForm(GueantLehalleFernandezTapia)
    case table(QuoteTable)
    case learner(GlostenMilgrom)
    case hummingbot(HummingbotAvellaneda)
    case drift(DriftQuotes)
  }

  private var formula: Formula

  init(_ model: QuoteModel) {
    formula =
      switch model {
      case .constant(let half): .constant(half)
      case .avellanedaStoikov(let formula): .avellanedaStoikov(formula)
      case .gueantLehalleFernandezTapia(let formula): .closedForm(formula)
      case .gueantLehalleFernandezTapiaTable(let formula, let limit, let horizon, let steps):
        .table(formula.table(limit: limit, horizon: horizon, steps: steps))
      case .carteaJaimungal(let formula, let horizon, let steps):
        .table(formula.table(horizon: horizon, steps: steps))
      case .glostenMilgrom(let learner): .learner(learner)
      case .hummingbot(let formula): .hummingbot(formula)
      case .drift(let settings): .drift(DriftQuotes(settings))
      }
  }

  /// Takes in what changed on the market since the last look.
  ///
  /// - Parameter inventory: the maker's own, in lots.
  mutating func learn(
    _ market: PublicMarket, after before: PublicMarket, fair: Double, inventory: Int64, now: Time
  ) {
    switch formula {
    case .learner(var own):
      own.observe(purchases: (market.buys - before.buys) - (market.sells - before.sells))
      formula = .learner(own)
    case .drift(var own):
      own.learn(market, after: before, fair: fair, inventory: inventory, now: now)
      formula = .drift(own)
    case .constant, .avellanedaStoikov, .closedForm, .table, .hummingbot: break
    }
  }

  /// Around what it quotes, where it has an opinion of its own.
  var fair: Double? {
    if case .learner(let own) = formula { own.fair } else { nil }
  }

  /// - Parameters:
  ///   - inventory: in units of one quote.
  ///   - volatility: in ticks per √second, where the maker estimates it; `nil` leaves the formula's own.
  func distances(inventory: Double, remaining: Double, volatility: Double?) -> QuoteDistances {
    switch formula {
    case .constant(let half): return QuoteDistances(bid: half, ask: half)
    case .avellanedaStoikov(var own):
      if let volatility { own.volatility = volatility }
      return own.distances(inventory: inventory, remaining: remaining)
    case .closedForm(var own):
      if let volatility { own.volatility = volatility }
      return own.distances(inventory: inventory, remaining: remaining)
    case .hummingbot(var own):
      if let volatility { own.volatility = volatility }
      return own.distances(inventory: inventory, remaining: remaining)
    case .table(let own): return own.distances(inventory: inventory, remaining: remaining)
    case .learner(let own): return own.distances(inventory: inventory, remaining: remaining)
    case .drift(let own): return own.distances
    }
  }
}
