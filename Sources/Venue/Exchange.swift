import Clearing
import Liquidation
import MarketTypes
import Matching
import Storage

/// The venue: takes one command with its time and appends every consequence, in order, to one stream.
///
/// It is the corridor between the rooms and computes neither prices nor amounts: books say who meets whom, the clearing
/// house what that does to balances and margins, the liquidation engine what would cure an account.
///
///     command → admission → book → fills → clearing → marks → margin watch → forced order → the same door
///
/// The same commands give the same events, always. `clone()` at any command boundary gives a venue that goes on alone.
public struct Exchange: ~Copyable {
  private let pin = Pin()
  /// As it was made with; changed only when it adopts others (`Exchange+Adopting.swift`).
  public internal(set) var rules: VenueRules
  var books: Shelf<OrderBook>
  /// Beside each book: its orders with rare terms.
  var specials: Shelf<SpecialOrders>
  var house: ClearingHouse
  var liquidation: LiquidationEngine
  var desks: Pool<Desk>
  let bookRules: Pool<BookRules>
  /// By account.
  var members = Pool<Member>()
  /// Instruments whose book or index changed since marks were last taken.
  var touched = Pool<Int32>()
  /// From (account, client's number) to the live order.
  var clients: Table<ClientKey, OrderAddress>
  var deadlines = Deadlines()
  /// Whether the clearing house has moments of its own, and which of them `deadlines` has.
  var keepsTime = false
  /// The most time that one command may let pass: 2^20 of the shortest interval, so that what is due in between ends.
  var longestGap = Int64.max
  var notedStaleness: Time?
  var notedMarkSample: Time?
  var notedFunding: Time?
  var protections: Table<ProtectionKey, Int32>
  var protectionStates = Pool<ProtectionState>()
  /// Instruments whose mark was just taken.
  var marked = Pool<Int32>()
  /// Shown prices that changed in this command, where levels are published.
  var levelNotes: Shelf<LevelNotes>
  var shares = Pool<LevelShare>()
  var leaving = Pool<OrderID>()
  /// Live orders that count as gone while another is looked at.
  var absent = Absence()
  /// Whether a quote's bid counts as open while its ask is looked at.
  var countsBid = false
  var pegged = Pool<OrderID>()
  var forcedOrders = Pool<Order>()
  var deleveragings = Pool<Deleveraging>()
  var found = Pool<DueAccount>()
  var bankrupt = Pool<Distress>()
  var relevelled = Pool<Distress>()
  var lastOrder: Int64 = 0
  /// The time of the latest command that was not refused for its time; inside one, the moment that is under way.
  public internal(set) var now: Time = .start
  /// Whether opening state may still be given (MAT-16).
  public internal(set) var isOpening = true
  /// Walks every book and every account after each command. For tests and `--check`.
  public var checksEverything = false

  /// A venue without accounts. The rules have no `fault`.
  public init(_ rules: VenueRules) {
    self.rules = rules
    books = Shelf(count: rules.instruments.count) { _ in OrderBook() }
    specials = Shelf(count: rules.instruments.count) { _ in SpecialOrders() }
    levelNotes = Shelf(count: rules.instruments.count) { _ in LevelNotes() }
    house = ClearingHouse(rules)
    liquidation = LiquidationEngine(rules.liquidation)
    desks = Pool()
    var bookRules = Pool<BookRules>()
    for index in rules.instruments.indices {
      desks.append(Desk(InstrumentID(number: UInt16(index))))
      bookRules.append(BookRules(rules.instruments[index]))
    }
    self.bookRules = bookRules
    clients = Table(vacantKey: ClientKey(), vacantValue: OrderAddress())
    protections = Table(vacantKey: ProtectionKey(), vacantValue: -1)
    scheduleCashFlows()
  }

  init(copying venue: borrowing Exchange) {
    rules = venue.rules
    books = venue.books.clone { $0.clone() }
    specials = venue.specials.clone { $0.clone() }
    house = venue.house.clone()
    liquidation = venue.liquidation.clone()
    desks = venue.desks.clone()
    bookRules = venue.bookRules.clone()
    members = venue.members.clone()
    touched = venue.touched.clone()
    clients = venue.clients.clone()
    deadlines = venue.deadlines.clone()
    keepsTime = venue.keepsTime
    longestGap = venue.longestGap
    notedStaleness = venue.notedStaleness
    notedMarkSample = venue.notedMarkSample
    notedFunding = venue.notedFunding
    protections = venue.protections.clone()
    protectionStates = venue.protectionStates.clone()
    levelNotes = venue.levelNotes.clone { $0.clone() }
    lastOrder = venue.lastOrder
    now = venue.now
    isOpening = venue.isOpening
    checksEverything = venue.checksEverything
  }

  /// A venue of its own in the same state. O(size).
  public borrowing func clone() -> Exchange { Exchange(copying: self) }

  // MARK: The one door

