/// Takes a live order out and has another enter in its place, as one step: if the new one is refused, the old one stays.
@frozen public struct OrderReplace: Hashable, Sendable, BitwiseCopyable {
  /// The new order; the old one is of the same account and instrument.
  public var order: Order
  /// Which of its numbers names the old one. It stands in what the order leaves of its last word, so that an action is
  /// whole words.
  @usableFromInline var isByClient: Bool
  @usableFromInline var targetNumber: Int64

  @inlinable
  public init(_ target: OrderReference, with order: Order) {
    self.order = order
    (isByClient, targetNumber) = (false, 0)
    self.target = target
  }

  /// The old one, by either number; resting or waiting.
  @inlinable public var target: OrderReference {
    get { isByClient ? .client(ClientOrderID(number: targetNumber)) : .order(OrderID(number: targetNumber)) }
    set {
      switch newValue {
      case .order(let order): (isByClient, targetNumber) = (false, order.number)
      case .client(let client): (isByClient, targetNumber) = (true, client.number)
      }
    }
  }
}

/// Takes all orders of an account out that match, armed ones too.
@frozen public struct MassCancel: Hashable, Sendable, BitwiseCopyable {
  /// Whose orders they are; nobody else's are touched.
  public var account: AccountID
  /// `nil` means all.
  public var instrument: InstrumentID?
  /// `nil` means both.
  public var side: Side?
  /// Becomes the reason of the cancels.
  public var occasion: MassCancelOccasion

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID? = nil, side: Side? = nil, occasion: MassCancelOccasion = .request
  ) {
    self.account = account
    self.instrument = instrument
    self.side = side
    self.occasion = occasion
  }
}

/// Why an account's orders are taken out together.
@frozen public enum MassCancelOccasion: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// `requested`.
  case request
  /// Its session was lost.
  case disconnect
  /// The kill switch: the account is blocked from entering orders, too, until it is unblocked.
  case kill
}

/// A market maker's bid and ask under one entry number: each replaces the one it had there. Quantity zero takes it out.
///
/// A quote's orders bear client numbers below zero: −2 × entry − 1 is the bid, −2 × entry − 2 the ask.
@frozen public struct MassQuote: Hashable, Sendable, BitwiseCopyable {
  /// Below the ask where both are quoted.
  public var bid: Price
  /// Zero takes the entry's bid out.
  public var bidQuantity: Quantity
  /// Above the bid where both are quoted.
  public var ask: Price
  /// Zero takes the entry's ask out.
  public var askQuantity: Quantity
  /// Who quotes.
  public var account: AccountID
  /// From 0.
  public var entry: UInt32
  /// Whose book it is for; entries of others are apart.
  public var instrument: InstrumentID
  /// `postOnly`, `slides`, or nothing.
  public var terms: OrderTerms

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, entry: UInt32 = 0, bid: Price, _ bidQuantity: Quantity, ask: Price,
    _ askQuantity: Quantity, terms: OrderTerms = []
  ) {
    self.bid = bid
    self.bidQuantity = bidQuantity
    self.ask = ask
    self.askQuantity = askQuantity
    self.account = account
    self.entry = entry
    self.instrument = instrument
    self.terms = terms
  }

  /// The client number of one side of an entry.
  @inlinable public static func client(entry: UInt32, _ side: Side) -> ClientOrderID {
    ClientOrderID(number: -2 * Int64(entry) - (side == .buy ? 1 : 2))
  }
}

/// How much of an account's quotes in an instrument may fill in a while before all of them are pulled.
@frozen public struct MakerProtection: Hashable, Sendable, BitwiseCopyable {
  /// Lots filled within the window that pull the quotes; zero turns the protection off.
  public var lots: Quantity
  /// Runs from the first fill after the last window ended.
  public var window: TimeSpan
  /// How long quotes are refused after that; zero until the protection is set again.
  public var pause: TimeSpan
  /// Whose quotes are protected.
  public var account: AccountID
  /// Where; each instrument has its own.
  public var instrument: InstrumentID

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, lots: Quantity, within window: TimeSpan, pause: TimeSpan
  ) {
    self.lots = lots
    self.window = window
    self.pause = pause
    self.account = account
    self.instrument = instrument
  }
}

/// How an instrument trades at the moment.
@frozen public enum Phase: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Orders meet as they come.
  case continuous
  /// Call auction: orders collect; they meet at one price when it ends.
  case call
  /// Orders may only be taken out.
  case halted
  /// A limit state: like continuous, but an order was stopped at the band and nothing has filled since. Never asked for.
  case limited

  /// Whether orders meet as they come.
  @inlinable public var isContinuous: Bool {
    @inline(__always) get { self == .continuous || self == .limited }
  }
}

/// Puts an instrument, or all of them, into another phase.
@frozen public struct PhaseChange: Hashable, Sendable, BitwiseCopyable {
  /// When it ends by itself: a call uncrosses, a halt reopens. `nil` lasts until the next command.
  public var until: Time?
  /// `nil` means all: a market-wide halt, one event for each. Never `nil` in an event.
  public var instrument: InstrumentID?
  /// The one it goes into; the same again sets the end anew. Never `limited`.
  public var phase: Phase

  @inlinable
  public init(_ phase: Phase, of instrument: InstrumentID? = nil, until: Time? = nil) {
    self.until = until
    self.instrument = instrument
    self.phase = phase
  }
}
