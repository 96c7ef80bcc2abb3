import Journaling
import MarketTypes
import Matching
import Notation
import Venue

/// Lines that tell how things stand.
extension EngineSession {
  func write(_ dump: DumpRequest, _ venue: EngineVenue) throws(Diagnostics) {
    let count = venue.venue.accountCount
    if let instrument = dump.instrument, instrument.index >= venue.instruments.count {
      throw Diagnostics("there is no instrument \(instrument.number)")
    }
    if let account = dump.account, !(0..<count).contains(account.index) {
      throw Diagnostics("account \(reader.commands.names.name(of: account)) is not open")
    }
    if let depth = dump.books {
      for instrument in venue.instruments where dump.instrument.map({ $0 == instrument }) ?? true {
        write(instrument, depth, dump.limit, venue)
      }
    }
    if dump.accounts {
      let orders = venue.restingOrders()
      for number in 0..<count where dump.account.map({ $0.index == number }) ?? true {
        let account = AccountID(number: Int32(number))
        write(account, (orders[account] ?? []).sorted(), venue)
      }
    }
  }

  // MARK: Books

  private func write(_ instrument: InstrumentID, _ depth: DumpRequest.Depth, _ limit: Int, _ venue: EngineVenue) {
    let names = reader.commands.names
    line("book") { book in
      book.member("instrument", names.name(of: instrument))
      book.member("depth", depth.rawValue)
      book.member("phase", "\(venue.venue.phase(of: instrument))")
      if let end = venue.venue.phaseEnd(of: instrument) { book.member("until", end.nanoseconds) }
      if let indication = venue.venue.indication(of: instrument) {
        book.key("indicated")
        book.object { object in
          if let price = indication.price { object.member("price", price.ticks) }
          object.member("quantity", indication.quantity.lots)
          object.member("surplus", indication.surplus)
        }
      }
      let prices = [
        ("last", venue.venue.lastPrice(of: instrument)), ("mark", venue.venue.mark(of: instrument)),
        ("index", venue.venue.index(of: instrument)),
      ]
      for case (let name, let price?) in prices { book.member(name, price.ticks) }
      switch depth {
      case .bestPrices: book.members(of: venue.venue.quote(of: instrument))
      case .eachPrice:
        for (name, side) in Self.sides {
          book.key(name)
          book.array { array in
            for level in venue.levels(of: instrument, on: side, upTo: limit) {
              array.object { object in
                object.member("price", level.price.ticks)
                object.member("quantity", level.quantity.lots)
              }
            }
          }
        }
      case .eachOrder:
        for (name, side) in Self.sides {
          book.key(name)
          book.array { array in
            for order in venue.orders(of: instrument, on: side, upTo: limit) {
              let reserve = venue.venue.hiddenReserve(of: order, in: instrument)
              array.object { $0.members(of: order, reserve, names) }
            }
          }
        }
      }
    }
  }

  private static let sides = [("bids", Side.buy), ("asks", Side.sell)]

  // MARK: Accounts

