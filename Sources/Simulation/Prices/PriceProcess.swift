import MarketTypes
import Mathematics

/// A price that comes from outside: whose it is, when it is told and how it moves.
///
/// Sources of the forms: Bachelier (1900), Black and Scholes (1973), Merton (1976), Heston (1993).
public struct PriceProcess: Hashable, Sendable {
  /// How it moves. Drifts, volatilities and intensities are per `unit`.
  public enum Motion: Hashable, Sendable {
    /// dp = drift dt + σ dW, in ticks, sampled exactly.
    case brownian(drift: Double, volatility: Double)
    /// dp = p (drift dt + σ dW + jumps), sampled exactly.
    case geometric(drift: Double, volatility: Double, Jumps?)
    /// dp = p (drift dt + √v dW + jumps).
    case heston(drift: Double, Heston, Jumps?)
    /// These prices one after the other, the first at the start.
    case recorded([Price])
  }

  /// dv = κ (θ − v) dt + ξ √v dZ, where Z and the price's W are correlated by ρ.
  ///
  /// In steps: v is taken at a step's beginning, and as zero where it is below (full truncation; Lord, Koekkoek and van Dijk 2010).
  public struct Heston: Hashable, Sendable {
    /// v at the start.
    public var variance: Double
    /// κ.
    public var reversion: Double
    /// θ.
    public var longVariance: Double
    /// ξ.
    public var volatilityOfVariance: Double
    /// ρ.
    public var correlation: Double
  }

  /// Jumps at exponential times; the logarithm of what each multiplies the price by is normal. The drift makes up for their
  /// mean, so that it stays the price's own.
  public struct Jumps: Hashable, Sendable {
    /// Jumps per `unit` on average; not negative.
    public var intensity: Double
    /// Mean of the logarithm of what a jump multiplies the price by.
    public var meanOfLog: Double
    /// Its standard deviation; not negative.
    public var deviationOfLog: Double

    /// What a jump multiplies the price by on average, less 1.
    var meanGain: Double { exp(meanOfLog + deviationOfLog * deviationOfLog / 2) - 1 }
  }

  /// What several processes have in common: the normal numbers of one stream.
  public struct CommonFactor: Hashable, Sendable {
    /// The factor's; processes that say it share its draws.
    public var name: String
    /// The key to its random draws.
    public var nameHash: UInt32
    /// Correlation of the process's W with the factor, from −1 to 1. That of two processes is the product of theirs.
    public var correlation: Double
  }

  /// Where its price goes.
  public enum Destination: Hashable, Sendable {
    /// It is the index.
    case index(InstrumentID)
    /// One source says it.
    case source(PriceSubject, UInt8)
  }

  /// The process's own.
  public var name: String
  /// The key to its random draws and nobody else's.
  public var nameHash: UInt32
  /// What it says the price of.
  public var destination: Destination
  /// How it moves from one price to the next.
  public var motion: Motion
  /// What it shares with others; `nil` for a process on its own.
  public var factor: CommonFactor?
  /// In ticks.
  public var initial: Price
  /// The highest that the instrument or the asset takes.
  public var highest: Price
  /// When the initial price is told.
  public var start: TimeSpan
  /// From one price to the next.
  public var interval: TimeSpan
  /// The time that drift and volatility are of.
  public var unit: TimeSpan

  /// What tells a price to the venue.
  func action(at price: Price) -> Command.Action {
    switch destination {
    case .index(let instrument): .setIndex(PriceUpdate(instrument: instrument, price: price))
    case .source(let subject, let number): .report(SourceReport(subject, source: number, price: price))
    }
  }
}
