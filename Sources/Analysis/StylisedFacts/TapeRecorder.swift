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
  /// As the last event left it.
  private(set) var book = RebuiltBook()
  /// Accepted orders that are not shown.
  private var hidden: Set<Int64> = []
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
  ///   - messageLimit: no message beyond so many is kept; with 0 the book alone is rebuilt.
  public init(_ instrument: InstrumentID, messageLimit: Int = .max) {
    self.instrument = instrument
    self.messageLimit = messageLimit
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    now = max(now, command.time)
    if case .openOrder = command.action { isOpening = true } else { isOpening = false }
    if messageLimit > 0, isWhole { tape.sampleDepth(upTo: now, bids: book.bidLots, asks: book.askLots) }
    if tape.count > 0, isWhole { tape.close(at: now) }
    auction = -1
    for index in events.indices {
      let position = first.number + Int64(index)
      switch events[index].body {
      case .filled(let fill) where fill.instrument == instrument:
        take(fill, isCross: auction >= 0 && position - Int64(events[index].cause) == auction)
      case .auctioned(let outcome) where outcome.instrument == instrument: auction = position
      case .phaseChanged(let change) where change.instrument ?? instrument == instrument:
        say(change.phase.isContinuous ? .resume : .pause)
      default: takeOrder(events[index].body)
      }
    }
  }

  private mutating func takeOrder(_ body: Event.Body) {
    switch body {
    case .accepted(let order) where order.instrument == instrument && order.terms.contains(.hidden):
      hidden.insert(order.order.number)
    case .conditioned(let order) where order.conditions.pegReference != .none: hidden.insert(order.order.number)
    case .rested(let rested) where rested.instrument == instrument: rest(rested)
    case .cancelled(let order) where order.instrument == instrument:
      delete(order.order)
      hidden.remove(order.order.number)
    case .amended(let order) where order.instrument == instrument: amend(order)
    case .selfTradeDecremented(let lost) where lost.instrument == instrument:
      reduce(lost.maker, by: lost.quantity.lots)
    default: break
    }
  }

  // MARK: What happens to an order

  private mutating func rest(_ rested: OrderRested) {
    book.remove(rested.order)
    let isHidden = hidden.contains(rested.order.number)
    book.add(
      rested.order,
      RebuiltBook.Resting(
        side: rested.side, ticks: rested.price.ticks, lots: rested.quantity.lots, account: rested.account.number,
        isHidden: isHidden))
    if isHidden || isOpening { return }
    say(.new, rested.side, rested.order, rested.quantity.lots, rested.price.ticks, maker: rested.account.number)
  }

  private mutating func take(_ fill: Fill, isCross: Bool) {
    let isHidden = book[fill.maker]?.isHidden ?? false
    book.take(fill.quantity.lots, from: fill.maker)
    // In an auction both have been resting.
    book.take(fill.quantity.lots, from: fill.taker)
    say(
      isCross ? .cross : isHidden ? .hiddenExecution : .execution, fill.takerSide.opposite, fill.maker,
      fill.quantity.lots, fill.price.ticks, maker: fill.makerAccount.number, taker: fill.takerAccount.number)
  }

  private mutating func delete(_ order: OrderID) {
    guard let resting = book.remove(order), !resting.isHidden else { return }
    say(.deletion, resting.side, order, resting.lots, resting.ticks, maker: resting.account)
  }

  private mutating func amend(_ amended: OrderAmended) {
    if !amended.keptPriority { return delete(amended.order) }
    guard let resting = book[amended.order] else { return }
    // Of an iceberg what is not shown goes first.
    reduce(amended.order, by: max(0, resting.lots - amended.quantity.lots))
  }

  private mutating func reduce(_ order: OrderID, by lots: Int64) {
    guard lots > 0, let resting = book[order] else { return }
    if lots >= resting.lots { return delete(order) }
    book.take(lots, from: order)
    if !resting.isHidden { say(.partialCancel, resting.side, order, lots, resting.ticks, maker: resting.account) }
  }

  private mutating func say(
    _ kind: MarketMessage.Kind, _ side: Side = .buy, _ order: OrderID = .none, _ lots: Int64 = 0, _ ticks: Int64 = 0,
    maker: Int32 = -1, taker: Int32 = -1
  ) {
    if tape.count >= messageLimit {
      missed += 1
      return
    }
    tape.append(
      MarketMessage(
        time: now, kind: kind, side: side, order: order.number, size: lots, price: ticks, bid: book.bestBid,
        ask: book.bestAsk, maker: maker, taker: taker))
  }
}
