import MarketTypes

/// Makers' quotes and what protects them (MAT-54, MAT-56).
extension NaiveVenue {
  /// What an account asked for in an instrument, and how far it is.
  struct Protection {
    var terms: MakerProtection
    var windowStart: Int64?
    var lots: Int64 = 0
    /// When quotes are taken again; `.max` for not before it is set again.
    var pausedUntil: Int64?
    /// How often it pulled the quotes.
    var pulls = 0
  }

  func standing(_ request: MassQuote, _ side: Side) -> Live? {
    let client = MassQuote.client(entry: request.entry, side).number
    return orders.first {
      $0.account == request.account.index && $0.instrument == request.instrument.index && $0.client == client
    }
  }

  mutating func quote(_ request: MassQuote, because seen: Int?) {
    var entering: [Order] = []
    for side in Side.allCases {
      if let order = standing(request, side) {
        if request.keeps(order) {
          let lots = request.quantity(side).lots
          if lots < order.left {
            let place = place(of: order.number)!
            orders[place].shrink(to: lots)
            noteAmended(orders[place], keptPriority: true, because: seen)
          }
          continue
        }
        end(order.number, request.quantity(side).lots == 0 ? .requested : .replaced, because: seen)
      }
      if request.quantity(side).lots > 0 { entering.append(request.order(side)) }
    }
    func pulls() -> Int { markets[request.instrument.index].protections[request.account.index]?.pulls ?? 0 }
    let before = pulls()
    for order in entering where pulls() == before { accept(order, because: seen) }
  }

  // MARK: Maker protection

  /// Counts a quote's fill; at the limit all its account's quotes in the instrument leave, the youngest first; one
  /// that is just coming in stops.
  mutating func protect(_ order: Live, _ quantity: Int64, because event: Int) {
    guard order.client < 0, var state = markets[order.instrument].protections[order.account],
      state.terms.lots.lots > 0, state.pausedUntil.map({ now >= $0 }) ?? true
    else { return }
    if state.windowStart.map({ now - $0 >= state.terms.window.nanoseconds }) ?? true {
      state.windowStart = now
      state.lots = 0
    }
    state.lots += quantity
    let isReached = state.lots >= state.terms.lots.lots
    if !isReached {
      markets[order.instrument].protections[order.account] = state
      return
    }
    let pause = state.terms.pause.nanoseconds
    let triggered = ProtectionTriggered(
      account: order.owner, instrument: order.market, lots: Quantity(lots: state.lots),
      until: pause > 0 ? Time(nanoseconds: now + pause) : nil)
    state.windowStart = nil
    state.lots = 0
    state.pausedUntil = pause > 0 ? now + pause : .max
    state.pulls += 1
    markets[order.instrument].protections[order.account] = state
    pull(order.account, order.instrument, because: append(.protectionTriggered(triggered), because: event))
  }

  private mutating func pull(_ account: Int, _ instrument: Int, because event: Int) {
    if let taker = incoming?.order, taker.account == account, taker.instrument == instrument, taker.client < 0,
      incoming!.stop == nil
    {
      incoming!.stop = .makerProtection
    }
    while let quote = orders.last(where: { $0.account == account && $0.instrument == instrument && $0.client < 0 }) {
      end(quote.number, .makerProtection, because: event)
    }
  }
}

extension MassQuote {
  func price(_ side: Side) -> Price { side == .buy ? bid : ask }
  func quantity(_ side: Side) -> Quantity { side == .buy ? bidQuantity : askQuantity }

  /// Whether a standing order stays, reduced where it is more.
  func keeps(_ order: NaiveVenue.Live) -> Bool {
    let lots = quantity(order.side).lots
    return lots > 0 && order.price == price(order.side).ticks && order.left >= lots
  }

  func order(_ side: Side) -> Order {
    Order(
      account: account, instrument: instrument, side: side, quantity: quantity(side), limit: price(side), terms: terms,
      client: MassQuote.client(entry: entry, side))
  }
}
