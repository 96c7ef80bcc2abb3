import MarketTypes
import Storage

/// What sources say, and the indices made of it (IDX-1…IDX-10 in `docs/rules/marks.md`).
///
/// Time never runs backwards: each call's moment is at or after the one before. What a subject's rules leave out, its
/// index as one price from outside, is not kept here.
public struct IndexBook: ~Copyable {
  /// By subject: instruments first, then what they cost at other venues, then assets.
  var indices: Pool<IndexRecord>
  var sources: Pool<SourceRecord>
  /// The reference prices that count, while one index is computed.
  var counting: Pool<CountingSource>
  let instrumentCount: Int
  /// When the first source of any index stops counting; the end of time when none does.
  private var earliest = Time.never

  /// No source has reported yet. The rules have no `fault`; those that are `nil` make no index here.
  ///
  /// - Parameters:
  ///   - instruments: by number; their largest price bounds the index (IDX-6).
  ///   - assets: by number, from 1; their largest price bounds the index. One whose rules name no sources has one.
  public init(_ instruments: [InstrumentRules], assets: [AssetRules] = []) {
    indices = Pool(capacity: 2 * instruments.count + assets.count + 1)
    sources = Pool()
    counting = Pool(capacity: IndexRules.sourceLimit)
    instrumentCount = instruments.count
    for instrument in instruments { add(instrument.indexSources, highest: instrument.maximumPrice.ticks) }
    for instrument in instruments { add(instrument.otherVenues, highest: instrument.maximumPrice.ticks) }
    add(nil, highest: 1)
    for asset in assets { add(asset.indexSources ?? IndexRules(weights: [.one]), highest: asset.maximumPrice.ticks) }
  }

  private mutating func add(_ rules: IndexRules?, highest: Int64) {
    if let fault = rules?.fault { invariantFailed("index rules: \(fault)") }
    indices.append(IndexRecord(rules, firstSource: sources.count, highest: highest))
    for weight in rules?.weights ?? [] { sources.append(SourceRecord(weight: weight.partsPerBillion)) }
  }

  init(copying book: borrowing IndexBook) {
    indices = book.indices.clone()
    sources = book.sources.clone()
    counting = Pool(capacity: IndexRules.sourceLimit)
    instrumentCount = book.instrumentCount
    earliest = book.earliest
  }

  /// A book of its own in the same state. O(size).
  public borrowing func clone() -> IndexBook { IndexBook(copying: self) }

  /// How many sources the subject's index is made of; zero where its price is given as it is, or there is no such subject.
  public func sourceCount(of subject: PriceSubject) -> Int {
    let place = place(of: subject)
    return place < indices.count ? Int(indices[place].sourceCount) : 0
  }

  /// The index as it stands; `nil` until there is one.
  public func index(of subject: PriceSubject) -> Price? {
    let place = place(of: subject)
    return place < indices.count && indices[place].index != 0 ? Price(ticks: indices[place].index) : nil
  }

  private func place(of subject: PriceSubject) -> Int {
    switch subject {
    case .instrument(let instrument): instrument.index < instrumentCount ? instrument.index : .max
    case .otherVenues(let instrument):
      instrument.index < instrumentCount ? instrumentCount + instrument.index : .max
    case .asset(let asset): 2 * instrumentCount + asset.index
    }
  }

  // MARK: What sources say

  /// A source names its price, or is lost. The source is below `sourceCount`, the price at least 1 and at most the
  /// subject's largest.
  ///
  /// - Returns: the index if it is another one now.
  public mutating func report(_ report: SourceReport, at now: Time) -> Price? {
    change(of: report.subject, report.source, at: now) { source in
      if let price = report.price {
        source.price = price.ticks
        source.reported = now.nanoseconds
      }
      source.isLost = report.price == nil
    }
  }

  /// A source goes over to another contract; that counts as its report. One that never reported has nothing to go on from.
  ///
  /// - Returns: the index if it is another one now: where the source counted before, it is not.
  public mutating func roll(_ roll: SourceRoll, at now: Time) -> Price? {
    let highest = indices[place(of: roll.subject)].highest
    return change(of: roll.subject, roll.source, at: now) { source in
      if source.price != 0 { source.adjustment = source.reference(highest: highest) - roll.price.ticks }
      source.price = roll.price.ticks
      source.reported = now.nanoseconds
      source.isLost = false
    }
  }

  private mutating func change(
    of subject: PriceSubject, _ source: UInt8, at now: Time, _ body: (inout SourceRecord) -> Void
  ) -> Price? {
    let place = place(of: subject)
    let before = indices[place]
    invariant(source < before.sourceCount, "source \(source) of an index made of \(before.sourceCount)")
    // What grew stale unnoticed stopped counting before this report, and at the old prices.
    if before.deadline <= now.nanoseconds { recompute(place, at: now) }
    body(&sources[Int(before.firstSource) + Int(source)])
    recompute(place, at: now)
    findEarliest()
    return indices[place].index == before.index ? nil : Price(ticks: indices[place].index)
  }

  // MARK: What time does

  /// When a source next stops counting because its latest report grows too old: `takeStale` is to be called then. `nil`
  /// while none does.
  public var nextStaleness: Time? { earliest.nanoseconds == .max ? nil : earliest }

  /// One index that is another one now because sources grew stale: instruments first, then other venues, then
  /// assets, lowest number first. To be called until `nil`.
  public mutating func takeStale(at now: Time) -> (subject: PriceSubject, price: Price)? {
    guard earliest <= now else { return nil }
    defer { findEarliest() }
    for place in 0..<indices.count where indices[place].deadline <= now.nanoseconds {
      let before = indices[place].index
      recompute(place, at: now)
      if indices[place].index != before { return (subject(at: place), Price(ticks: indices[place].index)) }
    }
    return nil
  }

  private func subject(at place: Int) -> PriceSubject {
    if place < instrumentCount { return .instrument(InstrumentID(number: UInt16(place))) }
    if place < 2 * instrumentCount { return .otherVenues(InstrumentID(number: UInt16(place - instrumentCount))) }
    return .asset(AssetID(number: UInt16(place - 2 * instrumentCount)))
  }

  /// O(indices).
  private mutating func findEarliest() {
    var nanoseconds = Int64.max
    for place in 0..<indices.count { nanoseconds = min(nanoseconds, indices[place].deadline) }
    earliest = Time(nanoseconds: nanoseconds)
  }
}
