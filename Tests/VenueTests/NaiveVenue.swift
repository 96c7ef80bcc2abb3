import MarketTypes

/// The matching path of the whole venue for exempt accounts, slow and obviously right: the twin of `Exchange`.
///
/// Orders lie in one array in order of arrival and every question walks all of them. All reasons to refuse a command are
/// gathered, and the one that stands first in `Refusal` is the answer. It shares nothing with the venue but MarketTypes.
struct NaiveVenue {
  struct Resting {
    var number: Int64
    var client: Int64
    var account: Int
    var instrument: Int
    var side: Side
    var terms: OrderTerms
    var price: Int64
    var left: Int64
    var filled: Int64
  }

  struct Account {
    var cash = 0
    /// By instrument. A short's cost is negative.
    var lots: [Int: Int] = [:]
    var cost: [Int: Int] = [:]
  }

  let instruments: [InstrumentRules]
  var events: [Event] = []
  var accounts: [Account] = []
  /// Everybody's resting orders, oldest first.
  var orders: [Resting] = []
  var lastOrder: Int64 = 0
  var now: Int64 = 0
  var isOpening = true
  var lastPrice: [Int: Int64] = [:]
  var index: [Int: Int64] = [:]
  var mark: [Int: Int64] = [:]
  var published: [Int: Quote] = [:]
  /// The latest event that changed an instrument in this command, and the latest that gave it a price.
  var changed: [Int: Int] = [:]
  var priced: [Int: Int] = [:]

  init(_ instruments: [InstrumentRules]) { self.instruments = instruments }

  @discardableResult
  mutating func append(_ body: Event.Body, because cause: Int?) -> Int {
    events.append(Event(body, cause: cause.map { UInt32(events.count - $0) } ?? 0, round: 0))
    return events.count - 1
  }

  mutating func transfer(
    _ amount: Int, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason, because cause: Int?
  ) {
    if amount > 0 {
      append(
        .transferred(Transfer(from: from, to: to, amount: Money(units: Int64(amount)), reason: reason)), because: cause)
    } else if amount < 0 {
      transfer(-amount, from: to, to: from, reason, because: cause)
    }
  }

  // MARK: One command

  mutating func execute(_ command: Command) {
    let known = Int64(0)..<Int64(events.count)
    let seen = command.seen.flatMap { known.contains($0.number) ? Int($0.number) : nil }
    if command.time.nanoseconds < now {
      append(.refused(refusal(of: command.action, .timeGoesBack)), because: seen)
      return
    }
    now = command.time.nanoseconds
    switch command.action {
    case .openAccount, .deposit, .fund, .openHolding, .openMark, .openOrder: break
    default: isOpening = false
    }
    if now > 0 { isOpening = false }
    changed = [:]
    priced = [:]
    if let reason = reasons(against: command.action).min(by: { $0.rawValue < $1.rawValue }) {
      append(.refused(refusal(of: command.action, reason)), because: seen)
    } else {
      carryOut(command.action, because: seen)
    }
    for instrument in changed.keys.sorted() {
      publishQuote(of: instrument)
      if !isOpening { takeMark(of: instrument) }
    }
  }

  private mutating func carryOut(_ action: Command.Action, because seen: Int?) {
    switch action {
    case .openAccount(let opening):
      accounts.append(Account())
      append(.accountOpened(opening), because: seen)
    case .deposit(let account, let amount):
      accounts[account.index].cash += Int(amount.units)
      transfer(Int(amount.units), from: .outside, to: .collateral(account), .deposit, because: seen)
    case .fund(let amount): transfer(Int(amount.units), from: .outside, to: .fund, .deposit, because: seen)
    case .withdraw(let account, let amount):
      accounts[account.index].cash -= Int(amount.units)
      transfer(Int(amount.units), from: .collateral(account), to: .outside, .withdrawal, because: seen)
    case .openHolding(let opening):
      let event = append(.holdingOpened(opening), because: seen)
      let (lots, price) = (Int(opening.position.lots), Int(opening.price.ticks))
      trade(lots, at: price, opening.account.index, opening.instrument.index, because: event)
      trade(-lots, at: price, opening.counterparty.index, opening.instrument.index, because: event)
    case .openMark(let update):
      let before = mark[update.instrument.index].map { Price(ticks: $0) }
      mark[update.instrument.index] = update.price.ticks
      append(
        .marked(MarkChange(instrument: update.instrument, price: update.price, previous: before)), because: seen)
    case .openOrder(let order), .submit(let order): enter(order, because: seen)
    case .cancel(let request):
      let place = find(request.target, request.account, request.instrument)!
      end(place, .requested, because: seen)
    case .amend(let request): amend(request, because: seen)
    case .reduce(let request):
      let place = find(request.target, request.account, request.instrument)!
      if request.quantity.lots >= orders[place].left {
        end(place, .requested, because: seen)
      } else {
        orders[place].left -= request.quantity.lots
        noteAmended(orders[place], keptPriority: true, because: seen)
      }
    case .setIndex(let update):
      index[update.instrument.index] = update.price.ticks
      let event = append(.indexed(update), because: seen)
      changed[update.instrument.index] = event
      priced[update.instrument.index] = event
    case .explainQuote(let terms): append(.quoteExplained(terms), because: seen)
    case .clock: break
    }
  }

