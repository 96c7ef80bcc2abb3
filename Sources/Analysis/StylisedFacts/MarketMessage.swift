import MarketTypes

/// One thing that happened to a visible book, with the best quotes it left behind: what a LOBSTER file says in a row of
/// its two files, and what an event stream says of one instrument.
public struct MarketMessage: Hashable, Sendable, BitwiseCopyable {
  /// Since the tape's origin: midnight of a recorded day, the start of a scenario.
  public var time: Time
  /// What happened.
  public var kind: Kind
  /// Of the resting order; an execution's aggressor was on the other one.
  public var side: Side
  /// The resting order's number; 0 for what names none.
  public var order: Int64
  /// In lots: what was added, or what was taken off.
  public var size: Int64
  /// In the tape's own units of price.
  public var price: Int64
  /// Best bid after it, in the same units; 0 where there is none.
  public var bid: Int64
  /// Best ask after it, in the same units; 0 where there is none.
  public var ask: Int64
  /// The account whose order rested; −1 where the source does not say.
  public var maker: Int32
  /// The account that came; −1 where the source does not say, and for what is no execution.
  public var taker: Int32

  public init(
    time: Time, kind: Kind, side: Side = .buy, order: Int64 = 0, size: Int64 = 0, price: Int64 = 0, bid: Int64,
    ask: Int64, maker: Int32 = -1, taker: Int32 = -1
  ) {
    self.time = time
    self.kind = kind
    self.side = side
    self.order = order
    self.size = size
    self.price = price
    self.bid = bid
    self.ask = ask
    self.maker = maker
    self.taker = taker
  }

  /// What happened.
  public enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// An order rests.
    case new
    /// Part of an order was cancelled.
    case partialCancel
    /// All that was left of an order was cancelled.
    case deletion
    /// A visible order was filled, whole or in part.
    case execution
    /// A hidden order was filled; the visible book stays as it is.
    case hiddenExecution
    /// A fill of a call auction: nobody was the aggressor.
    case cross
    /// Continuous trading stops: what stands in the book is no quote.
    case pause
    /// Continuous trading goes on.
    case resume

    /// Whether it is about an order outside an auction. Only these are counted as messages.
    public var isOrderEvent: Bool { rawValue <= Kind.hiddenExecution.rawValue }
    /// Whether an aggressor met an order.
    public var isExecution: Bool { self == .execution || self == .hiddenExecution }
    /// Whether lots were traded, in an auction too.
    var isFill: Bool { isExecution || self == .cross }
  }
}
