import MarketTypes

/// The whole venue, slow and obviously right: the twin of `Exchange`. What margin, marks and liquidation do is in
/// `WholeVenue`.
///
/// Orders lie in one array in order of arrival and every question walks all of them. All reasons to refuse a command are
/// gathered, and the one that stands first in `Refusal` is the answer. It shares nothing with the venue but MarketTypes.
struct NaiveVenue {
  /// A live order: it rests, or it waits for its trigger.
  struct Live {
    var number: Int64
    var client: Int64
    var account: Int
    var instrument: Int
    var side: Side
    var timeInForce: TimeInForce
    var terms: OrderTerms
    var conditions: OrderConditions
    /// The owner's worst price; `nil` for a market order, until it rests, and for a peg without a limit.
    var limit: Int64?
    /// Where it rests.
    var price: Int64 = 0
    /// All that is left of it, and how much of that is shown.
    var left: Int64
    var shown: Int64 = 0
    var filled: Int64 = 0
    /// Its place in the queue of its price: an iceberg's next part has a later one.
    var turn = 0
    /// When it entered the book or was armed, counted over all orders.
    var arrival = 0
    /// The price it waits for; a trailing stop's as it stands now.
    var trigger: Int64?
    /// Its group; zero once it has left it, which a fill or its trigger brings about.
    var group: Int32 = 0
    /// The best price a trailing stop has seen.
    var best: Int64 = 0
  }

  struct Account {
    var cash = 0
    /// By asset number, from 1.
    var assets: [Int: Int] = [:]
    var group: Int32 = 0
    var kind = AccountKind.exempt
    /// Whose sub-account it is.
    var owner: Int?
    /// The only instrument an isolated account trades.
    var ownInstrument = 0
    /// The event of its latest fill, or of another entry that no mark made.
    var lastEntry: Int?
    /// The instrument of its latest fill, deleveraging or settlement.
    var lastInstrument = 0
    /// In the hands of the liquidation.
    var isDue = false
    var level = MarginLevel.sufficient
    /// In the default fund; and what assessments go by.
    var contribution = 0
    var pledge = 0
    var isBlocked = false
    /// By instrument. A short's cost is negative.
    var lots: [Int: Int] = [:]
    /// What it traded in each window of the fee schedule.
    var volumes: [Int64: Int] = [:]
    var cost: [Int: Int] = [:]
    /// The window of the order rate in which it last entered something, and how often.
    var rateWindow: Int64 = -1
    var entered: Int32 = 0
  }

  /// An instrument's state beside its orders.
  struct Market {
    var last: Int64?
    var index: Int64?
    var mark: Int64?
    var phase = Phase.continuous
    var until: Int64?
    /// Orders whose trigger was met, in the order in which they fire, with the price that came and its event.
    var ready: [(number: Int64, price: Int64, event: Int)] = []
    /// The best shown prices when pegs were last placed.
    var pegged: [Int64?] = [nil, nil]
    /// The orders that made their prices the best, by side.
    var top: [Side: Int64] = [:]
    var protections: [Int: Protection] = [:]
    var slow = SlowReference()
    var published: Quote
    var cash: CashFlows
    var memory: Memory
    /// The mark before the latest one that its policy took.
    var previousMark: Int64?
    var factor = Rate.one
    var factorEvent: Int?
    /// What volatility was reckoned of last, and what it came to, squared, in 10⁻²⁴.
    var lookedAt: Int64?
    var variance: Int128?
    var isSettled = false
    /// Not once it was settled at a price.
    var takesMarks = true
    /// The latest takeover of a position here, and its round.
    var takenOver: (event: Int, round: Int, isLong: Bool)?
    var levels: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
    var indicated: AuctionOutcome?
  }

