import MarketTypes
import Storage

/// Margin that is multiplied, by command or by how much a mark has moved of late.
extension ClearingHouse {
  /// Whether with this factor no more than the whole of a further unit of notional is asked, at the alert level where
  /// there is one (CLR-36).
  public func canTake(_ change: MarginFactor) -> Bool {
    let line = change.instrument.index
    if lines[line].hasRiskFactors { return change.factor == .one }
    var highest = tiers[lines[line].endOfTiers - 1].baseRate
    if lines[line].hasAddOns {
      let lowest = Rate(partsPerBillion: lines[line].lowestRate)
      highest =
        addOns[line].slopes(
          tiers: lowest...Rate(partsPerBillion: highest), lots: lines[line].maximumLots, base: lowest,
          factor: change.factor
        ).highest.partsPerBillion
    } else {
      // Tiers are kept at 1 or below by themselves.
      highest = min(1_000_000_000, highest.times(change.factor.partsPerBillion, over: 1_000_000_000, rounding: .up))
    }
    let multiple = levels?.alert.partsPerBillion ?? 1_000_000_000
    return Int128(highest) * Int128(multiple) <= 1_000_000_000_000_000_000
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
