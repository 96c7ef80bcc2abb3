/// An order's rare terms. As it is made it says nothing, and the order is a plain one.
///
/// What is asked of every order stands in whole words; the half word comes last.
@frozen public struct OrderConditions: Hashable, Sendable, BitwiseCopyable {
  /// What an iceberg shows at a time; zero shows all.
  public var display: Quantity = .zero
  /// What an immediate-or-cancel order must fill at once to be admitted; zero asks nothing.
  public var minimum: Quantity = .zero
  /// In nanoseconds, zero for none: kept flat so that a command stays small.
  public var expiryNanoseconds: Int64 = 0
  /// The trigger's price in ticks, or its distance in ticks or parts per billion, by its kind.
  public var triggerValue: Int64 = 0
  /// Which way it waits; `none` does not wait.
  public var triggerKind: TriggerKind = .none
  /// Whose price it waits for; of no meaning without a trigger, and then `last`.
  public var triggerSource: PriceSource = .last
  /// What its price follows; `none` stands.
  public var pegReference: PegReference = .none
  /// What happens where this order, coming in, would meet one of its own owner's.
  public var prevention: SelfTradePrevention = .venueDefault
  /// Live orders of one account in one instrument that bear the same number: one cancels the others. Zero is none.
  public var group: Int32 = 0
  /// Ticks added to what the peg follows, of either sign.
  public var pegOffset: Int32 = 0

  /// No rare terms: a plain order's.
  @inlinable public init() {}

  /// Rare terms by name.
  @inlinable
  public init(
    trigger: Trigger? = nil, peg: Peg? = nil, display: Quantity = .zero, minimum: Quantity = .zero, expiry: Time? = nil,
    group: Int32 = 0, prevention: SelfTradePrevention = .venueDefault
  ) {
    self.display = display
    self.minimum = minimum
    self.group = group
    self.prevention = prevention
    self.trigger = trigger
    self.peg = peg
    self.expiry = expiry
  }

  /// Whether the order has none of them.
  @inlinable public var isEmpty: Bool {
    @inline(__always) get {
      (display.lots | minimum.lots | expiryNanoseconds | triggerValue | Int64(group | pegOffset)) == 0
        && triggerKind == .none && triggerSource == .last && pegReference == .none && prevention == .venueDefault
    }
  }

  /// What the order waits for before it enters the book; `nil` when it does not wait.
  @inlinable public var trigger: Trigger? {
    get {
      triggerKind == .none ? nil : Trigger(kind: triggerKind, source: triggerSource, value: triggerValue)
    }
    set {
      triggerKind = newValue?.kind ?? .none
      triggerSource = newValue?.source ?? .last
      triggerValue = newValue?.value ?? 0
    }
  }

  /// What the order's price follows; `nil` when it stands.
  @inlinable public var peg: Peg? {
    get { pegReference == .none ? nil : Peg(to: pegReference, offset: pegOffset) }
    set {
      pegReference = newValue?.reference ?? .none
      pegOffset = newValue?.offset ?? 0
    }
  }

  /// When a good-til-time order ends; the venue fills it in for a day order.
  @inlinable public var expiry: Time? {
    get { expiryNanoseconds == 0 ? nil : Time(nanoseconds: expiryNanoseconds) }
    set { expiryNanoseconds = newValue?.nanoseconds ?? 0 }
  }
}

/// What makes a waiting order enter the book.
@frozen public struct Trigger: Hashable, Sendable, BitwiseCopyable {
  /// How its price is set, and which way it fires.
  public var kind: TriggerKind
  /// Whose price it watches.
  public var source: PriceSource
  /// A price in ticks; for a trailing stop its distance in ticks, for a relative one in parts per billion of the price.
  public var value: Int64

  @inlinable
  public init(kind: TriggerKind, source: PriceSource = .last, value: Int64) {
    self.kind = kind
    self.source = source
    self.value = value
  }

  /// Fires when the price goes against a position: up to `price` for a buy, down to it for a sell.
  @inlinable public static func stop(at price: Price, on source: PriceSource = .last) -> Trigger {
    Trigger(kind: .stop, source: source, value: price.ticks)
  }
  /// Fires when the price goes with a position: down to `price` for a buy, up to it for a sell. Without a limit it is what
  /// venues call market-if-touched.
  @inlinable public static func takeProfit(at price: Price, on source: PriceSource = .last) -> Trigger {
    Trigger(kind: .takeProfit, source: source, value: price.ticks)
  }
  /// A stop that follows the best price since it was armed at this distance, and never goes back.
  @inlinable public static func trailing(by distance: PriceChange, on source: PriceSource = .last) -> Trigger {
    Trigger(kind: .trailing, source: source, value: distance.ticks)
  }
  /// A trailing stop whose distance is this share of the best price, rounded up to ticks.
  @inlinable public static func trailing(by share: Rate, on source: PriceSource = .last) -> Trigger {
    Trigger(kind: .trailingShare, source: source, value: share.partsPerBillion)
  }
}

/// How a trigger's price is set and which way it fires.
@frozen public enum TriggerKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It does not wait.
  case none
  /// Against a position: up to the price for a buy, down for a sell.
  case stop
  /// With a position: down to the price for a buy, up for a sell.
  case takeProfit
  /// A stop that follows the best price at a distance in ticks.
  case trailing
  /// A stop that follows the best price at a share of it.
  case trailingShare
}

/// Which price a rule looks at.
@frozen public enum PriceSource: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The last fill's; `nil` before the first.
  case last
  /// The instrument's mark.
  case mark
  /// The instrument's index.
  case index
}

/// A price that moves with the best displayed prices. A pegged order is never displayed.
@frozen public struct Peg: Hashable, Sendable, BitwiseCopyable {
  /// Which shown price it follows.
  public var reference: PegReference
  /// Ticks added to the reference.
  public var offset: Int32

  @inlinable
  public init(to reference: PegReference, offset: Int32 = 0) {
    self.reference = reference
    self.offset = offset
  }
}

/// What a pegged order follows.
@frozen public enum PegReference: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// No peg.
  case none
  /// The best shown bid.
  case bestBid
  /// The best shown ask.
  case bestAsk
  /// The mean of both, rounded away from the other side.
  case mid
}

/// What happens where an incoming order would meet one of the same owner: the same account, or one of its group.
@frozen public enum SelfTradePrevention: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// As the venue's rules say.
  case venueDefault
  /// They trade.
  case allow
  /// What is left of the incoming order is cancelled.
  case cancelNewest
  /// The resting order is cancelled and the incoming one goes on.
  case cancelOldest
  /// The resting order is cancelled, then what is left of the incoming one.
  case cancelBoth
  /// Both lose the smaller of their quantities without a fill, and what comes to nothing is cancelled.
  case decrement
}