  /// Carries out a command and everything that follows from it.
  ///
  /// Marks are taken once the command's own fills are done, then accounts are checked; under immediate pacing forced
  /// orders follow round by round until all is at rest or the round limit is reached.
  /// What was due before the command's time happens first, each moment with all that follows from it, as if somebody had
  /// sent a clock then.
  /// A `seen` that is not in the stream yet counts as none.
  public mutating func execute(_ command: Command, into events: inout EventStream) {
    let cause = events.known(command.seen)
    events.beginCommand()
    if command.time < now {
      refuse(command, .timeGoesBack, because: cause, into: &events)
      return
    }
    if command.time.nanoseconds - now.nanoseconds > longestGap {
      refuse(command, .timeTooFarAhead, because: cause, into: &events)
      return
    }
    if !deadlines.isEmpty { passTime(until: command.time, into: &events) }
    now = command.time
    house.now = now
    if isOpening, !command.action.belongsToOpening || command.time > .start { isOpening = false }
    carryOut(command, because: cause, into: &events)
    comeToRest(isClock: command.action.isClock, into: &events)
    if !deadlines.isEmpty { dropStaleDeadlines() }
    if checksEverything { checkInvariants() }
  }

  /// Everything that follows from what was carried out: orders that wait fire, marks are taken, accounts are checked,
  /// forced orders placed.
  ///
  /// - Parameter isClock: looked at only where somebody waits for a clock.
  @inline(__always)
  mutating func comeToRest(isClock: @autoclosure () -> Bool, into events: inout EventStream) {
    reactEverywhere(into: &events)
    if isOpening {
      publishQuotes(into: &events)
    } else {
      remark(into: &events)
      if !liquidation.isIdle { liquidate(isClock: isClock(), into: &events) }
    }
    if keepsTime { noteHouseDeadlines() }
  }

  /// When the venue next needs a `clock` command, or `nil`.
  public var nextDeadline: Time? {
    let other = liquidation.deadline
    if deadlines.isEmpty { return other }
    let own = Time(nanoseconds: deadlines.earliest)
    return other.map { min(own, $0) } ?? own
  }

  private mutating func carryOut(
    _ command: Command, because cause: EventPosition?, into events: inout EventStream
  ) {
    // Each takes its own part out of the command: here all parts of all of them would be taken out first.
    switch command.action {
    case .submit: submit(command, because: cause, into: &events)
    case .cancel: cancel(command, because: cause, into: &events)
    case .amend: amend(command, because: cause, into: &events)
    default: carryOutRest(command, because: cause, into: &events)
    }
  }

  @inline(never)
  private mutating func submit(_ command: Command, because cause: EventPosition?, into events: inout EventStream) {
    guard case .submit(let order) = command.action else { return }
    submit(order, because: cause, into: &events)
  }

  @inline(never)
  private mutating func cancel(_ command: Command, because cause: EventPosition?, into events: inout EventStream) {
    guard case .cancel(let request) = command.action else { return }
    cancel(request, because: cause, into: &events)
  }

  @inline(never)
  private mutating func amend(_ command: Command, because cause: EventPosition?, into events: inout EventStream) {
    guard case .amend(let request) = command.action else { return }
    amend(request, because: cause, into: &events)
  }

  /// Apart, so that orders do not pay for the room that all other actions need.
  @inline(never)
  private mutating func carryOutRest(
    _ command: Command, because cause: EventPosition?, into events: inout EventStream
  ) {
    switch command.action {
    case .openAccount(let opening): openAccount(opening, because: cause, into: &events)
    case .deposit(let account, let amount, let asset):
      deposit(amount, of: asset, to: account, because: cause, into: &events)
    case .fund(let amount, let pool): fund(amount, in: pool, because: cause, into: &events)
    case .withdraw(let account, let amount, let asset):
      withdraw(amount, of: asset, from: account, because: cause, into: &events)
    case .openHolding(let opening): openHolding(opening, because: cause, into: &events)
    case .openMark(let update): openMark(update, because: cause, into: &events)
    case .openOrder(let order): openOrder(order, because: cause, into: &events)
    case .reduce(let request): reduce(request, because: cause, into: &events)
    case .replace(let request): replace(request, because: cause, into: &events)
    case .massCancel(let request): massCancel(request, because: cause, into: &events)
    case .massQuote(let quote): massQuote(quote, because: cause, into: &events)
    case .protect(let protection): protect(protection, because: cause, into: &events)
    case .unblock(let account): unblock(account, because: cause, into: &events)
    case .bust(let fill): bust(fill, because: cause, into: &events)
    case .setPhase(let change): setPhase(change, because: cause, into: &events)
    case .setIndex(let update): setIndex(update, because: cause, into: &events)
    case .report(let report): self.report(report, because: cause, into: &events)
    case .roll(let roll): self.roll(roll, because: cause, into: &events)
    case .transfer(let transfer): self.transfer(transfer, because: cause, into: &events)
    case .movePosition(let move): movePosition(move, because: cause, into: &events)
    case .setMarginFactor(let change): setMarginFactor(change, because: cause, into: &events)
    case .contribute(let account, let amount): contribute(amount, by: account, because: cause, into: &events)
    case .settleContract(let update): settleContract(update, because: cause, into: &events)
    case .explainQuote(let terms): explainQuote(terms, because: cause, into: &events)
    case .submit, .cancel, .amend, .clock: break
    }
  }
}

extension Command.Action {
  /// Whether time passes and nothing else is asked.
  var isClock: Bool { if case .clock = self { true } else { false } }

  /// Whether the opening goes on after this: it neither trades nor lets time pass.
  var belongsToOpening: Bool {
    switch self {
    case .openAccount, .deposit, .fund, .openHolding, .openMark, .openOrder, .report, .transfer, .contribute: true
    case .withdraw, .submit, .cancel, .amend, .reduce, .replace, .massCancel, .massQuote, .protect, .unblock, .bust,
      .setPhase, .setIndex, .roll, .movePosition, .setMarginFactor, .settleContract, .explainQuote, .clock:
      false
    }
  }
}
