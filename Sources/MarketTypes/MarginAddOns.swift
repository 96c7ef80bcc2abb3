/// What an instrument's margin takes on beyond its rates and tiers; each part may be left out (CLR-19 to CLR-23).
@frozen public struct MarginAddOns: Hashable, Sendable, BitwiseCopyable {
  /// Of initial margin alone.
  public var openInterest: OpenInterestScale?
  /// Of initial and maintenance margin, each with its own base rate (CLR-20).
  public var size: SizePremium?
  /// Of both (CLR-21).
  public var concentration: ConcentrationCharge?
  /// Of both (CLR-22).
  public var volatility: VolatilityScale?

  /// As it is made it asks for nothing more.
  public init() {}

  /// The first thing wrong, in words, or `nil`.
  public var fault: String? {
    openInterest?.fault ?? size?.fault ?? concentration?.fault ?? volatility?.fault
  }
}

/// Initial margin that rises to the whole notional while everybody's open interest grows from `lower` to `upper`.
@frozen public struct OpenInterestScale: Hashable, Sendable, BitwiseCopyable {
  /// Notional at the mark up to which the base rate holds.
  public var lower: Money
  /// Notional at the mark from which the rate is 1; zero switches the scale off.
  public var upper: Money

  @inlinable
  public init(lower: Money, upper: Money) {
    self.lower = lower
    self.upper = upper
  }

  var fault: String? {
    if lower < .zero || upper < .zero { return "the limits of open interest must not be below 0" }
    if upper != .zero, upper < lower { return "the lower limit of open interest must not be above the upper one" }
    return nil
  }
}

/// A rate that rises with the size of a position.
@frozen public enum SizePremium: Hashable, Sendable, BitwiseCopyable {
  /// The larger of the base rate and four fifths of it + factor × √(lots ÷ unit): Drift's.
  case squareRoot(factor: Rate, unit: Quantity)
  /// The base rate + factor × lots ÷ unit: Deribit's.
  case proportional(factor: Rate, unit: Quantity)

  var fault: String? {
    let (factor, unit) =
      switch self {
      case .squareRoot(let factor, let unit), .proportional(let factor, let unit): (factor, unit)
      }
    if factor < .zero || factor > .one { return "the factor of the size premium must be between 0 and 1" }
    if unit.lots < 1 || unit.lots > InstrumentRules.positionLimit {
      return "the unit of the size premium must be from 1 to 2^40 lots, found \(unit.lots)"
    }
    return nil
  }
}

/// What a position's lots beyond a threshold are charged on top.
@frozen public struct ConcentrationCharge: Hashable, Sendable, BitwiseCopyable {
  /// Lots up to which nothing is charged.
  public var threshold: Quantity
  /// Of the notional of the lots beyond.
  public var rate: Rate

  @inlinable
  public init(threshold: Quantity, rate: Rate) {
    self.threshold = threshold
    self.rate = rate
  }

  var fault: String? {
    rate < .zero || rate > .one ? "the concentration charge must be between 0 and 1" : nil
  }
}

/// Margin that follows how much the mark moved of late, as a factor of at least 1.
@frozen public struct VolatilityScale: Hashable, Sendable, BitwiseCopyable {
  /// What the past counts at each update, below 1: RiskMetrics' λ.
  public var decay: Rate
  /// The standard deviation of one update's return at which the factor is 1.
  public var reference: Rate
  /// The largest factor, from 1 to 10.
  public var highest: Rate
  /// The mark is looked at at whole multiples of this since the start.
  public var interval: TimeSpan

  @inlinable
  public init(
    decay: Rate, reference: Rate, highest: Rate, interval: TimeSpan = TimeSpan(nanoseconds: 60_000_000_000)
  ) {
    self.decay = decay
    self.reference = reference
    self.highest = highest
    self.interval = interval
  }

  /// No factor may be above this: it keeps margins within 128 bits.
  public static var highestFactor: Rate { Rate(partsPerBillion: 10_000_000_000) }

  var fault: String? {
    if decay < .zero || decay >= .one { return "the decay of volatility must be at least 0 and below 1" }
    if reference <= .zero || reference > .one { return "the reference volatility must be above 0 and at most 1" }
    if !(1...1 << 62).contains(interval.nanoseconds) { return "volatility must be updated every 1 ns or more" }
    if highest < .one || highest > VolatilityScale.highestFactor {
      return "the highest volatility factor must be between 1 and 10"
    }
    return nil
  }
}

/// Margin of positions and orders by risk factors, as Vega has it (CLR-24).
@frozen public struct RiskFactors: Hashable, Sendable, BitwiseCopyable {
  /// Of the mark, for each lot long; from a risk model outside.
  public var long: Rate
  /// Of the mark, for each lot short; from 0 to 1,000, with slippage at most 1, as `long`.
  public var short: Rate
  /// Of the mark, for each lot that would have to be closed.
  public var slippage: Rate
  /// Whether orders pay slippage too.
  public var reading: OrderMarginReading

  @inlinable
  public init(long: Rate, short: Rate, slippage: Rate, reading: OrderMarginReading = .specification) {
    self.long = long
    self.short = short
    self.slippage = slippage
    self.reading = reading
  }

  /// What is wrong, in words, or `nil`.
  public var fault: String? {
    let limits = Rate.zero...Rate(partsPerBillion: 1_000_000_000_000)
    if [long, short, slippage].contains(where: { !limits.contains($0) }) {
      return "a risk factor must be between 0 and 1,000"
    }
    return nil
  }
}

/// Which lots slippage is reckoned for: Vega's specification and its code differ. As initial margin is never below
/// maintenance margin of what a side's orders leave, it matters only where they turn a position round (CLR-24).
@frozen public enum OrderMarginReading: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The position with all orders of the side filled.
  case specification
  /// The position as it is: orders pay the risk factor alone.
  case code
}
