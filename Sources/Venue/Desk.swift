import MarketTypes
import Matching
import Storage

/// What the corridor remembers of an instrument between commands.
struct Desk: BitwiseCopyable {
  /// The top of the book as last published.
  var quote: Quote
  /// The latest fill or index change since marks were last taken, or −1; its round.
  var priced: Int64 = -1
  /// The latest event that changed the book, or −1.
  var changed: Int64 = -1
  var isTouched = false
  /// Its mark policy took a sample since marks were last taken.
  var isSampled = false
  /// The mark when volatility was last updated; zero before.
  var markBefore: Int64 = 0

  var phase = Phase.continuous
  /// When the phase ends by itself, or −1.
  var phaseEnd: Int64 = -1
  /// What a call was last said to come to.
  var indicated: AuctionOutcome
  /// The orders that made their price the best of their side, or zero: they come first under pro rata after top.
  var topBid: Int64 = 0
  var topAsk: Int64 = 0

  /// The mark before the latest change, in ticks; zero before there was one.
  var previousMark: Int64 = 0
  /// The latest takeover that left the backstop a position on its side of this instrument, or −1; its round, and which
  /// side closes that position.
  var takenOver: Int64 = -1
  var takenOverRound: UInt16 = 0
  var disposalSide = Side.sell

  /// The contract expired and was settled: nobody trades it any more.
  var isSettled = false
  /// Not once it was settled at a price: nobody holds it any more, and its last mark stays.
  var takesMarks = true

  /// Around what limit states keep fills.
  var slowReference = SlowReference()

  init(_ instrument: InstrumentID) {
    quote = Quote(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    indicated = AuctionOutcome(instrument: instrument, price: nil, quantity: .zero, surplus: 0)
  }
}

/// An instrument's rules as the corridor asks for them with each order: plain numbers, −1 for what is not set.
struct BookRules: BitwiseCopyable {
  let maximumPosition: Quantity
  let maximumPrice: Price
  let steps: PriceSteps
  let lotSize: Int64
  let tickSize: Int64
  let largest: Quantity
  let smallestNotional: Int64
  let largestNotional: Int64
  let limitsNotional: Bool
  /// Whether any of value, band or number of open orders is limited.
  let limitsOrders: Bool
  let limitsOpenInterest: Bool
  let mostOpen: Int32
  let protectionDistance: Int64
  let restsProtected: Bool
  let matching: MatchingPolicy
  let publishesLevels: Bool
  let bandWidth: Int64
  let bandSource: PriceSource
  let limitStateWidth: Int64
  let limitStateWindow: Int64

  init(_ rules: InstrumentRules) {
    maximumPosition = rules.maximumPosition
    maximumPrice = rules.maximumPrice
    steps = PriceSteps(of: rules)
    lotSize = rules.orders.lotSize.lots
    tickSize = rules.orders.tickSize.ticks
    largest = min(rules.orders.largest ?? rules.maximumPosition, rules.maximumPosition)
    smallestNotional = rules.orders.smallestNotional.units
    largestNotional = rules.orders.largestNotional?.units ?? .max
    limitsNotional = smallestNotional > 0 || rules.orders.largestNotional != nil
    limitsOrders = limitsNotional || rules.band != nil || rules.orders.mostOpen != nil
    limitsOpenInterest = rules.maximumOpenInterest != nil
    mostOpen = rules.orders.mostOpen ?? -1
    protectionDistance = rules.marketProtection?.distance.ticks ?? -1
    restsProtected = rules.marketProtection?.restRemainder ?? false
    matching = rules.matching
    publishesLevels = rules.publishesLevels
    bandWidth = rules.band?.width.partsPerBillion ?? -1
    bandSource = rules.band?.reference ?? .last
    limitStateWidth = rules.limitState?.width.partsPerBillion ?? -1
    limitStateWindow = rules.limitState?.window.nanoseconds ?? 1
  }

  /// Whether it is a price that orders may stand at, so far as the instrument says.
  @inline(__always)
  func allows(_ limit: Price) -> Bool {
    limit.ticks >= 1 && limit <= maximumPrice && (tickSize == 1 || limit.ticks % tickSize == 0)
  }
}

/// What the corridor knows of an account.
struct Member: BitwiseCopyable {
  /// Zero is no group.
  var group: Int32 = 0
  var isBlocked = false
  /// How many orders it entered or changed in which window of the order rate.
  var entered: Int32 = 0
  var window: Int64 = -1
}

/// Live orders that leave before the one that is looked at enters, so that nothing of them counts.
struct Absence: BitwiseCopyable {
  /// The one it comes in place of, or the orders of a quote's entry; `none` for nobody.
  var orders = (OrderID.none, OrderID.none)
  /// The rare terms of one whose whole group leaves with it (MAT-39), or −1.
  var group: Int32 = -1
  /// How many others of that group there are.
  var mates: Int32 = 0

  @inline(__always) var isEmpty: Bool { orders == (.none, .none) }
  var count: Int32 { (orders.0 == .none ? 0 : 1) + (orders.1 == .none ? 0 : 1) + mates }
}

/// An account's own number for an order; a quote's, which is below zero, counts in its instrument alone.
struct ClientKey: TableKey {
  var client: Int64 = 0
  /// The account, and above it for a quote's number one more than its instrument.
  var owner: UInt64 = .max

  init() {}

  init(_ client: ClientOrderID, of account: AccountID, in instrument: InstrumentID) {
    self.client = client.number
    let scope = client.number < 0 ? UInt64(instrument.number) + 1 : 0
    owner = UInt64(UInt32(bitPattern: account.number)) | scope << 32
  }

  var scrambled: UInt64 {
    (client.scrambled ^ owner) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// Where a live order is.
struct OrderAddress: BitwiseCopyable {
  var order: Int64 = 0
  var instrument: UInt16 = 0
}

/// A live order: it rests, or waits for its trigger in this slot.
enum LiveOrder {
  case resting(StandingOrder)
  case armed(Int32)
}

extension Exchange {
  /// Notes that an event changed an instrument's book.
  @inline(__always)
  mutating func touch(_ instrument: InstrumentID, by event: EventPosition) {
    desks[instrument.index].changed = event.number
    noteTouched(instrument)
  }

  /// Notes that what an instrument's mark is made of is another, because of time or of other venues.
  mutating func resample(_ instrument: InstrumentID) {
    desks[instrument.index].isSampled = true
    noteTouched(instrument)
  }

  @inline(__always)
  private mutating func noteTouched(_ instrument: InstrumentID) {
    guard !desks[instrument.index].isTouched else { return }
    desks[instrument.index].isTouched = true
    touched.append(Int32(instrument.number))
  }

  /// Notes that an event gave an instrument a new price: a fill, or an index change.
  mutating func reprice(_ instrument: InstrumentID, by event: EventPosition) {
    touch(instrument, by: event)
    desks[instrument.index].priced = event.number
  }
}
