import MarketTypes

/// Which formula a `FormulaMaker` quotes by, with its parameters.
public enum QuoteModel: Hashable, Sendable {
  /// So many ticks from fair on either side.
  case constant(halfSpread: Double)
  /// The time left is the maker's horizon.
  case avellanedaStoikov(AvellanedaStoikov)
  /// The closed form, far from any horizon.
  case gueantLehalleFernandezTapia(GueantLehalleFernandezTapia)
  /// The exact distances up to a horizon in seconds, from a table of so many steps. The limit is in units of one quote.
  case gueantLehalleFernandezTapiaTable(
    GueantLehalleFernandezTapia, limit: Int, horizon: Double, steps: Int)
  /// From a table of so many steps up to a horizon in seconds.
  case carteaJaimungal(CarteaJaimungal, horizon: Double, steps: Int)
  /// It learns from the side of every fill that everybody sees.
  case glostenMilgrom(GlostenMilgrom)
  /// With what the bot weighs its inventory by: lots and cash (in ticks × lots) that it owns when flat, and the share of everything that
  /// should be lots.
  case hummingbot(HummingbotAvellaneda, base: Double, quote: Double, target: Double)
  /// In millionths of the price; what the protocol knows of itself is made up (`DriftQuotes`).
  case drift(DriftQuotes.Settings)

  /// Whether its volatility can be what its maker estimates.
  public var takesVolatility: Bool {
    switch self {
    case .avellanedaStoikov, .gueantLehalleFernandezTapia: true
    case .constant, .gueantLehalleFernandezTapiaTable, .carteaJaimungal, .glostenMilgrom, .hummingbot, .drift: false
    }
  }

  /// Whether the seconds that are left move its quotes.
  public var takesTimeLeft: Bool {
    switch self {
    case .avellanedaStoikov, .gueantLehalleFernandezTapiaTable, .carteaJaimungal: true
    case .constant, .gueantLehalleFernandezTapia, .glostenMilgrom, .hummingbot, .drift: false
    }
  }

  /// Whether the share of a session that is left does.
  public var takesSession: Bool { if case .hummingbot = self { true } else { false } }
}

/// A quote model at work: what it has learned, and what was worked out once.
struct ModelState: Sendable {
  private enum Formula: Sendable {
    case constant(Double)
    case avellanedaStoikov(AvellanedaStoikov)
    case closedForm(GueantLehalleFernandezTapia)
    case table(QuoteTable)
    case learner(GlostenMilgrom)
    case hummingbot(HummingbotBot)
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
      case .hummingbot(let formula, let base, let quote, let target):
        .hummingbot(HummingbotBot(formula: formula, base: base, quote: quote, target: target))
      case .drift(let settings): .drift(DriftQuotes(settings))
      }
  }

  /// Whether what happens on the market changes what it says.
  var learns: Bool {
    switch formula {
    case .learner, .drift, .hummingbot: true
    case .constant, .avellanedaStoikov, .closedForm, .table: false
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
    case .hummingbot(var own):
      own.weigh(inventory: Double(inventory), at: fair)
      formula = .hummingbot(own)
    case .constant, .avellanedaStoikov, .closedForm, .table: break
    }
  }

  /// Around what it quotes, where it has an opinion of its own.
  var fair: Double? {
    if case .learner(let own) = formula { own.fair } else { nil }
  }

  /// - Parameters:
  ///   - inventory: in units of one quote.
  ///   - sessionLeft: the fraction of the session that is left; 1 where there is no session.
  ///   - volatility: in ticks per √second, where the maker estimates it; `nil` leaves the formula's own.
  func distances(
    inventory: Double, remaining: Double, sessionLeft: Double, volatility: Double?
  ) -> QuoteDistances {
    switch formula {
    case .constant(let half): return QuoteDistances(bid: half, ask: half)
    case .avellanedaStoikov(var own):
      if let volatility { own.volatility = volatility }
      return own.distances(inventory: inventory, remaining: remaining)
    case .closedForm(var own):
      if let volatility { own.volatility = volatility }
      return own.distances(inventory: inventory, remaining: remaining)
    case .hummingbot(let own): return own.formula.distances(inventory: own.share, remaining: sessionLeft)
    case .table(let own): return own.distances(inventory: inventory, remaining: remaining)
    case .learner(let own): return own.distances(inventory: inventory, remaining: remaining)
    case .drift(let own): return own.distances
    }
  }
}

/// A bot's formula with what it owns: its VOL is given, in ticks.
struct HummingbotBot: Sendable {
  let formula: HummingbotAvellaneda
  let base: Double
  let quote: Double
  let target: Double
  /// How far what it holds is from its target, as a share of everything.
  private(set) var share = 0.0

  init(formula: HummingbotAvellaneda, base: Double, quote: Double, target: Double) {
    self.formula = formula
    self.base = base
    self.quote = quote
    self.target = target
  }

  /// Lots above what it has when flat count as bought at the present price.
  mutating func weigh(inventory: Double, at price: Double) {
    share = HummingbotAvellaneda.inventory(
      base: base + inventory, quote: quote - inventory * price, price: price, target: target)
  }
}
