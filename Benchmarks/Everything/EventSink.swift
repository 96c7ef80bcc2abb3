import MarketTypes
import Venue

/// Where a venue's events go: hashed one by one, in order, by the folding of `ReportSink`.
struct EventSink {
  private(set) var digest: UInt64 = 0
  private(set) var eventCount = 0
  private(set) var fillCount = 0

  /// Takes every event of a command.
  @inline(__always)
  mutating func receive(_ events: borrowing EventStream) { events.withSpan { receive($0) } }

  /// Out of line, as it is for a venue that does not know who listens.
  @inline(never)
  mutating func receive(_ events: Span<Event>) {
    for index in events.indices { take(EventWords(events, index)) }
  }

  mutating func receive(_ event: Event) { take(EventWords(event)) }

  @inline(__always)
  private mutating func take(_ words: EventWords) {
    let first = folded(words.kind, words.order, 0x9E37_79B9_7F4A_7C15)
    let second = folded(words.other, words.ticks, 0xC2B2_AE3D_27D4_EB4F)
    let third = folded(words.lots, words.who, 0x1656_67B1_9E37_79F9)
    let fourth = folded(words.what, words.origin, 0x27D4_EB2F_1656_67C5)
    digest = (digest &+ (first ^ second)) &* 0xFF51_AFD7_ED55_8CCD
    digest = (digest ^ digest >> 32) &+ (third ^ fourth)
    eventCount += 1
    if words.kind == 3 { fillCount += 1 }
  }

  /// Both halves of a full product, one on the other.
  @inline(__always)
  private func folded(_ first: Int64, _ second: Int64, _ key: UInt64) -> UInt64 {
    let rotated = UInt64(bitPattern: second) ^ (key << 32 | key >> 32)
    let product = (UInt64(bitPattern: first) ^ key).multipliedFullWidth(by: rotated)
    return product.high ^ product.low
  }
}

/// Every field of an event in eight words.
private struct EventWords {
  var kind: Int64
  var order: Int64 = 0
  var other: Int64 = 0
  var ticks: Int64 = 0
  var lots: Int64 = 0
  var who: Int64 = 0
  var what: Int64 = 0
  /// Cause and round.
  let origin: Int64

  init(_ event: Event) { self.init(CollectionOfOne(event).span, 0) }

  /// Of an event by its place: what was written a moment ago is not read as a whole before it is known what it is.
  @inline(__always)
  init(_ events: Span<Event>, _ index: Int) {
    kind = 0
    origin = Int64(events[index].cause) << 16 | Int64(events[index].round)
    switch events[index].body {
    case .accepted(let accepted):
      kind = 1
      (order, other, ticks) = (accepted.order.number, accepted.client.number, accepted.limitTicks)
      lots = accepted.quantity.lots
      who = place(accepted.account, accepted.instrument, accepted.side)
      what = Int64(accepted.timeInForce.rawValue) << 8 | Int64(accepted.terms.rawValue)
    case .rested(let rested):
      kind = 2
      (order, ticks, lots) = (rested.order.number, rested.price.ticks, rested.quantity.lots)
      who = place(rested.account, rested.instrument, rested.side)
    case .filled(let fill):
      kind = 3
      (order, other, ticks) = (fill.taker.number, fill.maker.number, fill.price.ticks)
      lots = fill.quantity.lots
      who = place(fill.takerAccount, fill.instrument, fill.takerSide)
      what = Int64(fill.makerAccount.number) << 1 | (fill.isForced ? 1 : 0)
    case .cancelled(let cancelled):
      kind = 4
      (order, lots, what) = (cancelled.order.number, cancelled.quantity.lots, Int64(cancelled.reason.rawValue))
      who = place(cancelled.account, cancelled.instrument, cancelled.side)
    case .amended(let amended):
      kind = 5
      (order, ticks, lots) = (amended.order.number, amended.price.ticks, amended.quantity.lots)
      who = place(amended.account, amended.instrument, amended.side)
      what = amended.keptPriority ? 1 : 0
    case .refused(let refused):
      kind = 6
      order = refused.client.number
      who = place(refused.account, refused.instrument, .buy)
      what = Int64(refused.action.rawValue) << 8 | Int64(refused.reason.rawValue)
    case .transferred(let transfer):
      kind = 7
      (order, lots) = (name(transfer.from), transfer.amount.units)
      (other, what) = (name(transfer.to), Int64(transfer.reason.rawValue))
    case .quoted(let quote):
      kind = 8
      (order, other) = (quote.bidTicks, quote.askTicks)
      (lots, ticks) = (quote.bidQuantity.lots, quote.askQuantity.lots)
      who = Int64(quote.instrument.number)
    case .marked(let mark):
      kind = 9
      (ticks, other, who) = (mark.price.ticks, mark.previousTicks, Int64(mark.instrument.number))
    case .triggered(let triggered):
      kind = 10
      (order, ticks, lots) = (triggered.order.number, triggered.price.ticks, triggered.quantity.lots)
      (other, who) = (triggered.trigger.ticks, place(triggered.account, triggered.instrument, triggered.side))
    case .liquidatable(let state), .recovered(let state):
      kind = 11
      (order, other, who) = (state.equity.units, state.maintenance.units, Int64(state.account.number))
    default:
      invariantFailed("the workload made an event that its digest does not know: \(events[index])")
    }
  }

  @inline(__always)
  private func place(_ account: AccountID, _ instrument: InstrumentID, _ side: Side) -> Int64 {
    Int64(account.number) << 32 | Int64(instrument.number) << 8 | Int64(side.rawValue)
  }

  private func name(_ account: LedgerAccount) -> Int64 {
    switch account {
    case .collateral(let owner): Int64(owner.number) << 8 | 1
    case .costBasis(let owner, let instrument): Int64(instrument.number) << 40 | Int64(owner.number) << 8 | 2
    case .fees: 3
    case .fund: 4
    case .contribution(let owner): Int64(owner.number) << 8 | 5
    case .rounding: 6
    case .uncovered: 7
    case .outside: 8
    }
  }
}
