import MarketTypes

/// One instrument's book at two moments: before the shock's first fill, and when its mark was farthest from there.
///
/// Without a shock that is known, the first is before the command that let the first account fall under its margin; with
/// neither, there are no moments. The second is as the command left the book that moved the mark so far, up to the last
/// forced fill; without forced fills, up to the end. O(levels) whenever the mark goes farther than it ever was.
public struct DepthMoments: StreamFold, Sendable {
  /// Whose book it is.
  public let instrument: InstrumentID
  /// Before the command that began the cascade; `nil` if none did, or there was no mark yet.
  public private(set) var before: Moment?
  /// Whether anything began one, mark or not.
  public private(set) var hasBegun = false
  /// As of the last forced fill; without one, of the whole run.
  public var farthest: Moment? { claimed ?? latest }

  private let onset: CascadeOnset
  private var books: RebuiltBooks
  private var mark: Price?
  private var latest: Moment?
  private var claimed: Moment?

  /// A book between two commands.
  public struct Moment: Hashable, Sendable {
    /// Of the command before which, or after which, it stood so.
    public let time: Time
    /// Where the mark stood.
    public let mark: Price
    /// Best first.
    public let bids: [BookLevel]
    /// The same of who sells.
    public let asks: [BookLevel]
  }

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known.
  public init(of instrument: InstrumentID, shockAccounts: [AccountID]) {
    self.instrument = instrument
    onset = CascadeOnset(shockAccounts)
    books = RebuiltBooks(of: instrument)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if before == nil, onset.isReached(in: events) {
      hasBegun = true
      if let mark { before = moment(command.time, mark) }
    }
    books.take(events)
    var isForced = false
    var hasMoved = false
    for index in events.indices {
      switch events[index].body {
      case .marked(let change) where change.instrument == instrument: (mark, hasMoved) = (change.price, true)
      case .filled(let fill) where fill.isForced: isForced = true
      default: break
      }
    }
    if hasMoved, let mark, let before {
      let reached = latest.map { ($0.mark - before.mark).ticks.magnitude } ?? 0
      if (mark - before.mark).ticks.magnitude > reached { latest = moment(command.time, mark) }
    }
    if isForced { claimed = latest }
  }

  private func moment(_ time: Time, _ mark: Price) -> Moment {
    Moment(
      time: time, mark: mark, bids: Array(books[instrument].levels(of: .buy)),
      asks: Array(books[instrument].levels(of: .sell)))
  }
}
