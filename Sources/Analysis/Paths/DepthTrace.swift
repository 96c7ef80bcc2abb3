import MarketTypes

/// What stood in each instrument's visible book, looked at when each stretch of a grid ended, eight times as often while a
/// cascade is near (`CascadeNearness`).
///
/// Of each side the nearest `levels` prices are kept; what was shown, not what was hidden. O(levels + orders) per
/// stretch, and what rebuilding the book takes: O(log levels) per order.
public struct DepthTrace: StreamFold, Sendable {
  /// By instrument number, in order of time; looks at a book that has not changed are left out.
  public private(set) var looks: [[Look]]

  private let levels: Int
  private var books: RebuiltBooks
  private var makers: Set<AccountID> = []
  private let grid: TimeGrid
  private let fineness: Int
  private var cascade: CascadeNearness
  /// Of the fine grid.
  private var cell = 0

  /// A book as it stood at one moment.
  public struct Look: Hashable, Sendable {
    /// When.
    public let time: Time
    /// Best price first.
    public let bids: [BookLevel]
    /// The same of who sells.
    public let asks: [BookLevel]
    /// Of those that had explained a quote by then, in lots.
    public let makerBidLots: Int64
    /// The same of who sells.
    public let makerAskLots: Int64
  }

  /// - Parameter levels: kept of each side, nearest first.
  public init(_ rules: VenueRules, _ grid: TimeGrid, levels: Int) {
    fineness = 8
    self.grid = grid.divided(into: grid.count * fineness)
    self.levels = levels
    cascade = CascadeNearness(grid)
    looks = rules.instruments.map { _ in [] }
    books = RebuiltBooks(rules)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    let now = grid.cell(of: command.time)
    cascade.pass(to: command.time)
    if now > cell {
      if cascade.isNear || now / fineness > cell / fineness { look() }
      cell = now
    }
    books.take(events)
    for index in events.indices {
      cascade.take(events[index].body, at: command.time)
      if case .quoteExplained(let terms) = events[index].body { makers.insert(terms.account) }
    }
  }

  /// Ends the last stretch.
  public mutating func finish() { look() }

  private mutating func look() {
    let time = grid.start(of: cell + 1)
    for index in looks.indices {
      let book = books[InstrumentID(number: UInt16(index))]
      let (bidLots, askLots) = book.shownLots(of: makers)
      let (bids, asks) = (book.levels(of: .buy).prefix(levels), book.levels(of: .sell).prefix(levels))
      let look = Look(
        time: time, bids: Array(bids), asks: Array(asks), makerBidLots: bidLots, makerAskLots: askLots)
      let last = looks[index].last
      let isSeen = last?.bids ?? [] == look.bids && last?.asks ?? [] == look.asks
      let isMakers = last?.makerBidLots ?? 0 == look.makerBidLots && last?.makerAskLots ?? 0 == look.makerAskLots
      if isSeen, isMakers { continue }
      looks[index].append(look)
    }
  }
}
