import MarketTypes

/// An account's orders as far as it knows: those it has sent and heard no end of.
public struct OwnOrders: Sendable {
  /// One of them.
  public struct Standing: Hashable, Sendable, BitwiseCopyable {
    /// `none` until the venue has answered.
    public var order: OrderID
    /// The number that it was sent with; `none` for what it did not send, such as orders of the opening.
    public var client: ClientOrderID
    /// Where it was sent.
    public var instrument: InstrumentID
    /// Which side it is on.
    public var side: Side
    /// `nil` for a market order.
    public var limit: Price?
    /// What is left of it.
    public var lots: Int64
    /// What it waits for, or did when it was sent; `nil` for a plain order.
    public var trigger: Trigger?

    /// Waits for a price, or did when it was sent.
    public var isConditional: Bool { trigger != nil }
  }

  /// Whose orders these are.
  public let account: AccountID
  /// In the order in which they were sent.
  public private(set) var standing: [Standing] = []
  private var lastClient: Int64 = 0

  public init(_ account: AccountID) { self.account = account }

  /// Whether no order of its own is known to be left, unanswered ones included.
  public var isEmpty: Bool { standing.isEmpty }

  /// Lots of its plain orders on one side, unanswered ones among them: what may still be filled without a trigger.
  public func working(_ side: Side, in instrument: InstrumentID) -> Int64 {
    var lots: Int64 = 0
    for order in standing where order.side == side && order.instrument == instrument && !order.isConditional {
      lots += order.lots
    }
    return lots
  }

  /// Gives an order the next client number and counts it as sent.
  public mutating func submit(_ order: Order) -> Command.Action {
    lastClient += 1
    var order = order
    order.client = ClientOrderID(number: lastClient)
    standing.append(
      Standing(
        order: .none, client: order.client, instrument: order.instrument, side: order.side, limit: order.limit,
        lots: order.quantity.lots, trigger: order.conditions.trigger))
    return .submit(order)
  }

  /// Asks for an order to leave. It counts until the venue says that it has.
  public func cancel(_ order: Standing) -> Command.Action {
    .cancel(OrderCancel(account: account, instrument: order.instrument, target: .client(order.client)))
  }

  /// Takes in an event about the account.
  public mutating func observe(_ event: Event) {
    switch event.body {
    case .accepted(let accepted): accept(accepted)
    case .filled(let fill):
      if fill.makerAccount == account { reduce(fill.maker, by: fill.quantity.lots) }
      if fill.takerAccount == account { reduce(fill.taker, by: fill.quantity.lots) }
    case .selfTradeDecremented(let pair):
      if pair.makerAccount == account { reduce(pair.maker, by: pair.quantity.lots) }
      if pair.takerAccount == account { reduce(pair.taker, by: pair.quantity.lots) }
    case .amended(let amended):
      for index in standing.indices where standing[index].order == amended.order {
        standing[index].lots = amended.quantity.lots
        standing[index].limit = amended.price
        return
      }
    case .triggered(let fired):
      // A reduce-only order enters with what it can close by then.
      for index in standing.indices where standing[index].order == fired.order {
        standing[index].lots = fired.quantity.lots
        return
      }
    case .cancelled(let cancelled): forget { $0.order == cancelled.order }
    case .refused(let refused) where refused.action == .submit && refused.client != .none:
      forget { $0.client == refused.client && $0.order == .none }
    default: break
    }
  }

  private mutating func accept(_ accepted: OrderAccepted) {
    for index in standing.indices where standing[index].client == accepted.client && standing[index].order == .none {
      standing[index].order = accepted.order
      // A reduce-only order enters with what it can close.
      standing[index].lots = accepted.quantity.lots
      return
    }
    standing.append(
      Standing(
        order: accepted.order, client: accepted.client, instrument: accepted.instrument, side: accepted.side,
        limit: accepted.limit, lots: accepted.quantity.lots, trigger: nil))
  }

  private mutating func reduce(_ order: OrderID, by lots: Int64) {
    for index in standing.indices where standing[index].order == order {
      standing[index].lots -= lots
      if standing[index].lots <= 0 { standing.remove(at: index) }
      return
    }
  }

  @inline(__always)
  private mutating func forget(where isGone: (Standing) -> Bool) {
    for index in standing.indices where isGone(standing[index]) {
      standing.remove(at: index)
      return
    }
  }
}
