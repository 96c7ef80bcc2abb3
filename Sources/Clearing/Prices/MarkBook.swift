import MarketTypes
import Storage

/// What mark policies that are not plain remember, and the marks they give (MRK-12…MRK-21 in `docs/rules/marks.md`).
///
/// Plain policies (`MarkPolicy.isPlain`) need nothing from here. Time never runs backwards.
public struct MarkBook: ~Copyable {
  var records: Pool<MarkRecord>
  var slots: Pool<MarkSlot>
  private var earliest = Int64.max

  /// Nothing sampled yet. The rules have no `fault`.
  public init(_ instruments: [InstrumentRules]) {
    records = Pool(capacity: instruments.count)
    slots = Pool()
    for instrument in instruments {
      var record = MarkRecord(instrument)
      record.firstSlot = slots.count
      switch instrument.mark {
      case .fairMedian(let average): record.slotCount = Int(average.samples)
      case .composite(let composite): record.slotCount = Int(composite.tradeSteps)
      default: break
      }
      slots.extend(to: slots.count + record.slotCount, with: MarkSlot())
      records.append(record)
    }
    findEarliest()
  }

  init(copying book: borrowing MarkBook) {
    records = book.records.clone()
    slots = book.slots.clone()
    earliest = book.earliest
  }

  /// A book of its own in the same state. O(size).
  public borrowing func clone() -> MarkBook { MarkBook(copying: self) }

  // MARK: What it is told

  /// A fill; to be told of instruments whose policy `watchesFills`.
  public mutating func observeFill(_ instrument: InstrumentID, at price: Price, _ quantity: Quantity, at now: Time) {
    let place = instrument.index
    records[place].filledAt = now.nanoseconds
    switch records[place].policy {
    case .sampledLast(let spacing):
      let takenAt = records[place].takenAt
      // A moment with fills is over one nanosecond later.
      if takenAt < 0 || now.nanoseconds - takenAt >= spacing.nanoseconds {
        records[place].nextSample = now.nanoseconds == .max ? .max : now.nanoseconds + 1
        findEarliest()
      }
    case .composite where records[place].slotCount > 0:
      let slot = records[place].firstSlot + records[place].head
      // More than eight million of the largest fills in one step: what comes after them no longer counts.
      if slots[slot].sum >= 1 << 84 { return }
      slots[slot].sum += Int128(price.ticks) * Int128(quantity.lots)
      slots[slot].lots += Int128(quantity.lots)
    default: break
    }
  }

  /// The index changed or was confirmed; to be told of instruments whose policy `watchesFills`.
  public mutating func observeIndex(_ instrument: InstrumentID, at now: Time) {
    records[instrument.index].indexedAt = now.nanoseconds
  }

  // MARK: Samples

  /// When a policy next wants to look: `due` names whose it is. `nil` while none does.
  public var nextSample: Time? { earliest == .max ? nil : Time(nanoseconds: earliest) }

  /// The instrument of lowest number with a sample due by now; `nil` when none is. To be followed by its `sample`.
  public func due(at now: Time) -> InstrumentID? {
    if earliest > now.nanoseconds { return nil }
    for place in 0..<records.count where records[place].nextSample <= now.nanoseconds {
      return InstrumentID(number: UInt16(place))
    }
    return nil
  }

  /// Takes the samples of an instrument that are due by now, all of what there is now; its mark may be another then.
  ///
  /// A sample that misses an ingredient leaves its average alone. Of more than 4,096 that are due at once the rest is left
  /// out: O(samples due), at most that many.
  public mutating func sample(_ instrument: InstrumentID, _ ingredients: MarkIngredients, at now: Time) {
    let place = instrument.index
    defer { findEarliest() }
    if case .sampledLast = records[place].policy {
      takeLast(place, ingredients, at: now)
      return
    }
    let count = min(records[place].passSamples(until: now.nanoseconds), Int64(WindowAverage.sampleLimit))
    switch records[place].policy {
    case .indexPlusBasis(let average):
      guard let basis = ingredients.basis else { return }
      for _ in 0..<count { records[place].basis.add(basis, decay: average.decay) }
    case .robustMedian(let median):
      if let basis = ingredients.basis {
        for _ in 0..<count { records[place].basis.add(basis, decay: median.basisDecay) }
      }
      if let local = ingredients.localMedian {
        for _ in 0..<count { records[place].local.add(2 * local, decay: median.priceDecay) }
      }
    case .fairMedian:
      guard let basis = ingredients.basis else { return }
      for _ in 0..<count { push(basis, place) }
    case .composite:
      for _ in 0..<min(count, Int64(records[place].slotCount)) { turnStep(place) }
    default: break
    }
  }

  private mutating func takeLast(_ place: Int, _ ingredients: MarkIngredients, at now: Time) {
    guard records[place].nextSample <= now.nanoseconds, let last = ingredients.last else { return }
    records[place].taken = last.ticks
    records[place].takenAt = records[place].filledAt
    records[place].nextSample = .max
  }

  /// The latest sample takes the place of the oldest.
  private mutating func push(_ sample: Int64, _ place: Int) {
    let record = records[place]
    let head = (record.head + 1) % record.slotCount
    records[place].sum += Int128(sample) - slots[record.firstSlot + head].sum
    slots[record.firstSlot + head].sum = Int128(sample)
    records[place].head = head
    records[place].filled = min(record.filled + 1, record.slotCount)
  }

  /// A new step of trades begins, the oldest is forgotten.
  private mutating func turnStep(_ place: Int) {
    let head = (records[place].head + 1) % records[place].slotCount
    records[place].head = head
    slots[records[place].firstSlot + head] = MarkSlot()
  }

  /// O(instruments).
  private mutating func findEarliest() {
    earliest = .max
    for place in 0..<records.count { earliest = min(earliest, records[place].nextSample) }
  }
}
