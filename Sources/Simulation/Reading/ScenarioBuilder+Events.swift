import MarketTypes
import Notation

/// Openings and scripted events.
extension ScenarioBuilder {
  func readOpenings(_ reader: inout ObjectReader) {
    for value in elements("openings", of: .openings, &reader) {
      _ = value.object { object in
        _ = object.kind(
          [("holding", { self.readHolding(&$0) }), ("order", { self.readRestingOrder(&$0) })]
            as [(String, (inout ObjectReader) -> Bool?)])
        return true
      }
    }
  }

  private func readHolding(_ object: inout ObjectReader) -> Bool? {
    let instrument = instrument(&object)
    let account = trader("account", &object, in: instrument)
    let counterparty = trader("against", &object, in: instrument)
    let limit = lots(of: instrument).upperBound
    let lots = object.integer("position", in: -limit...limit) ?? 1
    if lots == 0 { object.refuse("a position of 0 lots is none", at: "position") }
    let price = object.integer("price", in: prices(of: instrument)) ?? 1
    if let account, account == counterparty {
      object.refuse("an account cannot stand against itself", at: "against")
    }
    guard let account, let counterparty, let instrument else { return nil }
    placeOfHolding.append(Int32(places.count))
    places.append(object.span.opening)
    holdings.append(
      HoldingOpening(
        account: account, counterparty: counterparty, instrument: instrument, position: Position(lots: lots),
        price: Price(ticks: price)))
    return true
  }

  private func readRestingOrder(_ object: inout ObjectReader) -> Bool? {
    guard let order = order(&object, rests: true) else { return nil }
    placeOfOrder.append(Int32(places.count))
    places.append(object.span.opening)
    orders.append(order)
    return true
  }

  /// An order as a scenario writes it; without a limit it is a market order. One of the opening has a limit and rests.
  private func order(_ object: inout ObjectReader, rests: Bool = false) -> Order? {
    let instrument = instrument(&object)
    let account = trader("account", &object, in: instrument)
    let side = object.choice("side", from: [("buy", Side.buy), ("sell", .sell)])
    let quantity = object.integer("quantity", in: lots(of: instrument))
    let price = rests ? object.required("limit") : object.optional("limit")
    let limit = price?.integer(in: prices(of: instrument))
    let force = rests ? .goodTilCancelled : timeInForce(&object, isMarket: price == nil)
    let reduceOnly = object.boolean("reduceOnly", default: false)
    if let instrument, let quantity, isSound[instrument.index] {
      check(quantity, at: limit, isReduceOnly: reduceOnly, against: rules.instruments[instrument.index], object)
    }
    guard let account, let instrument, let side, let quantity else { return nil }
    return Order(
      account: account, instrument: instrument, side: side, quantity: Quantity(lots: quantity),
      limit: limit.map(Price.init), timeInForce: force, terms: reduceOnly ? .reduceOnly : [])
  }

  /// Says what the venue would refuse of an order whatever the market is like. All factors passed: their product fits.
  private func check(
    _ lots: Int64, at limit: Int64?, isReduceOnly: Bool, against rules: InstrumentRules, _ object: ObjectReader
  ) {
    let limits = rules.orders
    if lots % limits.lotSize.lots != 0 {
      object.refuse("\(lots) lots are no multiple of the lot size \(limits.lotSize.lots)", at: "quantity")
    }
    if let largest = limits.largest, lots > largest.lots {
      object.refuse("\(lots) lots are more than the largestOrder of \(largest.lots)", at: "quantity")
    }
    guard let limit else { return }
    if limit % limits.tickSize.ticks != 0 {
      object.refuse("the limit \(limit) is no multiple of the tick size \(limits.tickSize.ticks)", at: "limit")
    }
    // What an inverse contract is worth is rounded, and the venue's to say.
    if isReduceOnly || rules.contract == .inverse { return }
    let notional = lots * limit * rules.tickValue.units
    if notional < limits.smallestNotional.units {
      object.refuse(
        "this order is worth less than the smallestNotional of \(limits.smallestNotional.units)", at: "quantity")
    }
    if let largest = limits.largestNotional, notional > largest.units {
      object.refuse("this order is worth more than the largestNotional of \(largest.units)", at: "quantity")
    }
  }

