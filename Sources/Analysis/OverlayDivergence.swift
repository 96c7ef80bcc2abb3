import MarketTypes

/// How far a recording and what became of it in the simulated book have parted.
///
/// The recorded crowd does not react: once participants trade with it, its executions meet other orders than they did
/// that day, and its cancellations come too late. This counts how often. O(events) per command.
///
/// A recording of price levels says whole sizes, by mass quotes; nothing of it comes too late. What others took of a level is
/// back when the recording next speaks of it, so that those lots are the measure of how far the two have parted.
public struct OverlayDivergence: Hashable, Sendable {
  /// What the recording is called.
  public let name: String
  /// Executions recorded, and their lots.
  public private(set) var executions = 0
  /// Of all executions recorded.
  public private(set) var lotsRecorded: Int128 = 0
  /// Of these lots, the ones that the book filled, and those that met an order of the recording.
  public private(set) var lotsFilled: Int128 = 0
  /// Those of `lotsFilled` that met an order of the recording.
  public private(set) var lotsFilledAsRecorded: Int128 = 0
  /// Lots of recorded limit orders that met somebody when they came, where that day they rested.
  public private(set) var lotsMetOnEntry: Int128 = 0
  /// Lots of recorded orders that rested and met others than the recording's aggressor.
  public private(set) var lotsTaken: Int128 = 0
  /// Cancellations and reductions whose order was already gone.
  public private(set) var goneReferences = 0
  /// Commands refused for any other reason.
  public private(set) var otherRefusals = 0

  private let crowd: AccountID
  private let aggressor: AccountID

  /// - Parameters:
  ///   - crowd: owns the recorded orders that rest.
  ///   - aggressor: sends what executed them.
  public init(of name: String, crowd: AccountID, aggressor: AccountID) {
    self.name = name
    self.crowd = crowd
    self.aggressor = aggressor
  }

  /// Takes a command that came from this recording, and what it caused.
  public mutating func observe(_ command: Command, _ events: Span<Event>) {
    observeOthers(events)
    if case .massQuote = command.action { countEntry(in: events) }
    guard let order = Self.order(of: command) else { return count(refusalsIn: events) }
    if order.account == aggressor {
      executions += 1
      lotsRecorded += Int128(order.quantity.lots)
    }
    // Only what the order itself met: forced orders, fired ones and pegs that moved are nobody's command.
    let number = Self.number(of: order, in: events)
    for index in events.indices {
      guard case .filled(let fill) = events[index].body, fill.taker == number else { continue }
      let lots = Int128(fill.quantity.lots)
      if order.account != aggressor {
        lotsMetOnEntry += lots
      } else {
        lotsFilled += lots
        if fill.makerAccount == crowd { lotsFilledAsRecorded += lots }
      }
    }
    count(refusalsIn: events)
  }

  /// Takes what any command caused that did not come from this recording.
  public mutating func observeOthers(_ events: Span<Event>) {
    for index in events.indices {
      if case .filled(let fill) = events[index].body, fill.makerAccount == crowd, fill.takerAccount != aggressor {
        lotsTaken += Int128(fill.quantity.lots)
      }
    }
  }

  /// The crowd takes with nothing but what it was just told to have.
  private mutating func countEntry(in events: Span<Event>) {
    for index in events.indices {
      if case .filled(let fill) = events[index].body, fill.takerAccount == crowd {
        lotsMetOnEntry += Int128(fill.quantity.lots)
      }
    }
  }

  private static func order(of command: Command) -> Order? {
    if case .submit(let order) = command.action { return order }
    return nil
  }

  /// The number that the venue gave the command's own order, the first that it accepted; `nil` if it was refused.
  private static func number(of order: Order, in events: Span<Event>) -> OrderID? {
    for index in events.indices {
      if case .accepted(let accepted) = events[index].body {
        return accepted.account == order.account && !accepted.terms.contains(.forced) ? accepted.order : nil
      }
    }
    return nil
  }

  private mutating func count(refusalsIn events: Span<Event>) {
    for index in events.indices {
      guard case .refused(let refusal) = events[index].body else { continue }
      if refusal.reason == .unknownOrder { goneReferences += 1 } else { otherRefusals += 1 }
    }
  }
}
