import MarketTypes
import Storage

extension ClearingHouse {
  /// What holdings are valued at; `nil` until there is a mark.
  @inlinable public func mark(of instrument: InstrumentID) -> Price? { price(lines[instrument.index].mark) }
  /// The outside world's price; `nil` until told.
  @inlinable public func index(of instrument: InstrumentID) -> Price? { price(lines[instrument.index].index) }
  /// The price of the latest fill; `nil` before the first.
  @inlinable public func lastPrice(of instrument: InstrumentID) -> Price? { price(lines[instrument.index].last) }

  @inlinable func price(_ ticks: Int64) -> Price? { ticks == 0 ? nil : Price(ticks: ticks) }

  /// The outside world's price. Moves no mark by itself: `policyMark` says what follows.
  public mutating func setIndex(_ update: PriceUpdate) {
    lines[update.instrument.index].index = update.price.ticks
    means[update.instrument.index].take(update.price, at: now)
  }

  // MARK: Sources

  /// How many sources a price has; zero where it is given as it is.
  public func sourceCount(of subject: PriceSubject) -> Int { indices.sourceCount(of: subject) }

  /// A source says another price, or is lost; the index it makes if that is another now (IDX-1…). It is not set yet:
  /// `setIndex` or `setPrice` does that.
  public mutating func report(_ report: SourceReport) -> Price? { indices.report(report, at: now) }

  /// A source goes over to another contract. The index it makes if that is another now.
  public mutating func roll(_ roll: SourceRoll) -> Price? { indices.roll(roll, at: now) }

  /// When a source next grows too old to count, or `nil`.
  public var nextStaleness: Time? { indices.nextStaleness }

  /// One after the other the indices that are others now because a source grew too old; `nil` when there is none left.
  public mutating func takeStale() -> (subject: PriceSubject, price: Price)? { indices.takeStale(at: now) }

  /// The mark the instrument's policy gives now (MRK-1…MRK-6), or `nil` where an ingredient is missing, or the policy is
  /// not plain: those are `MarkBook`'s.
  ///
  /// - Parameter quote: the top of the instrument's book.
  public func policyMark(of instrument: InstrumentID, quote: Quote) -> Price? {
    let record = lines[instrument.index]
    switch record.policy {
    case .last: return price(record.last)
    case .bestBid: return quote.bid
    case .bestAsk: return quote.ask
    case .mid:
      guard let bid = quote.bid, let ask = quote.ask else { return nil }
      return Price(ticks: (bid.ticks + ask.ticks).divided(by: 2, rounding: .down))
    case .index: return price(record.index)
    case .blend(let lastWeight):
      if lastWeight == .one { return price(record.last) }
      if lastWeight == .zero { return price(record.index) }
      guard record.last != 0, record.index != 0 else { return nil }
      let indexWeight = Rate.one - lastWeight
      let sum =
        Int128(record.last) * Int128(lastWeight.partsPerBillion)
        + Int128(record.index) * Int128(indexWeight.partsPerBillion)
      return price(Int64(sum.divided(by: 1_000_000_000, rounding: .down)))
    case .kept: return nil
    }
  }

  /// Values all holdings at a new mark. Marks that change together are all set before accounts are checked.
  ///
  /// The first mark of an instrument has every holder checked: until then nobody had a trigger there (WCH-3).
  ///
  /// - Parameter event: where the stream says so; accounts it makes liquidatable name it as their cause.
  public mutating func setMark(_ instrument: InstrumentID, to price: Price, at event: EventPosition) {
    setMark(line: instrument.index, to: price, at: event)
  }

  /// A collateral asset counts at another price from here on (CLR-20).
  public mutating func setPrice(of asset: AssetID, to price: Price, at event: EventPosition) {
    setMark(line: Int(line(of: asset)), to: price, at: event)
  }

  /// What an asset counts at; `nil` until there is a price.
  public func price(of asset: AssetID) -> Price? { price(lines[line(of: asset)].mark) }

  private mutating func setMark(line: Int, to price: Price, at event: EventPosition) {
    let before = lines[line].mark
    if before == 0 { markHoldersDirty(of: line) }
    if lines[line].markEvent < 0 {
      lines[line].previousMark = before
      marked.append(Int32(line))
    }
    lines[line].mark = price.ticks
    lines[line].perLot = price.ticks * lines[line].tickValue
    lines[line].markEvent = event.number
  }

  /// Maintenance rates are the rules' times a factor from here on, at most 1 each (CLR-25). O(holdings).
  public mutating func setMarginFactor(_ change: MarginFactor) {
    lines[change.instrument.index].factor = change.factor
    deduceTiers(of: change.instrument.index)
    markHoldersDirty(of: change.instrument.index)
  }
}