  let rules: VenueRules
  let instruments: [InstrumentRules]
  var events: [Event] = []
  var accounts: [Account] = []
  var markets: [Market]
  /// By asset number, from 1.
  var assetPrices: [Int: Int64] = [:]
  /// What sources said, of each price that they make.
  var indices: [PriceSubject: Index] = [:]
  /// Everybody's live orders, oldest first.
  var orders: [Live] = []
  /// The order under way.
  var incoming: Incoming?
  var lastOrder: Int64 = 0
  /// Counts places in queues and arrivals.
  var turns = 0
  var now: Int64 = 0
  var isOpening = true
  /// The latest event that changed an instrument since it was last published, and the latest that gave it a price.
  var changed: [Int: Int] = [:]
  var priced: [Int: Int] = [:]
  /// Whose marks are looked at because of the time.
  var sampled: Set<Int> = []
  /// How many events there were when the command under way began.
  var commandStart = 0
  /// By fund, what it has; and what nobody paid, what was earned, what rounding left, what the backstop was given.
  var funds: [Int]
  var uncovered = 0
  var fees = 0
  var rounding = 0
  var backstopCapital = 0
  var watch = Watch()
  var queue = Queue()

  init(_ rules: VenueRules) {
    self.rules = rules
    instruments = rules.instruments
    funds = rules.funds.map { _ in 0 }
    markets = instruments.indices.map { index in
      Market(
        published: Quote(
          instrument: InstrumentID(number: UInt16(index)), bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero),
        cash: CashFlows(rules.instruments[index]), memory: Memory(rules.instruments[index].mark))
    }
  }

  @discardableResult
  mutating func append(_ body: Event.Body, because cause: Int?, round: Int? = nil) -> Int {
    let round = UInt16(round ?? self.round(of: cause))
    events.append(Event(body, cause: cause.map { UInt32(events.count - $0) } ?? 0, round: round))
    return events.count - 1
  }

  /// What follows from an event is of its round; what an earlier command left is of round 0 (LIQ-2, LIQ-6).
  func round(of event: Int?) -> Int {
    guard let event, event >= commandStart else { return 0 }
    return Int(events[event].round)
  }

  mutating func nextTurn() -> Int {
    turns += 1
    return turns
  }

  // MARK: One command

  mutating func execute(_ command: Command) {
    commandStart = events.count
    let known = Int64(0)..<Int64(events.count)
    let seen = command.seen.flatMap { known.contains($0.number) ? Int($0.number) : nil }
    if command.time.nanoseconds < now {
      append(.refused(refusal(of: command.action, .timeGoesBack)), because: seen)
      return
    }
    let time = command.time.nanoseconds
    switch command.action {
    case .openAccount, .deposit, .fund, .openHolding, .openMark, .openOrder, .report, .transfer, .contribute: break
    default: isOpening = false
    }
    if time > 0 { isOpening = false }
    changed = [:]
    priced = [:]
    sampled = []
    passTime(until: time)
    now = time
    let reason = reasons(against: command.action).min { $0.rawValue < $1.rawValue }
    count(command.action, refusedFor: reason)
    if let reason {
      append(.refused(refusal(of: command.action, reason)), because: seen)
    } else {
      carryOut(command.action, because: seen)
    }
    if case .clock = command.action { comeToRest(isClock: true) } else { comeToRest(isClock: false) }
  }

  mutating func comeToRest(isClock: Bool) {
    remark()
    if !isOpening { liquidate(isClock: isClock) }
  }

  /// Instruments react, then what changed is published, until nothing happens any more (MAT-19, MAT-49); then accounts
  /// are looked at.
  mutating func remark() {
    var calling: Int?
    repeat {
      for instrument in instruments.indices { react(instrument) }
      let touched = changed
      let (repriced, looked) = (priced, sampled)
      changed = [:]
      priced = [:]
      sampled = []
      for instrument in Set(touched.keys).union(looked).sorted() {
        if let cause = touched[instrument] { publish(instrument, because: cause) }
        let isAsked = repriced[instrument] != nil || looked.contains(instrument)
        if !isOpening, isAsked, let mark = takeMark(of: instrument, because: repriced[instrument]) {
          if calling.map({ round(of: mark) >= round(of: $0) }) ?? true { calling = mark }
        }
      }
    } while !markets.allSatisfy { $0.ready.isEmpty || !$0.phase.isContinuous }
    if let calling { callStalled(because: calling) }
    if !isOpening { checkAccounts() }
  }
}
