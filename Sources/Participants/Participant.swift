import MarketTypes
import Mathematics
import Storage

/// Somebody who acts: looks at the market from time to time and sends commands.
///
/// It sees what everybody can know, as old as its data, and the news of its own account; what it sends is heard after its
/// latency. It keeps its own books: nobody tells it its position or its orders but the news.
public protocol Participant: Sendable {
  /// All that is fixed about one of them, its seat aside.
  associatedtype Settings: Hashable, Sendable

  /// Which news of its own account it wants; the rest is not brought to it.
  static var news: News { get }

  /// - Parameter stream: makes this participant's generator for a purpose.
  init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator)

  /// As above, beside others.
  ///
  /// - Parameter other: one of its kind, with which it may share what takes long to work out and never changes.
  init(_ seat: Seat, _ settings: Settings, like other: Self?, _ stream: (DrawPurpose) -> SeededGenerator)

  /// Goes on with other settings, in the same seat. Its orders, what it has learned and its place in its draws stay.
  mutating func adopt(_ settings: Settings)

  /// When it looks for the first time. Called once.
  ///
  /// - Parameter begin: its block's start.
  mutating func firstLook(after begin: Time) -> Time?

  /// Looks at the market and acts. Not called any more once all that it trades has been settled.
  ///
  /// - Parameter actions: where to put what it sends, in order; empty when called.
  /// - Returns: when it looks again, not before now (at once means after what it just sent has left); `nil` for never.
  mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time?

  /// An event about its own account, of a kind that it wants.
  mutating func observeOwn(_ event: Event)
}

extension Participant {
  /// Most have nothing to share.
  public init(_ seat: Seat, _ settings: Settings, like other: Self?, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.init(seat, settings, stream)
  }
}

/// What a participant sends at one look, in order.
public typealias Outbox = Pool<Command.Action>

/// Kinds of news about an account.
@frozen public struct News: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Its orders accepted, resting, changed, gone or refused.
  @inlinable public static var orders: News { News(rawValue: 1) }
  /// What changes its positions: fills, undone ones, holdings given or moved, deleveraging.
  @inlinable public static var positions: News { News(rawValue: 2) }
  /// Money that moved into or out of its collateral.
  @inlinable public static var money: News { News(rawValue: 4) }
  /// How it stands to its margin: levels, calls, grace, liquidation.
  @inlinable public static var margin: News { News(rawValue: 8) }
}

/// Where a participant sits: its account, the instrument it trades, and what everybody can know of that.
@frozen public struct Seat: Hashable, Sendable, BitwiseCopyable {
  /// Its own; nobody else sits there.
  public var account: AccountID
  /// The rules of its instrument, as published.
  public var facts: InstrumentFacts

  public init(account: AccountID, facts: InstrumentFacts) {
    self.account = account
    self.facts = facts
  }

  /// The one that it trades.
  public var instrument: InstrumentID { facts.instrument }
}

/// What a venue publishes of an instrument's rules.
@frozen public struct InstrumentFacts: Hashable, Sendable, BitwiseCopyable {
  /// Whose rules these are.
  public var instrument: InstrumentID
  /// The lot size and the tick size.
  public var steps: OrderSteps
  /// No order may be above it.
  public var maximumPrice: Price
  /// Most lots of a position, and of one order.
  public var maximumPosition: Quantity
  /// Money for one tick of one lot; zero for an inverse contract.
  public var tickValue: Money
  /// Of an inverse contract, whose lot is worth this divided by its price; zero for a linear one.
  public var inverseValue: Money
  /// To keep, as a share of notional, of the lowest tier.
  public var maintenanceMargin: Rate

  public init(
    instrument: InstrumentID, steps: OrderSteps = OrderSteps(), maximumPrice: Price, maximumPosition: Quantity,
    tickValue: Money = Money(units: 1), inverseValue: Money = .zero, maintenanceMargin: Rate = Rate(partsPerBillion: 0)
  ) {
    self.instrument = instrument
    self.steps = steps
    self.maximumPrice = maximumPrice
    self.maximumPosition = maximumPosition
    self.tickValue = tickValue
    self.inverseValue = inverseValue
    self.maintenanceMargin = maintenanceMargin
  }
}

/// What a stream of draws is for. A participant's draws for one purpose never shift those for another.
public enum DrawPurpose: UInt32, Sendable {
  /// Its account: collateral, position, leverage; its own settings where a block gives a distribution.
  case opening
  /// When it acts.
  case timing
  /// What it does.
  case action
  /// How late its orders and its data are.
  case latency
  /// How long what it sent stays, and what else it draws as often as the market makes it.
  case life
}
