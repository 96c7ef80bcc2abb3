import MarketTypes
import Mathematics

/// A trader that goes with the trend: buys at market after a rise, sells after a fall.
///
/// At exponentially distributed times it compares the last price with the last one it saw a window ago or before. If the
/// return is beyond a threshold, it sends a market order that way, as far as its cap lets it.
public struct MomentumTrader: Participant {
  /// All that is fixed about such a trader.
  public struct Settings: Hashable, Sendable {
    /// Mean time between two looks, which are exponentially distributed.
    public var meanInterval: TimeSpan
    /// How far back the price lies that the last one is compared with.
    public var window: TimeSpan
    /// The return, as a fraction either way, beyond which it trades; not negative.
    public var threshold: Double
    /// Lots of each market order, before its cap and the lot size.
    public var size: SizeLaw
    /// Either way; no order of its own takes it beyond. `nil` for no cap.
    public var largestPosition: Quantity?

    public init(
      meanInterval: TimeSpan, window: TimeSpan, threshold: Double, size: SizeLaw, largestPosition: Quantity? = nil
    ) {
      self.meanInterval = meanInterval
      self.window = window
      self.threshold = threshold
      self.size = size
      self.largestPosition = largestPosition
    }
  }

  public static let news: News = .positions

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var memory = PriceMemory()
  private var position: OwnPosition

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    position = OwnPosition(seat)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  public mutating func firstLook(after begin: Time) -> Time? { timing.time(after: begin, mean: settings.meanInterval) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let wanted = settings.size.draw(&action)
    if let last = outlook.market.last {
      memory.observe(last, at: outlook.now, keeping: settings.window)
      let before = memory.oldest?.price ?? last
      let rise = Double(last.ticks) / Double(before.ticks) - 1
      if abs(rise) > settings.threshold {
        let side: Side = rise > 0 ? .buy : .sell
        seat.sendMarketOrder(
          side, min(wanted, position.room(side, below: settings.largestPosition) ?? wanted), &actions)
      }
    }
    return timing.time(after: outlook.now, mean: settings.meanInterval)
  }

  public mutating func observeOwn(_ event: Event) { position.observe(event) }
}