  private func timeInForce(_ object: inout ObjectReader, isMarket: Bool) -> TimeInForce {
    let force = object.choice(
      "timeInForce",
      from: [
        ("goodTilCancelled", TimeInForce.goodTilCancelled), ("immediateOrCancel", .immediateOrCancel),
        ("fillOrKill", .fillOrKill),
      ], default: isMarket ? .immediateOrCancel : .goodTilCancelled)
    if isMarket, force == .goodTilCancelled {
      object.refuse("an order without a \"limit\" cannot rest", at: "timeInForce", hint: "give it a limit")
    }
    return force
  }

  func readEvents(_ reader: inout ObjectReader, _ duration: TimeSpan) {
    for value in elements("events", of: .events, &reader) {
      _ = value.object { object in
        let at = object.span("at") ?? .zero
        let begin = Time.start + at
        if at > duration {
          let end = ValueReader.text(ofNanoseconds: duration.nanoseconds)
          object.refuse(
            "the event comes after the scenario's end, which is at \(end)", at: "at",
            hint: "\"duration\", or --until, says when it ends; leave the event out, or end later")
        }
        let happening = object.kind(
          [
            ("order", { self.order(&$0).map { .command(.submit($0)) } }),
            ("cancel", { self.massCancel(&$0).map { .command(.massCancel($0)) } }),
            ("index", { self.priceUpdate(&$0).map { .command(.setIndex($0)) } }),
            ("deposit", { self.payment(&$0).map { .command(.deposit($0, $1, of: $2)) } }),
            ("withdraw", { self.payment(&$0).map { .command(.withdraw($0, $1, of: $2)) } }),
            ("transfer", { self.transfer(&$0).map { .command(.transfer($0)) } }),
            ("movePosition", { self.positionMove(&$0).map { .command(.movePosition($0)) } }),
            ("report", { self.report(&$0).map { .command(.report($0)) } }),
            ("roll", { self.roll(&$0).map { .command(.roll($0)) } }),
            ("marginFactor", { self.marginFactor(&$0).map { .command(.setMarginFactor($0)) } }),
            ("contribute", { self.contribution(&$0).map { .command(.contribute($0, $1)) } }),
            ("settleContract", { self.priceUpdate(&$0).map { .command(.settleContract($0)) } }),
            ("phase", { self.phaseChange(&$0, at: begin).map { .command(.setPhase($0)) } }),
            ("jump", { self.jump(&$0).map { .disturbance($0) } }),
            ("silence", { self.silence(&$0, from: begin).map { .disturbance($0) } }),
            ("pause", { self.pause(&$0, from: begin).map { .disturbance($0) } }),
          ] as [(String, (inout ObjectReader) -> ScriptedEvent.Happening?)])
        if let happening { script.append(ScriptedEvent(happening, at: begin)) }
        return true
      }
    }
  }

  /// All orders of an account: in one instrument or in all, on one side or on both.
  private func massCancel(_ object: inout ObjectReader) -> MassCancel? {
    let isOfOne = object.has("instrument")
    let instrument = isOfOne ? self.instrument(&object) : nil
    let account = isOfOne ? trader("account", &object, in: instrument) : account("account", &object)
    let side = object.has("side") ? object.choice("side", from: [("buy", Side.buy), ("sell", .sell)]) : nil
    return account.map { MassCancel(account: $0, instrument: instrument, side: side) }
  }

  /// A new index, or the price at which a contract is settled.
  private func priceUpdate(_ object: inout ObjectReader) -> PriceUpdate? {
    let instrument = instrument(&object)
    let price = object.integer("price", in: prices(of: instrument))
    guard let instrument, let price else { return nil }
    return PriceUpdate(instrument: instrument, price: Price(ticks: price))
  }

  /// Of one instrument, or of all if none is named.
  private func phaseChange(_ object: inout ObjectReader, at time: Time) -> PhaseChange? {
    let instrument: InstrumentID?? = object.has("instrument") ? self.instrument(&object).map { .some($0) } : .some(nil)
    let phase = object.choice("phase", from: [("halted", Phase.halted), ("call", .call), ("continuous", .continuous)])
    let until = object.has("until") ? object.span("until").map { Time.start + $0 } : nil
    if let until, until <= time { object.refuse("the phase ends before it begins", at: "until") }
    if until != nil, phase == .continuous {
      object.refuse("continuous trading does not end by itself", at: "until", hint: "a halt or a call does")
    }
    guard let instrument, let phase else { return nil }
    return PhaseChange(phase, of: instrument, until: until)
  }
}
