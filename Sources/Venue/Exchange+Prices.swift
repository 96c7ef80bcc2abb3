import Clearing
import MarketTypes
import Matching

/// What the outside world says: indices, their sources, prices of assets, margin factors.
extension Exchange {
  mutating func setIndex(_ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(ofIndex: update) {
      refuse(.setIndex, AccountID(number: -1), update.instrument, reason, because: cause, into: &events)
      return
    }
    takeIndex(update, because: cause, into: &events)
  }

  /// An index that sources make is not given.
  private func refusal(ofIndex update: PriceUpdate) -> Refusal? {
    if update.instrument.index >= books.count { return .unknownInstrument }
    if house.sourceCount(of: .instrument(update.instrument)) > 0 { return .unknownSource }
    return refusal(of: update)
  }

  /// An instrument's index is another: its mark may follow, and orders that wait for it may fire.
  private mutating func takeIndex(
    _ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream
  ) {
    house.setIndex(update)
    let event = events.append(.indexed(update), because: cause, round: 0)
    reprice(update.instrument, by: event)
    specials[update.instrument.index].observe(
      .index, update.price, because: event, round: 0, maximum: bookRules[update.instrument.index].maximumPrice)
  }

  // MARK: Sources

  mutating func report(_ report: SourceReport, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: report.subject, source: report.source, report.price) {
      refuse(.report, AccountID(number: -1), report.subject.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.sourceReported(report), because: cause, round: 0)
    if let price = house.report(report) { take(price, of: report.subject, because: event, into: &events) }
  }

  mutating func roll(_ roll: SourceRoll, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: roll.subject, source: roll.source, roll.price) {
      refuse(.roll, AccountID(number: -1), roll.subject.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.sourceRolled(roll), because: cause, round: 0)
    if let price = house.roll(roll) { take(price, of: roll.subject, because: event, into: &events) }
  }

  private func refusal(of subject: PriceSubject, source: UInt8, _ price: Price?) -> Refusal? {
    var highest = Price(ticks: 1)
    switch subject {
    case .instrument(let instrument), .otherVenues(let instrument):
      if instrument.index >= books.count { return .unknownInstrument }
      highest = rules.instruments[instrument.index].maximumPrice
    case .asset(let asset):
      if asset == .settlement || !house.contains(asset) { return .unknownAsset }
      highest = rules.assets[asset.index - 1].maximumPrice
    }
    if Int(source) >= house.sourceCount(of: subject) { return .unknownSource }
    guard let price else { return nil }
    return price.ticks < 1 ? .priceBelowOne : price > highest ? .priceAboveLimit : nil
  }

  /// Indices and asset prices that are others because a source grew too old to count.
  mutating func takeStalePrices(into events: inout EventStream) {
    while let stale = house.takeStale() { take(stale.price, of: stale.subject, because: nil, into: &events) }
  }

  private mutating func take(
    _ price: Price, of subject: PriceSubject, because cause: EventPosition?, into events: inout EventStream
  ) {
    switch subject {
    case .instrument(let instrument):
      takeIndex(PriceUpdate(instrument: instrument, price: price), because: cause, into: &events)
    case .otherVenues(let instrument):
      // Known to mark policies alone.
      if let cause { reprice(instrument, by: cause) } else { resample(instrument) }
    case .asset(let asset):
      let change = AssetPriceChange(asset: asset, price: price, previous: house.price(of: asset))
      let event = events.append(.assetPriced(change), because: cause, round: 0)
      house.setPrice(of: asset, to: price, at: event)
    }
  }

  // MARK: Margin factors

  mutating func setMarginFactor(
    _ change: MarginFactor, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: change) {
      refuse(.setMarginFactor, AccountID(number: -1), change.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.marginFactorSet(change), because: cause, round: 0)
    house.setMarginFactor(change, at: event)
  }

  private func refusal(of change: MarginFactor) -> Refusal? {
    if change.instrument.index >= books.count { return .unknownInstrument }
    let isPossible = change.factor >= .one && change.factor.partsPerBillion <= 1_000_000_000_000
    return isPossible && house.canTake(change) ? nil : .factorOutOfRange
  }

  mutating func explainQuote(_ terms: QuoteTerms, because cause: EventPosition?, into events: inout EventStream) {
    guard house.contains(terms.account), terms.instrument.index < books.count else {
      let reason: Refusal = house.contains(terms.account) ? .unknownInstrument : .unknownAccount
      refuse(.explainQuote, terms.account, terms.instrument, reason, because: cause, into: &events)
      return
    }
    events.append(.quoteExplained(terms), because: cause, round: 0)
  }
}

extension PriceSubject {
  /// Of an asset, instrument 0: what refusals say that are about no instrument.
  fileprivate var instrument: InstrumentID {
    switch self {
    case .instrument(let instrument), .otherVenues(let instrument): instrument
    case .asset: InstrumentID(number: 0)
    }
  }
}
