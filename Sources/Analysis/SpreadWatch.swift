import MarketTypes

/// The quoted spread of each instrument before the cascade and during it, and what makers say theirs is made of.
///
/// A quote stands from the command that left it to the one that leaves the next. What came before the first account fell
/// under its maintenance margin is *before*; from there to the last forced fill is *during* (`CascadeWindow`); the rest
/// of the run is neither. Without a cascade all of it is before. While an instrument is halted, or collects orders for an
/// auction, and once its contract was settled, no quote stands: that time is left out.
///
/// O(log spreads) per quote, O(1) per explanation, O(instruments + makers) per command with a forced fill.
public struct SpreadWatch: StreamFold, Sendable {
  /// From the first account that fell to the last forced fill.
  public private(set) var window = CascadeWindow()

  private var instruments: [Quoted]
  private var now: Time?
  private var makers: [Maker] = []
  /// From account number to the first of its makers, one per instrument; −1 for who never explained a quote.
  private var makerOf: [Int32] = []
  private var hasForcedFill = false

  public init(_ rules: VenueRules) { instruments = rules.instruments.map { _ in Quoted() } }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    // A command refused because its time goes back has no time of its own.
    let time = max(command.time, now ?? .start)
    if now == nil {
      for index in instruments.indices { instruments[index].since = time }
    }
    now = time
    for index in events.indices {
      switch events[index].body {
      case .quoted(let quote):
        instruments[quote.instrument.index].take(quote.spread, at: time, isOpen: window.hasOpened)
      case .phaseChanged(let change):
        let numbers = change.instrument.map { $0.index..<$0.index + 1 } ?? instruments.indices
        for index in numbers {
          instruments[index].turn(on: change.phase.isContinuous, at: time, isOpen: window.hasOpened)
        }
      case .contractSettled(let settlement):
        instruments[settlement.instrument.index].end(at: time, isOpen: window.hasOpened)
      case .quoteExplained(let terms): add(terms)
      case .liquidatable where !window.hasOpened: open(at: time)
      case .filled(let fill) where fill.isForced:
        window.noteForcedFill(at: time)
        hasForcedFill = true
      case .accountOpened: makerOf.append(-1)
      default: break
      }
    }
    if hasForcedFill { claim(until: time) }
  }

  // MARK: The window

  private mutating func open(at time: Time) {
    window.open(at: time)
    for index in instruments.indices {
      instruments[index].elapse(to: time, isOpen: false)
      instruments[index].pending.widen(to: instruments[index].spread)
    }
  }

  /// Everything up to now belongs to the cascade.
  private mutating func claim(until time: Time) {
    hasForcedFill = false
    for index in instruments.indices {
      instruments[index].elapse(to: time, isOpen: true)
      instruments[index].during.add(instruments[index].pending)
      instruments[index].pending.removeAll()
    }
    for index in makers.indices {
      makers[index].during.add(makers[index].pending)
      makers[index].pending = TermSums()
    }
  }

  // MARK: Makers

  private mutating func add(_ terms: QuoteTerms) {
    if makerOf[terms.account.index] < 0 {
      makerOf[terms.account.index] = Int32(makers.count)
      for number in instruments.indices {
        makers.append(Maker(account: terms.account, instrument: InstrumentID(number: UInt16(number))))
      }
    }
    let index = Int(makerOf[terms.account.index]) + terms.instrument.index
    if window.hasOpened { makers[index].pending.add(terms) } else { makers[index].before.add(terms) }
  }
}

/// One instrument's quote and the time it stood.
private struct Quoted: Sendable {
  /// `nil` while a side is empty.
  var spread: PriceChange?
  var since = Time.start
  var isTrading = true
  var isSettled = false
  var before = SpreadPeriod()
  /// Since the last forced fill: whether it belongs to the cascade, a later one decides.
  var pending = SpreadPeriod()
  var during = SpreadPeriod()

  mutating func elapse(to time: Time, isOpen: Bool) {
    let span = isTrading ? time - since : .zero
    if isOpen { pending.add(spread, for: span) } else { before.add(spread, for: span) }
    since = time
  }

  mutating func turn(on isTrading: Bool, at time: Time, isOpen: Bool) {
    elapse(to: time, isOpen: isOpen)
    self.isTrading = isTrading && !isSettled
  }

  /// Its contract was settled: what stood there has left, and nothing is quoted any more.
  mutating func end(at time: Time, isOpen: Bool) {
    isSettled = true
    turn(on: false, at: time, isOpen: isOpen)
    spread = nil
  }

  mutating func take(_ spread: PriceChange?, at time: Time, isOpen: Bool) {
    elapse(to: time, isOpen: isOpen)
    self.spread = spread
    if isOpen {
      pending.countQuote()
      pending.widen(to: spread)
    } else {
      before.countQuote()
      before.widen(to: spread)
    }
  }
}

/// One maker in one instrument.
private struct Maker: Sendable {
  let account: AccountID
  let instrument: InstrumentID
  var before = TermSums()
  var pending = TermSums()
  var during = TermSums()
}

// MARK: - What was found

extension SpreadWatch {
  /// Up to the start of the cascade, or to the last command if there was none.
  public func before(_ instrument: InstrumentID) -> SpreadPeriod {
    var quoted = instruments[instrument.index]
    if !window.hasOpened, let now { quoted.elapse(to: now, isOpen: false) }
    return quoted.before
  }

  /// Before, during and after: all of the run, up to the last command.
  public func whole(_ instrument: InstrumentID) -> SpreadPeriod {
    var quoted = instruments[instrument.index]
    if let now { quoted.elapse(to: now, isOpen: window.hasOpened) }
    var all = quoted.before
    all.add(quoted.during)
    all.add(quoted.pending)
    return all
  }

  /// From the start of the cascade to its last forced fill.
  public func during(_ instrument: InstrumentID) -> SpreadPeriod { instruments[instrument.index].during }

  /// Makers that explained quotes, in order of their first explanation, then by instrument.
  public var makerTerms: [MakerTerms] {
    makers.compactMap { maker in
      let (before, during) = (maker.before.means, maker.during.means)
      guard before != nil || during != nil else { return nil }
      return MakerTerms(account: maker.account, instrument: maker.instrument, before: before, during: during)
    }
  }
}