  private func write(_ account: AccountID, _ orders: [OrderID], _ venue: EngineVenue) {
    let names = reader.commands.names
    let figures = venue.venue.figures(of: account)
    let opening = venue.openings[account.index]
    let isMargined = opening.kind.isMargined
    line("account") { object in
      object.member("account", names.name(of: account))
      object.member("accountKind", "\(opening.kind)")
      if opening.kind == .isolated { object.member("instrument", names.name(of: opening.instrument)) }
      if let owner = opening.owner { object.member("owner", names.name(of: owner)) }
      if opening.group > 0 { object.member("group", Int64(opening.group)) }
      if venue.venue.isBlocked(account) { object.member("isBlocked", true) }
      object.member("collateral", venue.venue.collateral(of: account).units)
      if !venue.assets.isEmpty { object.assets(of: account, venue, names) }
      object.member("equity", figures.equity)
      object.member("notional", figures.notional)
      if isMargined {
        object.member("initial", figures.initial)
        object.member("maintenance", figures.maintenance)
        object.member("freeCollateral", figures.freeCollateral)
        object.member("isLiquidatable", venue.venue.isLiquidatable(account))
        if venue.venue.rules.marginLevels != nil { object.member("level", "\(venue.venue.marginLevel(of: account))") }
      }
      object.key("holdings")
      object.array { array in
        for instrument in venue.instruments {
          let position = venue.venue.position(of: account, in: instrument)
          if position.isFlat { continue }
          array.object { holding in
            holding.member("instrument", names.name(of: instrument))
            holding.member("holding", position.lots)
            holding.member("costBasis", venue.venue.costBasis(of: account, in: instrument).units)
            if let price = venue.venue.liquidationPrice(of: account, in: instrument) {
              holding.member("liquidationPrice", price.ticks)
            }
            if isMargined, let price = venue.venue.bankruptcyPrice(of: account, in: instrument) {
              holding.member("bankruptcyPrice", price.ticks)
            }
          }
        }
      }
      object.key("orders")
      object.array { array in for order in orders { array.integer(order.number) } }
      object.key("armed")
      let waiting = venue.armedOrders(of: account)
      object.array { array in for order in waiting { array.integer(order.id.number) } }
      if !waiting.isEmpty {
        object.key("waiting")
        object.array { array in
          for (id, order, trigger) in waiting {
            array.object { $0.members(of: order, as: id, firedAt: trigger, names) }
          }
        }
      }
    }
  }

  // MARK: Queues

  /// Where an order stands among those at its price.
  func write(_ queue: QueueRequest, _ venue: EngineVenue) throws(Diagnostics) {
    let found = venue.standing { order in
      switch queue {
      case .order(let number): order.id == number
      case .client(let client, let account): order.client == client && order.account == account
      }
    }
    guard let (order, instrument) = found, let place = venue.venue.queuePosition(of: order.id, in: instrument) else {
      throw Diagnostics("no such order stands in a book")
    }
    let names = reader.commands.names
    let reserve = venue.venue.hiddenReserve(of: order, in: instrument)
    line("queued") { object in
      object.member("instrument", names.name(of: instrument))
      object.member("side", "\(order.side)")
      object.members(of: order, reserve, names)
      object.member("ordersAhead", place.ordersAhead)
      object.member("quantityAhead", place.quantityAhead.lots)
    }
  }
}

extension JSONWriter {
  /// What an account has besides the settlement currency.
  fileprivate mutating func assets(of account: AccountID, _ venue: EngineVenue, _ names: Names) {
    key("assets")
    array { array in
      for asset in venue.assets {
        let amount = venue.venue.balance(of: account, in: asset)
        if amount == .zero { continue }
        array.object { object in
          object.member("asset", names.name(of: asset))
          object.member("amount", amount.units)
          if let price = venue.venue.price(of: asset) { object.member("price", price.ticks) }
        }
      }
    }
  }

  /// An order that waits for its trigger.
  fileprivate mutating func members(of order: Order, as id: OrderID, firedAt trigger: Price, _ names: Names) {
    member("order", id.number)
    if order.client != .none { member("client", order.client.label ?? "\(order.client.number)") }
    member("instrument", names.name(of: order.instrument))
    member("side", "\(order.side)")
    member("quantity", order.quantity.lots)
    if let limit = order.limit { member("limit", limit.ticks) }
    member("timeInForce", "\(order.timeInForce)")
    member("trigger", trigger.ticks)
    member("triggerKind", "\(order.conditions.triggerKind)")
    member("triggerSource", "\(order.conditions.triggerSource)")
  }

  fileprivate mutating func members(of order: StandingOrder, _ reserve: Quantity, _ names: Names) {
    member("order", order.id.number)
    if order.client != .none { member("client", order.client.label ?? "\(order.client.number)") }
    member("account", names.name(of: order.account))
    member("price", order.price.ticks)
    member("quantity", order.quantity.lots)
    if reserve > .zero { member("reserve", reserve.lots) }
    if order.terms.contains(.hidden) { member("isHidden", true) }
  }
}
