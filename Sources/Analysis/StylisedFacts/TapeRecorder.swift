import MarketTypes

/// One instrument's tape, recorded from an event stream: the visible book is rebuilt order by order, and each event that
/// changes or trades with it is a message (docs/facts.md).
///
/// The opening state is in the book and is no message. An order that trades as it comes is no message itself; what is left
/// of it and rests is one. An order that loses its place is deleted and comes anew. Busts change nothing.
public struct TapeRecorder: StreamFold, Sendable {
  /// What was recorded so far.
  public private(set) var tape = MarketTape()

  private let instrument: InstrumentID
  private var books: RebuiltBooks
  private var now = Time.start
  private var isOpening = false
  /// Where the auction stands in the stream whose fills come; −1 for none.
  private var auction: Int64 = -1

  private let messageLimit: Int
  /// Messages that came when the tape was full.
  public private(set) var missed = 0
  /// Whether the tape has every message. Else it ends with the last that it has.
  public var isWhole: Bool { missed == 0 }

  /// - Parameters:
  ///   - instrument: the one whose book is taped; events of others change nothing.
  ///   - messageLimit: no message beyond so many is kept; at least 1.
  public init(_ instrument: InstrumentID, messageLimit: Int = .max) {
    self.instrument = instrument
    self.messageLimit = messageLimit
    books = RebuiltBooks(of: instrument)
  }

  /// As the last event left it.
  var book: RebuiltBook { books[instrument] }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    now = max(now, command.time)
    if case .openOrder = command.action { isOpening = true } else { isOpening = false }
    if isWhole {
      tape.sampleDepth(
        upTo: now, bids: book.levels(of: .buy).lazy.map(\.quantity.lots),
        asks: book.levels(of: .sell).lazy.map(\.quantity.lots))
      if tape.count > 0 { tape.close(at: now) }
    }
    auction = -1
    for index in events.indices { take(events[index], at: first.number + Int64(index)) }
    books.endCommand()
  }

  private mutating func take(_ event: Event, at position: Int64) {
    books.take(event.body)
    switch event.body {
    case .filled(let fill) where fill.instrument == instrument:
      say(fill, isCross: auction >= 0 && position - Int64(event.cause) == auction)
    case .auctioned(let outcome) where outcome.instrument == instrument: auction = position
    case .phaseChanged(let change) where change.instrument ?? instrument == instrument:
      say(change.phase.isContinuous ? .resume : .pause)
    default: for step in books.steps where !step.resting.isHidden { say(step) }
    }
  }

  private mutating func say(_ step: BookStep) {
    let kind: MarketMessage.Kind
    switch step.kind {
    case .rested:
      if isOpening { return }
      kind = .new
    case .reduced: kind = .partialCancel
    case .removed: kind = .deletion
    case .filled, .moved: return
    }
    let resting = step.resting
    say(kind, resting.side, step.order, abs(step.change), resting.price.ticks, maker: resting.account.number)
  }

  private mutating func say(_ fill: Fill, isCross: Bool) {
    let isHidden = books.steps.first.map { $0.order == fill.maker && $0.resting.isHidden } ?? false
    say(
      isCross ? .cross : isHidden ? .hiddenExecution : .execution, fill.takerSide.opposite, fill.maker,
      fill.quantity.lots, fill.price.ticks, maker: fill.makerAccount.number, taker: fill.takerAccount.number)
  }

  private mutating func say(
    _ kind: MarketMessage.Kind, _ side: Side = .buy, _ order: OrderID = .none, _ lots: Int64 = 0, _ ticks: Int64 = 0,
    maker: Int32 = -1, taker: Int32 = -1
  ) {
    if tape.count >= messageLimit {
      missed += 1
      return
    }
    let book = books[instrument]
    tape.append(
      MarketMessage(
        time: now, kind: kind, side: side, order: order.number, size: lots, price: ticks,
        bid: book.bestBid?.ticks ?? 0, ask: book.bestAsk?.ticks ?? 0, maker: maker, taker: taker))
  }
}
