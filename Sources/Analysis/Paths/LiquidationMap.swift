import MarketTypes

/// What would be closed at which mark: the notional of positions by the price at which their accounts become
/// liquidatable, one instrument's mark moving while all others stand.
public struct LiquidationMap: Hashable, Sendable {
  /// Whose mark moves.
  public let instrument: InstrumentID
  /// Where the mark stood.
  public let mark: Price
  /// In order of price; those to which nothing belongs are left out.
  public private(set) var bins: [Bin] = []
  /// What lies beyond the range, or is never liquidated by this mark, in units of money at the mark.
  public private(set) var beyond: Int128 = 0

  /// What belongs to prices from one to another.
  public struct Bin: Hashable, Sendable {
    /// The lowest mark that belongs to it.
    public let low: Price
    /// The highest.
    public let high: Price
    /// In units of money, each position at its own liquidation price.
    public fileprivate(set) var long: Int128 = 0
    public fileprivate(set) var short: Int128 = 0
    public fileprivate(set) var accounts = 0
  }

  /// - Parameters:
  ///   - standings: positions with their liquidation prices.
  ///   - range: of prices that are of interest.
  ///   - count: of bins, at least 1; each a whole number of ticks wide.
  public init(
    _ standings: [AccountStanding], of instrument: InstrumentID, _ rules: VenueRules, mark: Price,
    range: ClosedRange<Int64>, count: Int
  ) {
    self.instrument = instrument
    self.mark = mark
    let worth = LotWorth(rules.instruments[instrument.index])
    let width = (range.upperBound - range.lowerBound) / Int64(count) + 1
    var found: [Int64: Bin] = [:]
    for standing in standings where standing.isMargined {
      for position in standing.positions where position.instrument == instrument {
        let lots = Int64(position.position.lots.magnitude)
        guard let price = position.liquidationPrice, range.contains(price.ticks) else {
          beyond += worth.notional(of: lots, at: mark)
          continue
        }
        let place = (price.ticks - range.lowerBound) / width
        let low = range.lowerBound + place * width
        var bin = found[place] ?? Bin(low: Price(ticks: low), high: Price(ticks: low + width - 1))
        let notional = worth.notional(of: lots, at: price)
        if position.position.lots > 0 { bin.long += notional } else { bin.short += notional }
        bin.accounts += 1
        found[place] = bin
      }
    }
    bins = found.values.sorted { $0.low < $1.low }
  }
}
