import MarketTypes
import TestSupport
import Venue

/// A `ThresholdBook` in a real venue, and what came of a sale.
struct ThresholdMarket: ~Copyable {
  private(set) var venue: Exchange
  private var events = EventStream()
  let start: Int64

  /// The book stands, the holders still have to come.
  init(bookOf book: ThresholdBook) {
    venue = Exchange(book.rules)
    start = book.start
    for command in book.bookOpening { open(command) }
  }

  init(_ book: ThresholdBook) {
    self.init(bookOf: book)
    admit(book)
  }

  private init(copying market: borrowing ThresholdMarket) {
    venue = market.venue.clone()
    start = market.start
  }

  borrowing func clone() -> ThresholdMarket { ThresholdMarket(copying: self) }

  /// Opens the accounts of all holders.
  mutating func admit(_ book: borrowing ThresholdBook) {
    for holder in book.holders.indices {
      for command in book.opening(of: holder) { open(command) }
    }
  }

  /// Carries out a command of which nothing need be known.
  mutating func open(_ command: Command) {
    events.removeAll()
    venue.execute(command, into: &events)
  }

  /// Carries out a command and folds what it caused.
  mutating func result(of command: Command, checked: Bool = false) -> ThresholdOutcome {
    venue.checksEverything = checked
    open(command)
    var outcome = ThresholdOutcome()
    for index in 0..<events.count { outcome.add(events[index], start: start) }
    return outcome
  }

  mutating func sell(_ lots: Int64, checked: Bool = false) -> ThresholdOutcome {
    result(of: ThresholdBook.sale(of: lots), checked: checked)
  }
}

struct ThresholdOutcome: Equatable {
  var sold: Int64 = 0
  /// Ticks from the start to the last fill.
  var displacement: Int64 = 0
  /// Lots sold by the shock, then by each round of forced orders.
  var soldInRound: [Int64] = []
  /// Accounts with a forced order, by round; the first forced round first.
  var generations: [Int] = []
  /// Who was found under margin, in order of finding.
  var liquidatable: [AccountID] = []
  var stalls = 0

  mutating func add(_ event: Event, start: Int64) {
    switch event.body {
    case .filled(let fill):
      sold += fill.quantity.lots
      displacement = start - fill.price.ticks
      while soldInRound.count <= Int(event.round) { soldInRound.append(0) }
      soldInRound[Int(event.round)] += fill.quantity.lots
    case .accepted(let order) where order.terms.contains(.forced):
      while generations.count < Int(event.round) { generations.append(0) }
      generations[Int(event.round) - 1] += 1
    case .liquidatable(let state): liquidatable.append(state.account)
    case .liquidationStalled: stalls += 1
    default: break
    }
  }
}
