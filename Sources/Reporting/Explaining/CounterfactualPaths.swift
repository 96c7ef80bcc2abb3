import Analysis
import MarketTypes

/// How far each instrument's mark went in the same run with liquidation off, up to the last forced fill of the run with it.
public struct CounterfactualPaths: Sendable {
  /// By instrument number; `nil` where there was no mark before.
  let paths: [MarkPath?]

  public init(_ rounds: CascadeRounds) { paths = rounds.paths }
}

/// What reruns with another shock measured, each `nil` unless it was asked for.
public struct RerunFigures: Sendable {
  /// How forced notional follows the shock.
  public var gain: ShockGain?
  /// How far the run is from a cascade.
  public var distance: ShockDistance?

  public init(gain: ShockGain? = nil, distance: ShockDistance? = nil) {
    self.gain = gain
    self.distance = distance
  }

  /// Forced notional at shocks one step apart.
  public struct ShockGain: Sendable {
    /// In lots: the shock, and how much less and more was tried.
    public let lots: Int64
    public let step: Int64
    /// What one lot is worth at the mark before the shock.
    public let lotNotional: Int128
    /// Forced notional with less of a shock, with the run's own, and with more; in units of money.
    public let less: Int128
    public let same: Int128
    public let more: Int128

    public init(lots: Int64, step: Int64, lotNotional: Int128, less: Int128, same: Int128, more: Int128) {
      (self.lots, self.step, self.lotNotional) = (lots, step, lotNotional)
      (self.less, self.same, self.more) = (less, same, more)
    }

    /// Forced notional more for each lot of shock more, in lots' notionals: downwards, upwards, and the mean of both.
    public var down: Double { Double(same - less) / (Double(step) * Double(lotNotional)) }
    public var up: Double { Double(more - same) / (Double(step) * Double(lotNotional)) }
    public var mean: Double { (down + up) / 2 }
  }

  /// The smallest shock that starts a second round.
  public struct ShockDistance: Sendable {
    /// The run's own shock.
    public let lots: Int64
    /// In lots; `nil` if none up to `largest` does.
    public let smallest: Int64?
    /// In lots: the largest tried.
    public let largest: Int64
    /// How many reruns that took.
    public let runs: Int

    public init(lots: Int64, smallest: Int64?, largest: Int64, runs: Int) {
      (self.lots, self.smallest, self.largest, self.runs) = (lots, smallest, largest, runs)
    }
  }
}
