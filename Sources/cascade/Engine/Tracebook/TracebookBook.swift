import MarketTypes
import Matching

/// One symbol of a trace: a venue of one instrument, in which each owner is an account without margin and the numbers of a
/// trace's orders are the clients' own.
final class TracebookBook {
  private let venue: EngineVenue
  private let units: TracebookUnits
  private var accounts: [Int64: AccountID] = [:]
  private var owners: [Int64] = []
  /// What stands, by the numbers of the trace.
  private var standing: [Int64: StandingOrder] = [:]
  /// The number in the trace of every order that ever was.
  private var numbers: [OrderID: Int64] = [:]
  private var time = Time.start

  private let instrument = InstrumentID(number: 0)

  init(_ settings: TracebookSettings, _ units: TracebookUnits, checksEverything: Bool) {
    self.units = units
    venue = EngineVenue(VenueRules(settings), checksEverything: checksEverything)
  }

  struct Trade {
    var buyOrder: Int64
    var sellOrder: Int64
    var price: Price
    var quantity: Quantity
  }

  struct Standing {
    var number: Int64
    var price: Price
    var quantity: Quantity
    var owner: Int64
  }

  /// Why an event was rejected, as the protocol calls it.
  struct Rejection: Error {
    let code: String
    let message: String
  }

  /// How many orders stand.
  var count: Int { standing.count }

  /// One side, in the order in which it would be met.
  func standing(on side: Side) -> [Standing] {
    venue.orders(of: instrument, on: side).map { order in
      Standing(
        number: order.client.number, price: order.price, quantity: order.quantity, owner: owners[order.account.index])
    }
  }

  /// Carries an event out; returns its trades.
  func apply(_ event: TracebookEvent) throws(Rejection) -> [Trade] {
    time = time + TimeSpan(nanoseconds: 1)
    switch event {
    case .new(let order): return try submit(order)
    case .cancel(_, let number):
      return try execute(.cancel(cancelling(try live(number))))
    case .reduce(_, let number, let amount): return try reduce(number, by: amount)
    case .replace(_, let number, let price, let quantity): return try replace(number, price, quantity)
    case .clear:
      for order in Side.allCases.flatMap({ venue.orders(of: instrument, on: $0) }) {
        _ = try execute(.cancel(cancelling(order)))
      }
      return []
    }
  }
}

// MARK: - Events

extension TracebookBook {
  private func submit(_ order: TracebookOrder) throws(Rejection) -> [Trade] {
    if standing[order.number] != nil {
      throw Rejection(code: "DUPLICATE_ORDER_ID", message: "order \(order.number) is already active")
    }
    var limit: Price?
    if order.kind != .market {
      limit = units.price(of: order.price)
      if limit == nil { throw Rejection(code: "INVALID_ORDER", message: "the price is not on the book's grid") }
    }
    guard let quantity = units.quantity(of: order.quantity) else {
      throw Rejection(code: "INVALID_ORDER", message: "the quantity is not one an order may have")
    }
    let timeInForce: TimeInForce =
      switch order.kind {
      case .limit: .goodTilCancelled
      case .market, .immediateOrCancel: .immediateOrCancel
      case .fillOrKill: .fillOrKill
      }
    let account = try account(of: order.owner)
    return try execute(
      .submit(
        .tracebook(
          account: account, side: order.side, quantity: quantity, limit: limit, timeInForce, number: order.number,
          isAnonymous: order.owner == TracebookOrder.nobody)))
  }

  private func reduce(_ number: Int64, by amount: Double) throws(Rejection) -> [Trade] {
    let entry = try live(number)
    guard let quantity = units.quantity(of: amount), quantity <= entry.quantity else {
      throw Rejection(code: "INVALID_ORDER", message: "a reduction must be positive and at most what is left")
    }
    return try execute(
      .reduce(
        OrderReduce(account: entry.account, instrument: instrument, target: .order(entry.id), by: quantity)))
  }

  /// Out, and in again behind all others at its price, as one step.
  private func replace(_ number: Int64, _ price: Double?, _ quantity: Double?) throws(Rejection) -> [Trade] {
    let entry = try live(number)
    let limit = price == nil ? entry.price : price.flatMap(units.price)
    let lots = quantity == nil ? entry.quantity : quantity.flatMap(units.quantity)
    guard let limit, let lots else {
      throw Rejection(code: "INVALID_REPLACEMENT", message: "the new price or quantity is not one an order may have")
    }
    let order = Order.tracebook(
      account: entry.account, side: entry.side, quantity: lots, limit: limit, .goodTilCancelled, number: number,
      isAnonymous: owners[entry.account.index] == TracebookOrder.nobody)
    return try replace(entry, with: order)
  }

  /// Carries out a command and reads what came of it.
  ///
  /// That nobody was there to fill a market or fill-or-kill order is no rejection here: the order came and went.
  func execute(_ action: Command.Action) throws(Rejection) -> [Trade] {
    venue.execute(Command(action, at: time))
    defer { lookAround() }
    var trades: [Trade] = []
    for index in 0..<venue.stream.count {
      switch venue.stream[index].body {
      case .accepted(let order):
        numbers[order.order] = order.client.number
      case .filled(let fill):
        let (maker, taker) = (numbers[fill.maker] ?? 0, numbers[fill.taker] ?? 0)
        let isBuy = fill.takerSide == .buy
        trades.append(
          Trade(
            buyOrder: isBuy ? taker : maker, sellOrder: isBuy ? maker : taker, price: fill.price,
            quantity: fill.quantity))
      case .refused(let refusal):
        if refusal.reason == .noLiquidity || refusal.reason == .fillOrKillNotFillable { break }
        throw Rejection(code: "INVALID_ORDER", message: "\(refusal.reason)")
      default: break
      }
    }
    return trades
  }

  private func lookAround() {
    standing.removeAll(keepingCapacity: true)
    for side in Side.allCases {
      for order in venue.orders(of: instrument, on: side) { standing[order.client.number] = order }
    }
  }

  private func cancelling(_ order: StandingOrder) -> OrderCancel {
    OrderCancel(account: order.account, instrument: instrument, target: .order(order.id))
  }

  private func live(_ number: Int64) throws(Rejection) -> StandingOrder {
    if let order = standing[number] { return order }
    throw Rejection(code: "ORDER_NOT_ACTIVE", message: "order \(number) is not active")
  }

  /// The owner's account, opened when first named.
  private func account(of owner: Int64) throws(Rejection) -> AccountID {
    if let account = accounts[owner] { return account }
    let account = AccountID(number: Int32(owners.count))
    _ = try execute(.openAccount(AccountOpening(account: account, kind: .exempt)))
    accounts[owner] = account
    owners.append(owner)
    return account
  }
}
