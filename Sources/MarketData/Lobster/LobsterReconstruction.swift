import MarketTypes
import Notation

/// Messages turned into edits of a book of orders, one at a time: what `LobsterReconstructionCheck` and `LobsterFlow`
/// both play.
///
/// A message file shows only what happened within its levels, so some orders are cancelled or executed in it that were
/// never submitted in it. To have them, the book is seeded: the first row of an orderbook file, less what the
/// first message did, becomes one **anonymous order** for each level. They are numbered −1, −2, … in the
/// order of the row's columns: best ask, best bid, second ask, … A message about an order never seen takes from the
/// anonymous order at its price. Where that has too little left, the rest is not taken from anybody:
/// the order stood outside the seed, so nothing else at that price is less.
public struct LobsterReconstruction {
  public let tickSize: LobsterPrice
  /// After midnight.
  public let firstTime: TimeSpan
  /// The anonymous orders, to be played before anything else.
  public let seed: [BookEdit]
  /// The messages played so far.
  public private(set) var kinds = LobsterKindCounts()
  public private(set) var references = LobsterReferenceCounts()

  private var reader: LobsterMessageReader
  private var first: LobsterMessage?
  /// Each submitted order that still stands.
  private var standing: [Int64: Standing] = [:]
  /// The anonymous orders that still stand, by where.
  private var anonymous: [Place: Anonymous] = [:]

  private struct Place: Hashable {
    var side: Side
    var price: Price
  }

  private struct Standing {
    var place: Place
    var left: Quantity
  }

  private struct Anonymous {
    var orderID: Int64
    var left: Quantity
  }

  /// Reads the first message, and the first row of `book`.
  ///
  /// - Parameter book: an orderbook file of any number of levels that begins with the same message; `nil` for no seed.
  /// - Parameter tickSize: above zero. A message that changes the book at a price between two ticks is refused.
  /// - Parameter origin: a time of day; a first message before it is refused.
  public init(
    messages: SourceText, book: SourceText?, tickSize: LobsterPrice = .cent, notBefore origin: TimeSpan = .zero
  ) throws(Diagnostics) {
    invariant(tickSize.tenThousandths > 0, "a tick of \(tickSize)")
    self.tickSize = tickSize
    reader = try LobsterMessageReader(messages)
    guard let first = try reader.next() else { throw reader.refusalOfRow(expected: "a message") }
    if first.time < origin { throw reader.refusalOfTime(notBefore: origin, "the origin") }
    self.first = first
    firstTime = first.time
    seed = if let book { try lobsterSeed(book, before: first, tickSize: tickSize) } else { [] }
    for order in seed {
      anonymous[Place(side: order.side, price: order.price)] = Anonymous(orderID: order.orderID, left: order.quantity)
    }
  }

  /// The next message with what it changes, or `nil` after the last.
  public mutating func next() throws(Diagnostics) -> LobsterStep? {
    guard let message = try nextMessage() else { return nil }
    kinds[message.kind] += 1
    guard message.kind.changesBook else { return LobsterStep(message: message, edit: nil) }
    guard let price = message.price.inTicks(of: tickSize) else {
      throw reader.refusalOfPrice(
        expected: "a multiple of \(tickSize.tenThousandths), the tick size, for type \(message.kind.rawValue)")
    }
    return LobsterStep(message: message, edit: edit(for: message, at: price))
  }

  private mutating func nextMessage() throws(Diagnostics) -> LobsterMessage? {
    guard let message = first else { return try reader.next() }
    first = nil
    return message
  }
}

/// One message with what it changes.
public struct LobsterStep: Hashable, Sendable, BitwiseCopyable {
  public let message: LobsterMessage
  /// `nil` if nothing: a kind that leaves the book alone, or a reference to an order nobody knows of.
  public let edit: BookEdit?
}

// MARK: - Edits

extension LobsterReconstruction {
  private mutating func edit(for message: LobsterMessage, at price: Price) -> BookEdit? {
    if message.kind == .submission { return submit(message, at: price) }
    guard let order = standing[message.orderID] else { return takeFromAnonymous(message, at: price) }
    let isOtherSize = message.kind == .deletion ? message.size != order.left : message.size > order.left
    if isOtherSize || order.place != Place(side: message.side, price: price) { references.contradictions += 1 }
    let taken = message.kind == .deletion ? order.left : min(message.size, order.left)
    standing[message.orderID] = taken == order.left ? nil : Standing(place: order.place, left: order.left - taken)
    return BookEdit(
      .reduce, orderID: message.orderID, side: order.place.side, price: order.place.price, quantity: taken)
  }

  private mutating func submit(_ message: LobsterMessage, at price: Price) -> BookEdit? {
    guard standing[message.orderID] == nil else {
      references.contradictions += 1
      return nil
    }
    standing[message.orderID] = Standing(place: Place(side: message.side, price: price), left: message.size)
    return BookEdit(.add, orderID: message.orderID, side: message.side, price: price, quantity: message.size)
  }

  private mutating func takeFromAnonymous(_ message: LobsterMessage, at price: Price) -> BookEdit? {
    references.unknown += 1
    let place = Place(side: message.side, price: price)
    let order = anonymous[place]
    let left = order?.left ?? .zero
    if left < message.size { references.underflows += 1 }
    guard let order else { return nil }
    let taken = min(message.size, left)
    anonymous[place] = taken == left ? nil : Anonymous(orderID: order.orderID, left: left - taken)
    return BookEdit(.reduce, orderID: order.orderID, side: message.side, price: price, quantity: taken)
  }
}

/// How well cancellations and executions found the orders they name.
public struct LobsterReferenceCounts: Hashable, Sendable {
  /// Named an order that was never submitted in the file, or is gone.
  public internal(set) var unknown = 0
  /// Of those, the ones for which the anonymous order at the price had not enough; what it had was taken.
  public internal(set) var underflows = 0
  /// Contradict the messages before them: an id submitted while it stands (skipped), another side or price than the
  /// order's (its own are taken), more taken than is left (what is left is taken), a deletion of another size than is
  /// left (all of it is deleted). The last can come of a partial cancel that the file does not show, as the order was
  /// outside its levels then.
  public internal(set) var contradictions = 0

  public init() {}
}
