import MarketTypes

/// How one index is made, and how it stands.
struct IndexRecord: BitwiseCopyable {
  var firstSource: Int32
  /// Zero where the price is given as it is.
  var sourceCount: Int32
  var minimumSources: Int32
  let isContinuous: Bool
  var method: IndexMethod
  /// In nanoseconds; the end of time for never.
  var staleness: Int64
  var highest: Int64
  /// In ticks; zero until known.
  var index: Int64 = 0
  /// In ticks, added to what the sources come to (IDX-9).
  var adjustment: Int64 = 0
  /// When the first of its sources stops counting, in nanoseconds; the end of time when none does.
  var deadline = Int64.max
  /// A bit for each source that counted when the index was last computed.
  var counted: UInt16 = 0
  /// Those that counted when the adjustment was last zero.
  var unadjusted: UInt16 = 0

  init(_ rules: IndexRules?, firstSource: Int, highest: Int64) {
    self.firstSource = Int32(firstSource)
    sourceCount = Int32(rules?.weights.count ?? 0)
    minimumSources = rules?.minimumSources ?? 0
    isContinuous = rules?.continuity ?? false
    method = rules?.method ?? .median
    staleness = rules?.staleness?.nanoseconds ?? .max
    self.highest = highest
  }
}

/// One source of an index, as it last spoke.
struct SourceRecord: BitwiseCopyable {
  let weight: Int64
  /// As reported, in ticks; zero until it is.
  var price: Int64 = 0
  /// In ticks, added to what is reported: what rolls came to.
  var adjustment: Int64 = 0
  /// In nanoseconds.
  var reported: Int64 = 0
  var isLost = false

  init(weight: Int64) { self.weight = weight }

  /// What the source stands for in the index, in ticks.
  func reference(highest: Int64) -> Int64 { min(max(price + adjustment, 1), highest) }

  /// The first nanosecond at which it no longer counts; the end of time for never.
  func end(staleness: Int64) -> Int64 {
    let (end, overflow) = reported.addingReportingOverflow(staleness)
    return overflow || end == .max ? .max : end + 1
  }

  /// Whether it has a price that is not too old.
  func counts(at now: Int64, staleness: Int64) -> Bool {
    price != 0 && !isLost && (staleness == .max || now < end(staleness: staleness))
  }
}

/// One price that counts.
struct CountingSource: BitwiseCopyable {
  var ticks: Int64
  var weight: Int64
}
