import MarketTypes
import Mathematics

/// The grid of a retail bot: levels at shares of the price on both sides, refreshed every so often, still for a while after a fill.
///
/// At each refresh all quotes are brought to the grid around the mid price, or the last price where a side is empty. When it learns
/// that an order was filled whole, it leaves the rest of the grid as it is for its delay before it places again; filled parts
/// count for nothing, as the bot's. No fill of the grid carries the inventory past the limit, but for what was on its way. What it
/// owns besides its position, which the bot weighs against it, is a fixed amount. Order ages and refresh intervals are the bot's;
/// an order that stands where the next one would stays, whatever its age. Hanging orders are left out, as in `HummingbotGrid`.
public struct GridMaker: Participant {
  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// The bot's own parameters.
    public var grid: HummingbotGrid
    /// Lots it counts as owning when flat: its inventory is weighed together with them.
    public var base: Double
    /// Cash it counts as owning when flat, in ticks × lots.
    public var quote: Double
    /// In lots: at the limit it quotes only the side that reduces.
    public var limit: Quantity

    public init(grid: HummingbotGrid, base: Double, quote: Double, limit: Quantity) {
      self.grid = grid
      self.base = base
      self.quote = quote
      self.limit = limit
    }
  }

  public static let news = QuoteBoard.news

  private(set) var settings: Settings
  private var board: QuoteBoard
  private var timing: SeededGenerator
  /// How many of its orders had been filled whole when it last looked.
  private var filled = 0

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.settings = settings
    board = QuoteBoard(seat)
    timing = stream(.timing)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  public mutating func firstLook(after begin: Time) -> Time? {
    timing.time(within: settings.grid.refreshInterval, after: begin)
  }

  public mutating func observeOwn(_ event: Event) { board.observe(event) }

  public mutating func look(at outlook: borrowing Outlook, _ commands: inout Outbox) -> Time? {
    let filled = board.filledBids + board.filledAsks
    if filled > self.filled {
      self.filled = filled
      if settings.grid.filledOrderDelay > .zero { return outlook.now + settings.grid.filledOrderDelay }
    }
    if let price = outlook.market.mid { place(around: price, &commands) }
    return outlook.now + min(settings.grid.refreshInterval, settings.grid.longestOrderAge)
  }

  private mutating func place(around price: Double, _ commands: inout Outbox) {
    let grid = settings.grid
    board.begin(within: settings.limit)
    for level in 0..<grid.levels {
      let distances = grid.distances(
        at: price, level: level, purchases: board.filledBids, sales: board.filledAsks)
      let sizes = grid.sizes(
        level: level, base: settings.base + Double(board.inventory), quote: settings.quote - Double(board.spent),
        price: price)
      if let bid = distances.bidPrice(around: price) { board.want(.buy, bid, sizes.bid) }
      if let ask = distances.askPrice(around: price) { board.want(.sell, ask, sizes.ask) }
    }
    board.settle(.replacing, &commands)
  }
}
