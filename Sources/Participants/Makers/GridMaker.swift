import MarketTypes
import Mathematics

/// The grid of a retail bot: levels at shares of the price on both sides, refreshed every so often, still for a while after a fill.
///
/// At each refresh all quotes are brought to the grid around the mid price, or the last price where a side is empty. After a fill it
/// waits for its delay before it places again. What it owns besides its position, which the bot weighs against it, is a fixed
/// amount. Order ages and refresh intervals are the bot's; hanging orders are left out, as in `HummingbotGrid`.
public struct GridMaker: Participant {
  public struct Settings: Hashable, Sendable {
    public var grid: HummingbotGrid
    /// Lots it counts as owning when flat, and cash in ticks × lots: what inventory is weighed by.
    public var base: Double
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
  /// How often its bids and its asks were filled.
  private var purchases = 0
  private var sales = 0
  /// What filling cost and brought, in ticks × lots.
  private var spent = 0.0
  private var hasFilled = false

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.settings = settings
    board = QuoteBoard(seat)
    timing = stream(.timing)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  public mutating func firstLook(after begin: Time) -> Time? {
    begin + TimeSpan(nanoseconds: timing.uniform(in: 0...settings.grid.refreshInterval.nanoseconds - 1))
  }

  public mutating func observeOwn(_ event: Event) {
    board.observe(event)
    guard case .filled(let fill) = event.body, fill.makerAccount == board.seat.account else { return }
    hasFilled = true
    let worth = Double(fill.price.ticks) * Double(fill.quantity.lots)
    if fill.takerSide == .sell {
      purchases += 1
      spent += worth
    } else {
      sales += 1
      spent -= worth
    }
  }

  public mutating func look(at outlook: borrowing Outlook, _ commands: inout [Command.Action]) -> Time? {
    if hasFilled {
      // What is left of the grid stays until the delay is over.
      hasFilled = false
      return outlook.now + max(settings.grid.filledOrderDelay, settings.grid.refreshInterval)
    }
    if let price = outlook.market.mid { place(around: price, &commands) }
    return outlook.now + min(settings.grid.refreshInterval, settings.grid.longestOrderAge)
  }

  private mutating func place(around price: Double, _ commands: inout [Command.Action]) {
    let grid = settings.grid
    board.begin()
    for level in 0..<grid.levels {
      let distances = grid.distances(at: price, level: level, purchases: purchases, sales: sales)
      let sizes = grid.sizes(
        level: level, base: settings.base + Double(board.inventory), quote: settings.quote - spent, price: price)
      if board.inventory < settings.limit.lots, let bid = distances.bidPrice(around: price) {
        board.want(.buy, bid, sizes.bid)
      }
      if -board.inventory < settings.limit.lots, let ask = distances.askPrice(around: price) {
        board.want(.sell, ask, sizes.ask)
      }
    }
    board.settle(.replacing, &commands)
  }
}
