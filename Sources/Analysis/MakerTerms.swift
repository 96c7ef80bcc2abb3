import MarketTypes

/// What a maker said its quotes are made of, as means over its explanations. For display.
public struct MakerTerms: Hashable, Sendable {
  /// Which maker.
  public let account: AccountID
  /// What it quotes.
  public let instrument: InstrumentID
  /// `nil` when it explained nothing in that time.
  public let before: Means?
  /// `nil` when it explained nothing in that time.
  public let during: Means?

  /// All in ticks but the last.
  public struct Means: Hashable, Sendable {
    /// How many these are the means of, not in ticks.
    public let explanations: Int
    /// The parts of the half-spread before rounding.
    public let base: Double
    /// For prices that moved much of late.
    public let volatility: Double
    /// For what it held already.
    public let inventory: Double
    /// For flow that seemed to know more.
    public let toxicity: Double
    /// For a book thinner than usual.
    public let depth: Double
    /// For a market that had fallen, or risen, far.
    public let stress: Double
    /// How far the centre was moved, either way.
    public let skew: Double
    /// Over those that quoted at all; `nil` if none did.
    public let halfSpread: Double?
    /// The share of its usual size that was withdrawn, 0 to 1.
    public let withdrawn: Double
  }
}

/// Sums behind the means, in thousandths of a tick.
struct TermSums: Hashable, Sendable {
  private var explanations: Int64 = 0
  private var quoting: Int64 = 0
  private var base: Int64 = 0
  private var volatility: Int64 = 0
  private var inventory: Int64 = 0
  private var toxicity: Int64 = 0
  private var depth: Int64 = 0
  private var stress: Int64 = 0
  private var skew: Int64 = 0
  private var withdrawn: Int64 = 0
  /// In ticks.
  private var halfSpread: Int64 = 0

  mutating func add(_ terms: QuoteTerms) {
    explanations += 1
    if terms.halfSpread > 0 { quoting += 1 }
    base += Int64(terms.base)
    volatility += Int64(terms.volatility)
    inventory += Int64(terms.inventory)
    toxicity += Int64(terms.toxicity)
    depth += Int64(terms.depth)
    stress += Int64(terms.stress)
    skew += abs(Int64(terms.skew))
    withdrawn += Int64(terms.withdrawn)
    halfSpread += Int64(terms.halfSpread)
  }

  mutating func add(_ other: TermSums) {
    explanations += other.explanations
    quoting += other.quoting
    base += other.base
    volatility += other.volatility
    inventory += other.inventory
    toxicity += other.toxicity
    depth += other.depth
    stress += other.stress
    skew += other.skew
    withdrawn += other.withdrawn
    halfSpread += other.halfSpread
  }

  var means: MakerTerms.Means? {
    guard explanations > 0 else { return nil }
    let thousandths = 1000 * Double(explanations)
    return MakerTerms.Means(
      explanations: Int(explanations), base: Double(base) / thousandths, volatility: Double(volatility) / thousandths,
      inventory: Double(inventory) / thousandths, toxicity: Double(toxicity) / thousandths,
      depth: Double(depth) / thousandths, stress: Double(stress) / thousandths, skew: Double(skew) / thousandths,
      halfSpread: quoting > 0 ? Double(halfSpread) / Double(quoting) : nil, withdrawn: Double(withdrawn) / thousandths)
  }
}
