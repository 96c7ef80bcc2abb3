import MarketTypes

extension DynamicSpreadMaker {
  /// All that is fixed about a maker. Numbers are opinions until they become ticks and lots. A term whose weight is zero, or whose
  /// part is `nil`, is switched off.
  public struct Settings: Hashable, Sendable {
    /// Between two looks at the market.
    public var interval: TimeSpan
    /// In ticks.
    public var base: Double
    public var maximum: Double
    public var volatilityWeight: Double
    /// What one look keeps of the variance so far, between 0 and 1.
    public var volatilityDecay: Double
    /// Another way to learn volatility, in place of the decayed squares of fair's changes.
    public var estimator: Estimator?
    /// In ticks at the inventory limit.
    public var inventoryWeight: Double
    public var toxicity: Toxicity?
    public var depth: Depth?
    public var drawdown: Drawdown?
    /// In ticks per lot.
    public var skew: Double
    public var inventoryLimit: Quantity
    public var levels: Int
    /// Ticks between two levels.
    public var levelStep: Double
    /// Lots per level when nothing is withdrawn.
    public var size: Quantity
    public var sizeDecay: Double
    /// In ticks per look: the σ of a calm market.
    public var referenceVolatility: Double
    public var stressFrom: Double
    public var stressFull: Double
    public var maximumWithdrawal: Double
    /// How far fair moves toward the last price at each look, above 0 and at most 1.
    public var pull: Double
    /// It quotes nothing while its maintenance margin is more than this share of its equity, as far as it knows.
    public var ownMargin: Double?
    /// It quotes nothing while what it sees has not changed for so long.
    public var silence: TimeSpan?
    public var hedge: Hedge?

    public init(
      interval: TimeSpan, base: Double, maximum: Double, volatilityWeight: Double,
      volatilityDecay: Double, inventoryWeight: Double, skew: Double, inventoryLimit: Quantity, levels: Int,
      levelStep: Double, size: Quantity, sizeDecay: Double, referenceVolatility: Double, stressFrom: Double,
      stressFull: Double, maximumWithdrawal: Double, pull: Double
    ) {
      self.interval = interval
      self.base = base
      self.maximum = maximum
      self.volatilityWeight = volatilityWeight
      self.volatilityDecay = volatilityDecay
      self.inventoryWeight = inventoryWeight
      self.skew = skew
      self.inventoryLimit = inventoryLimit
      self.levels = levels
      self.levelStep = levelStep
      self.size = size
      self.sizeDecay = sizeDecay
      self.referenceVolatility = referenceVolatility
      self.stressFrom = stressFrom
      self.stressFull = stressFull
      self.maximumWithdrawal = maximumWithdrawal
      self.pull = pull
    }
  }

  /// How it learns volatility from bars of the last price.
  public struct Estimator: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
      case exponential, realized, parkinson, garmanKlass, rogersSatchell, yangZhang
    }

    public var kind: Kind
    public var bar: TimeSpan
    /// Bars that count, at least 2; of the exponential one its decay is 1 − 2 ÷ (window + 1).
    public var window: Int

    public init(kind: Kind, bar: TimeSpan, window: Int) {
      self.kind = kind
      self.bar = bar
      self.window = window
    }
  }

  /// Width for one-sided flow: weight × VPIN.
  public struct Toxicity: Hashable, Sendable {
    /// In ticks at a VPIN of 1.
    public var weight: Double
    public var bucket: Quantity
    public var window: Int

    public init(weight: Double, bucket: Quantity, window: Int) {
      self.weight = weight
      self.bucket = bucket
      self.window = window
    }
  }

  /// Width for a thin book: weight × max(0, reference ÷ lots seen − 1).
  public struct Depth: Hashable, Sendable {
    /// In ticks where there is half of the reference.
    public var weight: Double
    /// Lots a side in a usual market.
    public var reference: Double
    /// How many ticks behind the best price count; `nil` counts what the best price shows. The maker's own quotes count too.
    public var within: PriceChange?

    public init(weight: Double, reference: Double, within: PriceChange?) {
      self.weight = weight
      self.reference = reference
      self.within = within
    }
  }

  /// Width while fair is far from where it was: weight, once it is further than `from` of the highest or lowest of late.
  public struct Drawdown: Hashable, Sendable {
    /// In ticks.
    public var weight: Double
    /// A fraction of the highest, or lowest, fair price.
    public var from: Double
    /// How long at least, and at most twice, a price is remembered.
    public var window: TimeSpan

    public init(weight: Double, from: Double, window: TimeSpan) {
      self.weight = weight
      self.from = from
      self.window = window
    }
  }

  /// Inventory offset in another instrument: whenever ratio × inventory and what it holds there together are further from zero than
  /// `threshold`, a market order brings them to zero.
  public struct Hedge: Hashable, Sendable {
    public var facts: InstrumentFacts
    /// Lots there for one lot here.
    public var ratio: Double
    /// In lots there.
    public var threshold: Double

    public init(facts: InstrumentFacts, ratio: Double, threshold: Double) {
      self.facts = facts
      self.ratio = ratio
      self.threshold = threshold
    }
  }
}

extension DynamicSpreadMaker.Settings {
  /// What it wants to see.
  public var interests: Interests {
    Interests(others: hedge.map { [$0.facts.instrument] } ?? [], depth: depth?.within != nil)
  }
}
