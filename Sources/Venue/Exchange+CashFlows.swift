import Clearing
import MarketTypes
import Matching

/// What happens by itself at moments the rules name, in the order of its numbers at one moment.
enum CashFlow: Int64 {
  /// A source of an index grew too old to count.
  case staleness = -6
  case markSample = -5
  case volatility = -4
  case funding = -3
  case markToMarket = -2
  case expiry = -1
}

/// What is sampled, and what is paid, because time has passed.
extension Exchange {
  /// Notes the first moment of each.
  mutating func scheduleCashFlows() {
    for (number, instrument) in rules.instruments.enumerated() {
      if let span = instrument.markToMarket { schedule(.markToMarket, of: number, at: Time.start + span) }
      if let scale = instrument.addOns.volatility { schedule(.volatility, of: number, at: Time.start + scale.interval) }
      if let expiry = instrument.expiry { schedule(.expiry, of: number, at: expiry.moment) }
      let hasSources = instrument.indexSources != nil || instrument.otherVenues != nil
      if hasSources || instrument.funding != nil || !instrument.mark.isPlain { keepsTime = true }
    }
    if rules.assets.contains(where: { $0.indexSources != nil }) { keepsTime = true }
    longestGap = rules.instruments.reduce(Int64.max) { min($0, Self.longestGap(of: $1)) }
    if keepsTime { noteHouseDeadlines() }
  }

  /// 2^20 times the shortest interval of an instrument.
  private static func longestGap(of rules: InstrumentRules) -> Int64 {
    var spans = [rules.markToMarket, rules.addOns.volatility?.interval, rules.mark.cadence, rules.funding?.interval]
    if case .premium(let premium) = rules.funding?.method { spans.append(premium.sampling) }
    let shortest = spans.compactMap { $0?.nanoseconds }.min() ?? .max
    return shortest > Int64.max >> 20 ? .max : shortest << 20
  }

  private mutating func schedule(_ flow: CashFlow, of instrument: Int, at moment: Time) {
    deadlines.insert(
      Deadlines.Entry(moment: moment.nanoseconds, order: flow.rawValue, instrument: UInt16(instrument)))
  }

  /// Whether what was to happen then still is.
  func holds(_ flow: CashFlow, at moment: Int64) -> Bool {
    switch flow {
    case .staleness: house.nextStaleness?.nanoseconds == moment
    case .markSample: house.nextMarkSample?.nanoseconds == moment
    case .funding: house.nextFunding?.nanoseconds == moment
    case .volatility, .markToMarket, .expiry: true
    }
  }

  /// Has the venue look when the clearing house next wants to.
  mutating func noteHouseDeadlines() {
    notedStaleness = note(.staleness, house.nextStaleness, unless: notedStaleness)
    notedMarkSample = note(.markSample, house.nextMarkSample, unless: notedMarkSample)
    notedFunding = note(.funding, house.nextFunding, unless: notedFunding)
  }

  private mutating func note(_ flow: CashFlow, _ moment: Time?, unless noted: Time?) -> Time? {
    if let moment, moment != noted { schedule(flow, of: 0, at: moment) }
    return moment
  }

  mutating func carryOut(
    _ flow: CashFlow, of instrument: InstrumentID, at moment: Time, into events: inout EventStream
  ) {
    switch flow {
    case .staleness: takeStalePrices(into: &events)
    case .markSample: sampleMarks()
    case .volatility: updateVolatility(of: instrument, at: moment, into: &events)
    case .funding: payFunding(into: &events)
    case .markToMarket: markToMarket(instrument, at: moment, into: &events)
    case .expiry: expire(instrument, into: &events)
    }
  }

  // MARK: Samples

  private mutating func sampleMarks() {
    while let instrument = house.dueMarkSample {
      house.sampleMark(of: instrument, markIngredients(of: instrument))
      resample(instrument)
    }
  }

  /// What a mark that is not plain can be made of now.
  func markIngredients(of instrument: InstrumentID) -> MarkIngredients {
    let quote = books[instrument.index].quote(for: instrument)
    let notional = rules.instruments[instrument.index].mark.impactNotional
    return MarkIngredients(
      bid: quote.bid, ask: quote.ask, impactBid: notional.flatMap { impactPrice(of: $0, .sell, in: instrument) },
      impactAsk: notional.flatMap { impactPrice(of: $0, .buy, in: instrument) },
      last: house.lastPrice(of: instrument), index: house.index(of: instrument),
      otherVenues: house.price(of: .otherVenues(instrument)), funding: house.fundingOutlook(of: instrument))
  }