  // MARK: Money

  /// One account's half of a fill: what is closed brings its price less its share of the cost, and that share is
  /// rounded up; what is opened costs its price.
  mutating func trade(_ change: Int, at price: Int, _ account: Int, _ instrument: Int, because event: Int) {
    let perLot = price * Int(instruments[instrument].tickValue.units)
    let held = accounts[account].lots[instrument] ?? 0
    let cost = accounts[account].cost[instrument] ?? 0
    let isClosing = held != 0 && (held > 0) != (change > 0)
    let closed = isClosing ? min(abs(held), abs(change)) : 0
    var share = 0
    if closed > 0 { share = closed == abs(held) ? cost : ceiling(of: cost, times: closed, over: abs(held)) }
    let proceeds = (held > 0 ? closed : -closed) * perLot
    let opened = (abs(change) - closed) * (change > 0 ? 1 : -1)
    accounts[account].lots[instrument] = held + change
    accounts[account].cost[instrument] = cost - share + opened * perLot
    accounts[account].cash += proceeds - share
    let owner = AccountID(number: Int32(account))
    transfer(
      proceeds - share, from: .costBasis(owner, InstrumentID(number: UInt16(instrument))), to: .collateral(owner),
      .realized, because: event)
  }

  mutating func pay(_ rate: Rate, of notional: Int, _ account: Int, _ reason: TransferReason, because event: Int) {
    let fee = ceiling(of: notional, times: Int(rate.partsPerBillion), over: 1_000_000_000)
    accounts[account].cash -= fee
    transfer(fee, from: .collateral(AccountID(number: Int32(account))), to: .fees, reason, because: event)
  }

  /// The least whole number not below value × factor ÷ divisor.
  private func ceiling(of value: Int, times factor: Int, over divisor: Int) -> Int {
    let product = Int128(value) * Int128(factor)
    var quotient = product / Int128(divisor)
    while quotient * Int128(divisor) < product { quotient += 1 }
    return Int(quotient)
  }

  // MARK: Quotes and marks

  private func quote(of instrument: Int) -> Quote {
    func top(_ side: Side) -> (Price?, Quantity) {
      guard let best = firstMaker(instrument, for: side.opposite, limit: nil).map({ orders[$0].price }) else {
        return (nil, .zero)
      }
      var lots: Int64 = 0
      for order in orders where order.instrument == instrument && order.side == side && order.price == best {
        lots += order.left
      }
      return (Price(ticks: best), Quantity(lots: lots))
    }
    let (bid, ask) = (top(.buy), top(.sell))
    return Quote(
      instrument: InstrumentID(number: UInt16(instrument)), bid: bid.0, bidQuantity: bid.1, ask: ask.0,
      askQuantity: ask.1)
  }

  private mutating func publishQuote(of instrument: Int) {
    let quote = quote(of: instrument)
    let empty = Quote(
      instrument: InstrumentID(number: UInt16(instrument)), bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    if quote == published[instrument] ?? empty { return }
    published[instrument] = quote
    append(.quoted(quote), because: changed[instrument])
  }

  private mutating func takeMark(of instrument: Int) {
    guard let cause = priced[instrument], let price = policyMark(of: instrument), price != mark[instrument] else {
      return
    }
    let change = MarkChange(
      instrument: InstrumentID(number: UInt16(instrument)), price: Price(ticks: price),
      previous: mark[instrument].map { Price(ticks: $0) })
    mark[instrument] = price
    append(.marked(change), because: cause)
  }

  private func policyMark(of instrument: Int) -> Int64? {
    let quote = quote(of: instrument)
    switch instruments[instrument].mark {
    case .last: return lastPrice[instrument]
    case .index: return index[instrument]
    case .bestBid: return quote.bid?.ticks
    case .bestAsk: return quote.ask?.ticks
    case .mid:
      guard let bid = quote.bid?.ticks, let ask = quote.ask?.ticks else { return nil }
      return bid + (ask - bid) / 2
    case .blend(let weight):
      let share = Int128(weight.partsPerBillion)
      let (last, index) = (lastPrice[instrument], index[instrument])
      if share > 0 && last == nil || share < 1_000_000_000 && index == nil { return nil }
      return Int64((Int128(last ?? 0) * share + Int128(index ?? 0) * (1_000_000_000 - share)) / 1_000_000_000)
    }
  }
}
