import MarketTypes
import Venue

extension ScenarioBuilder {
  /// Carries the opening out once, in a venue of its own, so that what would be refused there is an error of the file.
  ///
  /// Nothing else has been found wrong with the scenario. Says one thing of each place: of a block only what is wrong
  /// with the first of its accounts.
  func checkOpening(of scenario: Scenario) {
    var venue = Exchange(scenario.rules)
    var events = EventStream()
    var places = (placeOfAsset + placeOfHolding + placeOfOrder).makeIterator()
    var refusedPlace: Int32 = -1
    for action in scenario.opening {
      events.removeAll()
      venue.execute(Command(action), into: &events)
      let place: Int32?
      switch action {
      case .openHolding, .openOrder: place = places.next()
      case .deposit(_, _, let asset) where asset != .settlement: place = places.next()
      default: place = nil
      }
      guard events.count == 1, case .refused(let refused) = events[0].body else { continue }
      guard let place else { invariantFailed("the venue refused \(action): \(refused.reason)") }
      if place == refusedPlace { continue }
      refusedPlace = place
      log.error(explain(refused, action, in: venue), at: self.places[Int(place)])
    }
    if refusedPlace < 0 { warnOfAccountsUnderMargin(in: venue) }
  }

  /// Whoever is under margin before anything has happened is liquidated by the first event, whatever that is.
  private func warnOfAccountsUnderMargin(in venue: borrowing Exchange) {
    guard rules.liquidation.isOn else { return }
    var counts = Array(repeating: (under: 0, all: 0), count: places.count)
    for (holding, place) in zip(holdings, placeOfHolding) {
      counts[Int(place)].all += 1
      if venue.isLiquidatable(holding.account) { counts[Int(place)].under += 1 }
    }
    for (place, count) in zip(places, counts) where count.under > 0 {
      let whose = count.all == 1 ? "the account that holds this is" : "\(count.under) of \(count.all) accounts here are"
      warnings.warning(
        "\(whose) under maintenance margin from the start", at: place,
        hint: "the first change of a mark liquidates them; with less leverage they begin above it")
    }
  }

  private func explain(_ refused: CommandRefused, _ action: Command.Action, in venue: borrowing Exchange) -> String {
    switch (refused.reason, action) {
    case (.positionAboveLimit, .openHolding(let opening)):
      let limit = rules.instruments[opening.instrument.index].maximumPosition
      let own = venue.position(of: opening.account, in: opening.instrument).lots + opening.position.lots
      let other = venue.position(of: opening.counterparty, in: opening.instrument).lots - opening.position.lots
      let (owner, lots) =
        own.magnitude > limit.lots.magnitude ? (opening.account, own) : (opening.counterparty, other)
      return "\"\(names.name(of: owner))\" would hold \(lots) lots, beyond its maximumPosition of \(limit.lots)"
    case (.positionAboveLimit, .openOrder(let order)):
      let limit = rules.instruments[order.instrument.index].maximumPosition.lots
      return "with this order \"\(names.name(of: order.account))\" could come to hold more than \(limit) lots"
    case (.postOnlyWouldTake, _): return "this order would meet one that rests already; an opening does not trade"
    case (.reduceOnlyWouldIncrease, _): return "there is no position that this order could reduce"
    case (.tooManyOpenOrders, .openOrder(let order)):
      return "\"\(names.name(of: order.account))\" would have more open orders than mostOpenOrders allows"
    case (.priceOutsideBand, _): return "the limit of this order is outside the instrument's band"
    case (.balanceLimit, _): return "the collateral of an account here would be more than can be counted"
    default: return "the venue refuses this opening: \(refused.reason)"
    }
  }
}
