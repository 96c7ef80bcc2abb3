import MarketTypes

/// What became of the orders that a scenario's script sends, whatever the market does, and of all else it asks.
///
/// A scripted order is one submitted for an account of the script by somebody who had seen nothing of the market.
/// O(1) per command but for theirs.
public struct ScriptedOrders: StreamFold, Sendable {
  /// Orders that passed admission.
  public private(set) var accepted = 0
  /// Orders that did not.
  public private(set) var refused = 0
  /// Of the accepted ones.
  public private(set) var lots: Int128 = 0
  /// The first one that was refused.
  public private(set) var firstRefusal: FirstRefusal?

  /// What the script asked besides orders, and was refused: payments, contributions, moved positions, prices, factors,
  /// phases, settlements.
  public private(set) var otherRefused = 0
  /// The earliest of these; `nil` without any.
  public private(set) var firstOtherRefusal: OtherRefusal?

  private let accounts: [AccountID]
  private var first: Direction?
  private var allGoOneWay = true

  /// - Parameter accounts: whose orders the script sends; empty if that is not known.
  public init(of accounts: [AccountID]) { self.accounts = accounts }

  /// The first scripted order that was refused.
  public struct FirstRefusal: Hashable, Sendable {
    /// When it came.
    public let time: Time
    /// The rule it broke.
    public let reason: Refusal
  }

  /// The first thing besides orders that was refused.
  public struct OtherRefusal: Hashable, Sendable {
    /// When it came.
    public let time: Time
    /// What was asked.
    public let action: RefusedAction
    /// The rule it broke.
    public let reason: Refusal
  }

  /// Who trades what, and which way.
  public struct Direction: Hashable, Sendable {
    /// Whose orders they are.
    public let account: AccountID
    /// What they trade.
    public let instrument: InstrumentID
    /// Which way.
    public let side: Side
  }

  /// Whether it is known whose orders the script sends.
  public var isKnown: Bool { !accounts.isEmpty }
  /// Whether the script sends orders of this account. O(accounts of the script).
  public func isOwner(_ account: AccountID) -> Bool { accounts.contains(account) }
  /// Of all accepted orders; `nil` where they do not go one way, or there are none.
  public var direction: Direction? { allGoOneWay ? first : nil }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from position: EventPosition) {
    guard command.seen == nil else { return }
    guard case .submit(let order) = command.action, accounts.contains(order.account) else {
      return noteOther(command, events)
    }
    for index in events.indices {
      switch events[index].body {
      case .accepted(let entered) where entered.account == order.account:
        accept(entered)
        return
      case .refused(let refusal) where refusal.action == .submit:
        refused += 1
        firstRefusal = firstRefusal ?? FirstRefusal(time: command.time, reason: refusal.reason)
        return
      default: break
      }
    }
  }

  /// A command that nobody's view of the market caused, and that is no order of anybody's.
  private mutating func noteOther(_ command: Command, _ events: Span<Event>) {
    let kind = command.action.kind
    let asks: [CommandKind] = [
      .deposit, .fund, .withdraw, .transfer, .movePosition, .report, .roll, .setIndex, .setMarginFactor, .setPhase,
      .bust, .contribute, .settleContract,
    ]
    guard asks.contains(kind) else { return }
    for index in events.indices {
      guard case .refused(let refusal) = events[index].body, refusal.action.kind == kind else { continue }
      otherRefused += 1
      firstOtherRefusal =
        firstOtherRefusal
        ?? OtherRefusal(time: command.time, action: refusal.action, reason: refusal.reason)
      return
    }
  }

  private mutating func accept(_ order: OrderAccepted) {
    let direction = Direction(account: order.account, instrument: order.instrument, side: order.side)
    accepted += 1
    lots += Int128(order.quantity.lots)
    if first == nil { first = direction }
    if first != direction { allGoOneWay = false }
  }
}
