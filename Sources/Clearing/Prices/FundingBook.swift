import MarketTypes
import Storage

/// What funding rates are made of, and when they are paid (FND-1…FND-8 in `docs/rules/funding.md`).
///
/// Time never runs backwards. Who pays what follows from `FundingRate.payment`.
public struct FundingBook: ~Copyable {
  private var records: Pool<FundingRecord>
  private var earliest = Int64.max

  /// Nothing gathered yet. The rules have no `fault`.
  public init(_ instruments: [InstrumentRules]) {
    records = Pool(capacity: instruments.count)
    for instrument in instruments { records.append(FundingRecord(instrument)) }
    findEarliest()
  }

  init(copying book: borrowing FundingBook) {
    records = book.records.clone()
    earliest = book.earliest
  }

  /// A book of its own in the same state. O(size).
  public borrowing func clone() -> FundingBook { FundingBook(copying: self) }

  /// The notional whose impact prices a sample needs; `nil` where there are no samples.
  public func impactNotional(of instrument: InstrumentID) -> Money? {
    guard records[instrument.index].interval > 0, case .premium(let premium) = records[instrument.index].method else {
      return nil
    }
    return premium.notional
  }

  /// The latest rate, and how long until the next payment; `nil` before the first rate.
  public func outlook(of instrument: InstrumentID, at now: Time) -> FundingOutlook? {
    let record = records[instrument.index]
    guard let rate = record.latest else { return nil }
    let left = min(max(record.nextPayment - now.nanoseconds, 0), record.interval)
    return FundingOutlook(
      rate: rate, timeLeft: TimeSpan(nanoseconds: left), interval: TimeSpan(nanoseconds: record.interval))
  }

  // MARK: What it is told

  /// A new mark; to be told where funding is time-weighted.
  public mutating func observeMark(_ instrument: InstrumentID, _ price: Price, at now: Time) {
    records[instrument.index].sumPrices(until: now.nanoseconds)
    records[instrument.index].mark = price.ticks
  }

  /// A new index; to be told where funding is time-weighted.
  public mutating func observeIndex(_ instrument: InstrumentID, _ price: Price, at now: Time) {
    records[instrument.index].sumPrices(until: now.nanoseconds)
    records[instrument.index].index = price.ticks
  }

  // MARK: What time does

  /// When a sample or a payment is next due; `nil` without funding. Samples come before payments.
  public var nextDeadline: Time? { earliest == .max ? nil : Time(nanoseconds: earliest) }

  /// The instrument of lowest number with a sample due by now; `nil` when none is. To be followed by its `sample`.
  public func dueSample(at now: Time) -> InstrumentID? {
    if earliest > now.nanoseconds { return nil }
    for place in 0..<records.count where records[place].nextSample <= min(now.nanoseconds, records[place].nextPayment) {
      return InstrumentID(number: UInt16(place))
    }
    return nil
  }

  /// Takes an instrument's samples that are due by now, or by its payment if that comes first, all of what there is now.
  ///
  /// An impact price that the book does not hold brings no premium on its side; without an index there is no sample.
  public mutating func sample(
    _ instrument: InstrumentID, impactBid: Price?, impactAsk: Price?, index: Price?, at now: Time
  ) {
    let place = instrument.index
    let record = records[place]
    let until = min(now.nanoseconds, record.nextPayment)
    guard record.nextSample <= until else { return }
    let steps = (until - record.nextSample) / record.sampling + 1
    let (next, overflow) = record.nextSample.addingReportingOverflow((steps - 1) * record.sampling + record.sampling)
    records[place].nextSample = overflow ? .max : next
    if let index {
      let above = max((impactBid?.ticks ?? 0) - index.ticks, 0)
      let below = max(index.ticks - (impactAsk?.ticks ?? .max), 0)
      let one = Int128(FundingRate.one.partsPerTrillion)
      let premium = (Int128(above - below) * one).divided(by: Int128(index.ticks), rounding: .down)
      records[place].sum += min(max(premium, -one), one) * Int128(steps)
      records[place].count += steps
    }
    findEarliest()
  }

  /// The next payment due by now, of which no sample is due any more: earliest first, then lowest instrument. An interval
  /// of which nothing is known passes without one. To be called until `nil`.
  ///
  /// - Returns: what is to be paid, and the moment it was due.
  public mutating func takePayment(at now: Time) -> FundingDue? {
    while let place = duePayment(at: now.nanoseconds) {
      let moment = records[place].nextPayment
      records[place].sumPrices(until: moment)
      let rate = records[place].rate
      records[place].latest = rate ?? records[place].latest
      records[place].sum = 0
      records[place].count = 0
      records[place].markSum = 0
      records[place].indexSum = 0
      let (next, overflow) = moment.addingReportingOverflow(records[place].interval)
      records[place].nextPayment = overflow ? .max : next
      findEarliest()
      if let rate {
        return FundingDue(
          instrument: InstrumentID(number: UInt16(place)), rate: rate, price: records[place].price,
          moment: Time(nanoseconds: moment))
      }
    }
    return nil
  }

  private func duePayment(at now: Int64) -> Int? {
    var found: Int?
    for place in 0..<records.count {
      let payment = records[place].nextPayment
      if payment > now || records[place].nextSample <= payment { continue }
      if found.map({ payment < records[$0].nextPayment }) ?? true { found = place }
    }
    return found
  }

  /// O(instruments).
  private mutating func findEarliest() {
    earliest = .max
    for place in 0..<records.count { earliest = min(earliest, records[place].nextSample, records[place].nextPayment) }
  }
}

/// Funding to be paid on all holdings of an instrument.
public struct FundingDue: Hashable, Sendable, BitwiseCopyable {
  /// Whose holders pay and are paid.
  public var instrument: InstrumentID
  /// Of one interval, capped (FND-5); above zero longs pay.
  public var rate: FundingRate
  /// What holdings are valued at.
  public var price: FundingPrice
  /// When it was due.
  public var moment: Time
}
