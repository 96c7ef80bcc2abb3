import MarketTypes

/// The orders that a scenario's script sends, as one shock whose size can be changed while all else stays: participants
/// keep their random draws, so that two runs differ by the shock alone.
public struct ScriptedShock: Sendable {
  /// The one instrument of all scripted orders.
  public let instrument: InstrumentID
  /// The one side of all scripted orders.
  public let side: Side
  /// Of all scripted orders together.
  public let lots: Int64
  /// The smallest change that the venue takes: the instrument's lot size.
  public let step: Int64
  private let scenario: Scenario

  /// `nil` unless there are scripted orders, and all of them go one way in one instrument.
  public init?(of scenario: Scenario) {
    let orders = scenario.script.compactMap(\.order)
    guard let first = orders.first,
      orders.allSatisfy({ $0.instrument == first.instrument && $0.side == first.side })
    else { return nil }
    self.scenario = scenario
    (instrument, side) = (first.instrument, first.side)
    lots = orders.reduce(0) { $0 + $1.quantity.lots }
    step = scenario.rules.instruments[first.instrument.index].orders.lotSize.lots
  }

  /// The scenario with a shock of another size.
  ///
  /// It is spread over the orders in proportion: the first k of them have size × (their lots ÷ all lots) together, rounded
  /// down to whole lot sizes. An order of nothing is left out. At the shock's own size nothing changes.
  ///
  /// - Parameter size: in lots, a multiple of `step`, not below zero.
  public func scenario(ofLots size: Int64) -> Scenario {
    precondition(size >= 0 && size.isMultiple(of: step), "a shock of \(size) lots in steps of \(step)")
    var changed = scenario
    var (seen, given): (Int64, Int64) = (0, 0)
    changed.script = scenario.script.compactMap { scripted in
      guard var order = scripted.order else { return scripted }
      seen += order.quantity.lots
      let upTo = (size / step).times(seen, over: lots, rounding: .down) * step
      order.quantity = Quantity(lots: upTo - given)
      given = upTo
      return order.quantity == .zero ? nil : ScriptedEvent(.submit(order), at: scripted.time)
    }
    return changed
  }

  /// The smallest size at which `starts` is so, found by doubling from the shock's own size, then by halving what is left
  /// between a size at which it is not and one at which it is.
  ///
  /// Exact where what starts at one size starts at every larger one; otherwise some size at which it starts, and at one
  /// step less it does not. Zero if it starts without any shock.
  ///
  /// - Parameter largest: sizes beyond are not tried.
  /// - Returns: `nil` if it starts at no size that was tried.
  /// - Complexity: O(log(largest ÷ step)) calls.
  public func smallestLots<Failure: Error>(
    upTo largest: Int64, where starts: (Int64) throws(Failure) -> Bool
  ) throws(Failure) -> Int64? {
    if try starts(0) { return 0 }
    var (low, high) = (Int64(0), max(1, min(lots, largest) / step))
    while !(try starts(high * step)) {
      if high >= largest / step { return nil }
      (low, high) = (high, min(2 * high, largest / step))
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try starts(middle * step) { high = middle } else { low = middle }
    }
    return high * step
  }
}

extension ScriptedEvent {
  /// `nil` for what is no order.
  fileprivate var order: Order? {
    if case .submit(let order)? = action { order } else { nil }
  }
}

extension Scenario {
  /// The same with liquidation off, ended at a moment: what everybody would have done without forced orders.
  ///
  /// - Parameter end: nothing later happens; all of it if `nil`.
  public func withoutLiquidation(until end: Time? = nil) -> Scenario {
    var changed = self
    changed.rules.liquidation.isOn = false
    if let end { changed.duration = min(duration, end - .start) }
    return changed
  }
}
