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
    if lines[update.instrument.index].watchesFills { markBook.observeIndex(update.instrument, at: now) }
    if lines[update.instrument.index].fundingWatchesPrices {
      funding.observeIndex(update.instrument, update.price, at: now)
    }
  }

  // MARK: Sources

  /// How many sources a price has; zero where it is given as it is.
  public func sourceCount(of subject: PriceSubject) -> Int { indices.sourceCount(of: subject) }

  /// What sources make, as last found; `nil` before.
  public func price(of subject: PriceSubject) -> Price? { indices.index(of: subject) }

  /// A source says another price, or is lost; the index it makes if that is another now (IDX-1…). It is not set yet:
  /// `setIndex` or `setPrice` does that.
  public mutating func report(_ report: SourceReport) -> Price? {
    if report.price != nil { noteConfirmed(report.subject) }
    return indices.report(report, at: now)
  }

  /// A source goes over to another contract. The index it makes if that is another now.
  public mutating func roll(_ roll: SourceRoll) -> Price? {
    noteConfirmed(roll.subject)
    return indices.roll(roll, at: now)
  }

  /// An index that is confirmed is as fresh as one that moved (MRK-20).
  private mutating func noteConfirmed(_ subject: PriceSubject) {
    if case .instrument(let instrument) = subject, lines[instrument.index].watchesFills {
      markBook.observeIndex(instrument, at: now)
    }
  }

  /// When a source next grows too old to count, or `nil`.
  public var nextStaleness: Time? { indices.nextStaleness }

  /// One after the other the indices that are others now because a source grew too old; `nil` when there is none left.
  public mutating func takeStale() -> (subject: PriceSubject, price: Price)? { indices.takeStale(at: now) }

  /// The mark the instrument's policy gives now (MRK-1…MRK-6), or `nil` where an ingredient is missing, or the policy is
  /// not plain: those are `MarkBook`'s.
  ///
  /// - Parameter quote: the top of the instrument's book.
  public func policyMark(of instrument: InstrumentID, quote: Quote) -> Price? {
    let line = instrument.index
    switch lines[line].policy {
    case .last: return price(lines[line].last)
    case .bestBid: return quote.bid
    case .bestAsk: return quote.ask
    case .mid:
      guard let bid = quote.bid, let ask = quote.ask else { return nil }
      return Price(ticks: (bid.ticks + ask.ticks).divided(by: 2, rounding: .down))
    case .index: return price(lines[line].index)
    case .blend(let lastWeight):
      if lastWeight == .one { return price(lines[line].last) }
      if lastWeight == .zero { return price(lines[line].index) }
      guard lines[line].last != 0, lines[line].index != 0 else { return nil }
      let indexWeight = Rate.one - lastWeight
      let sum =
        Int128(lines[line].last) * Int128(lastWeight.partsPerBillion)
        + Int128(lines[line].index) * Int128(indexWeight.partsPerBillion)
      return price(Int64(sum.divided(by: 1_000_000_000, rounding: .down)))
    case .kept: return nil
    }
  }

  /// Whether the instrument's policy is one of those that remember, or look into the book's depth.
  @inlinable public func keepsMark(of instrument: InstrumentID) -> Bool {
    if case .kept = lines[instrument.index].policy { true } else { false }
  }

  /// The mark such a policy gives now (MRK-12…MRK-21), or `nil` where an ingredient is missing.
  public func keptMark(of instrument: InstrumentID, _ ingredients: MarkIngredients) -> Price? {
    markBook.mark(of: instrument, ingredients, at: now)
  }

  /// Takes the samples of the instrument of lowest number that has some due.
  public mutating func sampleMark(of instrument: InstrumentID, _ ingredients: MarkIngredients) {
    markBook.sample(instrument, ingredients, at: now)
  }

  /// The instrument of lowest number whose policy wants to look at prices by now; to be followed by `sampleMark`.
  public var dueMarkSample: InstrumentID? { markBook.due(at: now) }
  /// When a policy next wants to look at prices; `nil` where none samples.
  public var nextMarkSample: Time? { markBook.nextSample }

  /// Values all holdings at a new mark. Marks that change together are all set before accounts are checked.
  ///
  /// The first mark of an instrument has every holder checked: until then nobody had a trigger there (WCH-3).
  ///
  /// - Parameter event: where the stream says so; accounts it makes liquidatable name it as their cause.
  @inlinable public mutating func setMark(_ instrument: InstrumentID, to price: Price, at event: EventPosition) {
    setMark(line: instrument.index, to: price, at: event)
  }

  /// A collateral asset counts at another price from here on (CLR-32).
  public mutating func setPrice(of asset: AssetID, to price: Price, at event: EventPosition) {
    setMark(line: Int(line(of: asset)), to: price, at: event)
  }

  /// What an asset counts at; `nil` until there is a price.
  public func price(of asset: AssetID) -> Price? { price(lines[line(of: asset)].mark) }

  @inlinable @inline(__always)
  mutating func setMark(line: Int, to price: Price, at event: EventPosition) {
    hasMarks = true
    lines[line].setMark(price.ticks, at: event.number, after: checks)
    if lines[line].isReached || lines[line].fundingWatchesPrices { noteMark(of: line) }
  }

  /// What few marks need: has the line looked at in the next check, and funding told.
  @usableFromInline @inline(never)
  mutating func noteMark(of line: Int) {
    let mark = Price(ticks: lines[line].mark)
    if lines[line].fundingWatchesPrices { funding.observeMark(InstrumentID(number: UInt16(line)), mark, at: now) }
    if !lines[line].isReached { return }
    if lines[line].highestTrigger == LineRecord.unmarked {
      lines[line].highestTrigger = -1
      markHoldersDirty(of: line)
    }
    if lines[line].isListed { return }
    lines[line].isListed = true
    listed.append(Int32(line))
  }
}
