import MarketTypes
import Mathematics

/// Large hidden orders sent in pieces: a crowd in which always the same number of hidden orders is being worked.
///
/// At exponentially distributed times one of them, each as likely, sends a market order of its side. When it has sent all its
/// pieces another takes its place, of either side with equal chance and with a number of pieces by a power law,
/// P(pieces ≥ x) = x^−exponent. That gives the signs of market orders a memory that falls with the power exponent − 1 of the
/// lag. Source: Lillo, Mike and Farmer, Physical Review E 71, 066122 (2005).
public struct SplittingFlow: Participant {
  /// All that is fixed about such a crowd.
  public struct Settings: Hashable, Sendable {
    /// Pieces of all hidden orders together, per second.
    public var rate: Double
    /// How many hidden orders are worked at a time.
    public var hiddenOrders: Int
    /// The power with which numbers of pieces fall; published values lie above 1, where their mean is finite.
    public var exponent: Double
    /// More than so many pieces no hidden order has; at least 1.
    public var mostPieces: Int64
    /// Lots of each piece, before the lot size.
    public var size: SizeLaw
    /// How the rate of pieces follows the time of day; `nil` for the same all day.
    public var activity: ActivityProfile?

    public init(
      rate: Double, hiddenOrders: Int, exponent: Double, mostPieces: Int64, size: SizeLaw,
      activity: ActivityProfile? = nil
    ) {
      self.rate = rate
      self.hiddenOrders = hiddenOrders
      self.exponent = exponent
      self.mostPieces = mostPieces
      self.size = size
      self.activity = activity
    }
  }

  private struct Hidden: BitwiseCopyable {
    var side: Side
    var pieces: Int64
  }

  public static let news: News = []

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var hidden: [Hidden] = []
  private var nextPiece = Time.start
  /// What comes before is passed over: see `pause`.
  private var pauseEnd: Time = .start

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    fillUp()
  }

  /// Hidden orders under way stay; of those that are too many the last ones end.
  public mutating func adopt(_ settings: Settings) {
    self.settings = settings
    fillUp()
  }

  private mutating func fillUp() {
    if hidden.count > settings.hiddenOrders { hidden.removeLast(hidden.count - settings.hiddenOrders) }
    while hidden.count < settings.hiddenOrders { hidden.append(another()) }
  }

  /// Takes two values.
  private mutating func another() -> Hidden {
    let side: Side = action.happens(in: 1, outOf: 2) ? .buy : .sell
    let pieces = SizeLaw(
      from: Quantity(lots: 1), exponent: settings.exponent, upTo: Quantity(lots: settings.mostPieces)
    ).draw(&action)
    return Hidden(side: side, pieces: pieces.lots)
  }

  public mutating func firstLook(after begin: Time) -> Time? {
    nextPiece = begin
    passPiece()
    return nextPiece
  }

  private mutating func passPiece() {
    let mean = 1e9 / (settings.rate * (settings.activity?.highest ?? 1))
    nextPiece = nextPiece + TimeSpan(roundingUp: max(1, timing.exponential(mean: mean)))
  }

  /// Learns when the pause is over that begins now. Nothing is made up for: a flow that was held up would come all at once.
  public mutating func pause(until end: Time) { pauseEnd = max(pauseEnd, end) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    while nextPiece <= outlook.now {
      if nextPiece >= pauseEnd { sendPiece(&actions) }
      passPiece()
    }
    return nextPiece
  }

  private mutating func sendPiece(_ actions: inout Outbox) {
    let takesPlace = settings.activity.map { $0.includes(nextPiece, for: action.uniform()) } ?? true
    let index = Int(action.uniform(below: UInt64(hidden.count)))
    let quantity = settings.size.draw(&action)
    let successor = another()
    if !takesPlace { return }
    seat.sendMarketOrder(hidden[index].side, quantity, &actions)
    hidden[index].pieces -= 1
    if hidden[index].pieces == 0 { hidden[index] = successor }
  }

  public mutating func observeOwn(_ event: Event) {}
}
