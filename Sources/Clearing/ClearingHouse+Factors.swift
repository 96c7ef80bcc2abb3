import MarketTypes
import Storage

/// Margin that is multiplied, by command or by how much a mark has moved of late.
extension ClearingHouse {
  /// Whether with this factor no more than the whole of a further unit of notional is asked (CLR-36).
  public func canTake(_ change: MarginFactor) -> Bool {
    let line = change.instrument.index
    // Tiers are kept at 1 or below by themselves.
    if !lines[line].hasAddOns { return !lines[line].hasRiskFactors || change.factor == .one }
    let lowest = Rate(partsPerBillion: lines[line].lowestRate)
    let highest = Rate(partsPerBillion: lines[line].highestRate)
    let slopes = addOns[line].slopes(
      tiers: lowest...highest, lots: lines[line].maximumLots, base: lowest, factor: change.factor)
    return slopes.highest <= .one
  }

  /// Maintenance margin is the rules' times a factor from here on (CLR-36). `canTake` says yes. O(holdings).
  public mutating func setMarginFactor(_ change: MarginFactor) {
    lines[change.instrument.index].factor = change.factor
    deduceTiers(of: change.instrument.index)
    markHoldersDirty(of: change.instrument.index)
  }

  /// Takes the present mark into an instrument's volatility (CLR-22).
  ///
  /// - Parameter previous: the mark at the update before.
  /// - Returns: the factor that follows, if it is another and margin can be multiplied by it.
  public mutating func updateVolatility(of instrument: InstrumentID, previous: Price) -> MarginFactor? {
    guard let scale = addOns[instrument.index].volatility, let mark = mark(of: instrument) else { return nil }
    volatilities[instrument.index].update(previous: previous, mark: mark, decay: scale.decay)
    let change = MarginFactor(instrument: instrument, factor: volatilities[instrument.index].factor(scale))
    return change.factor != lines[instrument.index].factor && canTake(change) ? change : nil
  }
}
