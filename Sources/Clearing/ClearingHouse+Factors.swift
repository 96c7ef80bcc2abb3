import MarketTypes
import Storage

/// Margin that is multiplied, by command or by how much a mark has moved of late.
extension ClearingHouse {
  /// Whether with this factor no more than the whole of a further unit of notional is asked, at the alert level too, and
  /// no product leaves what can be counted (CLR-36).
  public func canTake(_ change: MarginFactor) -> Bool {
    let line = change.instrument.index
    if lines[line].hasRiskFactors { return false }
    let (base, highest) = (tiers[lines[line].firstTier].baseRate, tiers[lines[line].endOfTiers - 1].baseRate)
    let steepest: Rate
    if lines[line].hasAddOns {
      if change.factor > VolatilityScale.highestFactor { return false }
      let rates = Rate(partsPerBillion: base)...Rate(partsPerBillion: highest)
      steepest =
        addOns[line].slopes(
          tiers: rates, lots: lines[line].maximumLots, base: rates.lowerBound, factor: change.factor
        ).highest
    } else {
      // Tiers are kept at 1 or below by themselves.
      let scaled = highest.times(change.factor.partsPerBillion, over: 1_000_000_000, rounding: .up)
      steepest = min(Rate(partsPerBillion: scaled), .one)
    }
    let multiple = levels?.alert ?? .one
    return steepest <= .one
      && steepest.partsPerBillion.times(
        multiple.partsPerBillion, over: 1_000_000_000, rounding: .up) <= 1_000_000_000
  }

  /// Maintenance margin is the rules' times a factor from here on (CLR-36). `canTake` says yes. O(holdings).
  ///
  /// - Parameter event: says so; the cause of what it makes liquidatable.
  public mutating func setMarginFactor(_ change: MarginFactor, at event: EventPosition) {
    lines[change.instrument.index].factor = change.factor
    lines[change.instrument.index].factorEvent = event.number
    deduceTiers(of: change.instrument.index)
    markHoldersDirty(of: change.instrument.index)
  }

  /// Takes the present mark into an instrument's volatility (CLR-22).
  ///
  /// - Parameter previous: the mark at the update before.
  /// - Returns: the factor that follows, if it is another.
  public mutating func updateVolatility(of instrument: InstrumentID, previous: Price) -> MarginFactor? {
    guard let scale = addOns[instrument.index].volatility, let mark = mark(of: instrument) else { return nil }
    volatilities[instrument.index].update(previous: previous, mark: mark, decay: scale.decay)
    let change = MarginFactor(instrument: instrument, factor: volatilities[instrument.index].factor(scale))
    // Loading proved that margin can be multiplied by the highest (`steepestMargin`).
    return change.factor != lines[instrument.index].factor ? change : nil
  }
}
