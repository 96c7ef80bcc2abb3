import MarketTypes

/// What brought the first account under its maintenance margin, as the causes in the stream tell it.
public enum CascadeTrigger: Hashable, Sendable {
  /// Fills of an order that met others as it came, or as its trigger price came.
  case order(Taker)
  /// Fills of a call auction.
  case auction(InstrumentID)
  /// A change of the index that the mark follows.
  case index(InstrumentID)
  /// Best bid and best ask, which the mark follows.
  case quotes(InstrumentID)

  /// Whose order it was, and what it had traded in that command by then.
  public struct Taker: Hashable, Sendable {
    /// Whose order it was.
    public let account: AccountID
    /// What it traded.
    public let instrument: InstrumentID
    /// Which way.
    public let side: Side
    /// What it had filled by then, in lots.
    public internal(set) var lots: Int128 = 0
    /// Money at the prices filled.
    public internal(set) var notional: Int128 = 0
  }
}

extension CascadeTrigger {
  /// Goes back from cause to cause, within one command, to the first that says where the mark came from.
  ///
  /// `nil` where there is none: a mark of the opening, or an account that was under its margin without one.
  init?(behind index: Int, in events: Span<Event>, worths: [LotWorth]) {
    var index = index
    while let cause = Self.cause(of: index, in: events) {
      index = cause
      switch events[index].body {
      case .indexed(let update):
        self = .index(update.instrument)
        return
      case .filled(let fill):
        if let before = Self.cause(of: index, in: events), case .auctioned = events[before].body {
          self = .auction(fill.instrument)
        } else {
          self = .order(Taker(fill, upTo: index, in: events, worth: worths[fill.instrument.index]))
        }
        return
      case .quoted(let quote):
        self = .quotes(quote.instrument)
        return
      case .rested(let order):
        self = Self.change(by: order.order, of: order.instrument, upTo: index, in: events, worths)
        return
      case .cancelled(let order):
        self = Self.change(by: order.order, of: order.instrument, upTo: index, in: events, worths)
        return
      case .amended(let order):
        self = .quotes(order.instrument)
        return
      default: break
      }
    }
    return nil
  }

  private static func cause(of index: Int, in events: Span<Event>) -> Int? {
    let distance = Int(events[index].cause)
    return distance == 0 || distance > index ? nil : index - distance
  }

  /// What was left of an order changed the quotes: it is the order, if it had filled before.
  private static func change(
    by order: OrderID, of instrument: InstrumentID, upTo last: Int, in events: Span<Event>, _ worths: [LotWorth]
  ) -> CascadeTrigger {
    for index in 0..<last {
      guard case .filled(let fill) = events[index].body, fill.taker == order else { continue }
      return .order(Taker(fill, upTo: last, in: events, worth: worths[instrument.index]))
    }
    return .quotes(instrument)
  }
}

extension CascadeTrigger.Taker {
  /// The taker of `fill`, with all its fills of this command up to event `last`.
  fileprivate init(_ fill: Fill, upTo last: Int, in events: Span<Event>, worth: LotWorth) {
    account = fill.takerAccount
    instrument = fill.instrument
    side = fill.takerSide
    for index in 0...last {
      guard case .filled(let other) = events[index].body, other.taker == fill.taker else { continue }
      lots += Int128(other.quantity.lots)
      notional += other.notional(worth)
    }
  }
}
