import MarketTypes

extension DynamicSpreadMaker {
  /// All that is fixed about a maker. Numbers are opinions until they become ticks and lots. A term whose weight is zero, or whose
  /// part is `nil`, is switched off.
  public struct Settings: Hashable, Sendable {
    /// Between two looks at the market.
    public var interval: TimeSpan
    /// What the half-spread has in any case, in ticks.
    public var base: Double
    /// The half-spread is at most this, in ticks before rounding up; at least 1.
    public var maximum: Double
    /// Ticks of half-spread for each tick of σ.
    public var volatilityWeight: Double
    /// What one look keeps of the variance so far, from 0 up to, not including, 1; unused with an estimator.
    public var volatilityDecay: Double
    /// Another way to learn volatility, in place of the decayed squares of fair's changes.
    public var estimator: Estimator?
    /// Ticks of half-spread at the inventory limit and beyond, in proportion below it.
    public var inventoryWeight: Double
    /// Width for one-sided flow.
    public var toxicity: Toxicity?
    /// Width for a thin book.
    public var depth: Depth?
    /// Width for a price far from where it was.
    public var drawdown: Drawdown?
    /// How far a lot of inventory moves the centre of its quotes against it, in ticks.
    public var skew: Double
    /// In lots, either way: from here on it quotes only the side that reduces. Fills may pass it.
    public var inventoryLimit: Quantity
    /// Quotes a side; at least 1.
    public var levels: Int
    /// Ticks between two levels.
    public var levelStep: Double
    /// Lots per level when nothing is withdrawn.
    public var size: Quantity
    /// On the side that adds to the inventory sizes shrink by e^−this on the way to the limit.
    public var sizeDecay: Double
    /// In ticks per look: the σ of a calm market.
    public var referenceVolatility: Double
    /// σ in multiples of `referenceVolatility` from which it withdraws size.
    public var stressFrom: Double
    /// σ in multiples of `referenceVolatility` from which it withdraws all it ever does; above `stressFrom`.
    public var stressFull: Double
    /// The largest share of its size that volatility makes it withdraw, 0 to 1.
    public var maximumWithdrawal: Double
    /// How far fair moves toward the last price at each look, above 0 and at most 1.
    public var pull: Double
    /// It quotes nothing while its maintenance margin is more than this share of its equity, as far as it knows.
    public var ownMargin: Double?
    /// It quotes nothing while what it sees has not changed for so long.
    public var silence: TimeSpan?
    /// Another instrument in which it offsets its inventory.
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
    /// Which formula makes a variance of bars.
    public enum Kind: Hashable, Sendable, CaseIterable {
      /// `ExponentialVariance`, `RealizedVariance`, and the four estimators named for their authors.
      case exponential, realized, parkinson, garmanKlass, rogersSatchell, yangZhang
    }

    /// Which formula makes σ of the bars.
    public var kind: Kind
    /// Length of a bar.
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
    /// Lots of a bucket; above zero.
    public var bucket: Quantity
    /// Buckets that count; at least 1.
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
    /// The instrument in which it hedges; not the one that it quotes.
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
