import MarketTypes

extension LeveragedTrader {
  /// How large a position is.
  public enum Size: Hashable, Sendable {
    /// The same each time, before the lot size.
    case lots(Quantity)
    /// This many times what it has at the time.
    case leverage(Double)
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// Of every position.
    public var side: Side
    /// Brought down to whole lot sizes and to the instrument's largest position.
    public var size: Size
    /// From the block's start to the first entry.
    public var delay: TimeSpan
    /// Between two looks while it has something to look after.
    public var interval: TimeSpan
    /// How an entry waits to be filled; `nil` enters at market.
    public var passive: Passive?
    /// How far against it the stop-loss stands, as a share of the mean entry price; `nil` for none.
    public var stopLoss: Double?
    /// How far for it the take-profit stands, as a share of the mean entry price; `nil` for none.
    public var takeProfit: Double?
    /// Which price they watch.
    public var trigger: PriceSource
    /// How long it holds a position; `nil` until something else closes it.
    public var holding: TimeSpan?
    /// How long after a position was closed it enters again; `nil` for never.
    public var reentry: TimeSpan?
    /// What it does when its margin runs low.
    public var reaction: MarginReaction
    /// The margin ratio, equity ÷ maintenance margin, under which it reacts, called or not; 0 for only when called.
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
    /// Ticks behind the best price of its own side; below zero before it.
    public var offset: PriceChange
    /// How long it waits before the rest is sent at market.
    public var patience: TimeSpan

    public init(offset: PriceChange, patience: TimeSpan) {
      self.offset = offset
      self.patience = patience
    }
  }
}