  /// The mean price that taking this much notional from the book would come to, rounded against the taker; `nil` where
  /// the book does not hold that much. Hidden lots do not count. O(levels).
  func impactPrice(of notional: Money, _ taker: Side, in instrument: InstrumentID) -> Price? {
    var left = notional.units
    var (ticksOfLots, lots) = (Int128(0), Int128(0))
    books[instrument.index].forEachLevel(on: taker.opposite) { price, quantity in
      let perLot = max(1, house.notional(of: Quantity(lots: 1), at: price, in: instrument).units)
      let taken = min(quantity.lots, left.divided(by: perLot, rounding: .up))
      ticksOfLots += Int128(price.ticks) * Int128(taken)
      lots += Int128(taken)
      left -= min(left, taken.multipliedReportingOverflow(by: perLot).overflow ? left : taken * perLot)
      return left > 0
    }
    if left > 0 || lots == 0 { return nil }
    return Price(ticks: Int64(ticksOfLots.divided(by: lots, rounding: taker == .buy ? .up : .down)))
  }

  private mutating func updateVolatility(
    of instrument: InstrumentID, at moment: Time, into events: inout EventStream
  ) {
    guard let scale = rules.instruments[instrument.index].addOns.volatility, !desks[instrument.index].isSettled
    else { return }
    if let next = moment.later(by: scale.interval) { schedule(.volatility, of: instrument.index, at: next) }
    guard let mark = house.mark(of: instrument) else { return }
    let previous = desks[instrument.index].markBefore == 0 ? mark : Price(ticks: desks[instrument.index].markBefore)
    desks[instrument.index].markBefore = mark.ticks
    guard let change = house.updateVolatility(of: instrument, previous: previous) else { return }
    let event = events.append(.marginFactorSet(change), because: nil, round: 0)
    house.setMarginFactor(change, at: event)
  }

  // MARK: Payments

  private mutating func payFunding(into events: inout EventStream) {
    while let instrument = house.dueFundingSample {
      let notional = house.fundingNotional(of: instrument)
      house.sampleFunding(
        of: instrument, impactBid: notional.flatMap { impactPrice(of: $0, .sell, in: instrument) },
        impactAsk: notional.flatMap { impactPrice(of: $0, .buy, in: instrument) })
    }
    while let funding = house.takeFunding() {
      if desks[funding.instrument.index].isSettled { continue }
      let event = events.append(.funded(funding), because: nil, round: 0)
      house.pay(funding, at: event) { transfer in
        events.append(.transferred(transfer), because: event, round: 0)
      }
    }
  }

  private mutating func markToMarket(
    _ instrument: InstrumentID, at moment: Time, into events: inout EventStream
  ) {
    if desks[instrument.index].isSettled { return }
    house.markToMarket(instrument, at: events.end) { transfer in
      events.append(.transferred(transfer), because: nil, round: 0)
    }
    if let span = rules.instruments[instrument.index].markToMarket, let next = moment.later(by: span) {
      schedule(.markToMarket, of: instrument.index, at: next)
    }
  }

  /// A contract comes to its end (CLR-40). Without any price its positions stay, at what they cost.
  private mutating func expire(_ instrument: InstrumentID, into events: inout EventStream) {
    guard let expiry = rules.instruments[instrument.index].expiry, !desks[instrument.index].isSettled else { return }
    settleContract(instrument, at: house.settlementPrice(of: instrument, expiry), because: nil, into: &events)
  }

  /// An administrator ends a contract at a price (CLR-43).
  mutating func settleContract(
    _ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(ofSettling: update) {
      refuse(.settleContract, AccountID(number: -1), update.instrument, reason, because: cause, into: &events)
      return
    }
    settleContract(update.instrument, at: update.price, because: cause, into: &events)
  }

  private func refusal(ofSettling update: PriceUpdate) -> Refusal? {
    if update.instrument.index >= books.count { return .unknownInstrument }
    if !house.canSettleContract(update.instrument) { return .balanceLimit }
    if desks[update.instrument.index].isSettled { return .contractExpired }
    if update.price.ticks < 1 { return .priceBelowOne }
    return update.price > bookRules[update.instrument.index].maximumPrice ? .priceAboveLimit : nil
  }

  /// A contract ends: its orders leave, its positions are closed at one price, and nobody trades it any more.
  mutating func settleContract(
    _ instrument: InstrumentID, at price: Price?, because cause: EventPosition?, into events: inout EventStream
  ) {
    let round = events.round(of: cause)
    for number in 0..<house.accountCount {
      let account = AccountID(number: Int32(number))
      cancelAll(of: account, in: instrument, .expired, because: cause, round: round, into: &events) { _, _ in true }
    }
    desks[instrument.index].phase = .halted
    desks[instrument.index].phaseEnd = -1
    desks[instrument.index].isSettled = true
    guard let price else {
      events.append(.phaseChanged(PhaseChange(.halted, of: instrument, until: nil)), because: cause, round: round)
      return
    }
    let event = events.append(
      .contractSettled(PriceUpdate(instrument: instrument, price: price)), because: cause, round: round)
    desks[instrument.index].takesMarks = false
    house.settleContract(instrument, at: price, event: event) { transfer in
      events.append(.transferred(transfer), because: event, round: round)
    }
  }
}
