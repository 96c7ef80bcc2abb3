import MarketTypes

extension LeveragedTrader {
  /// How large a position is.
  public enum Size: Hashable, Sendable {
    case lots(Quantity)
    /// This many times what it has at the time.
    case leverage(Double)
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    public var side: Side
    public var size: Size
    /// From the block's start to the first entry.
    public var delay: TimeSpan
    /// Between two looks while it has something to look after.
    public var interval: TimeSpan
    /// `nil` enters at market; else ticks behind the best price of its own side, and how long it waits there.
    public var passive: Passive?
    /// Shares of the mean entry price; `nil` for none.
    public var stopLoss: Double?
    public var takeProfit: Double?
    /// Which price they watch.
    public var trigger: PriceSource
    /// How long it holds a position; `nil` until something else closes it.
    public var holding: TimeSpan?
    /// How long after a position was closed it enters again; `nil` for never.
    public var reentry: TimeSpan?
    public var reaction: MarginReaction
    /// The margin ratio under which it reacts, called or not.
    public var threshold: Double

    public init(
      side: Side, size: Size, delay: TimeSpan = .zero, interval: TimeSpan, passive: Passive? = nil,
      stopLoss: Double? = nil, takeProfit: Double? = nil, trigger: PriceSource = .mark, holding: TimeSpan? = nil,
      reentry: TimeSpan? = nil, reaction: MarginReaction = .ignore, threshold: Double = 0
    ) {
      self.side = side
      self.size = size
      self.delay = delay
      self.interval = interval
      self.passive = passive
      self.stopLoss = stopLoss
      self.takeProfit = takeProfit
      self.trigger = trigger
      self.holding = holding
      self.reentry = reentry
      self.reaction = reaction
      self.threshold = threshold
    }
  }

  /// An entry that waits to be filled.
  public struct Passive: Hashable, Sendable {
    public var offset: PriceChange
    public var patience: TimeSpan

    public init(offset: PriceChange, patience: TimeSpan) {
      self.offset = offset
      self.patience = patience
    }
  }
}
