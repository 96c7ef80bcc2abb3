import MarketTypes

/// How fast price, spread and depth of each instrument came back after a cascade.
///
/// Looked at when a command has ended, so at what anybody could see. The price is the mid price, its reference that of
/// before the command that began the cascade; the worst is its largest displacement up to the end of the command with the
/// last forced fill. Recovered to f is the first moment from there on at which |mid − reference| ≤ f × the largest
/// displacement, f = ½ and ⅒. The spread is back when it is at most twice its median of before; depth is lots within 10
/// basis points of the mid price on both sides, where the instrument publishes its levels, and its worst is its own.
/// While a side is empty there is no mid price, and nothing is looked at. Source: models E.
///
/// O(log spreads) per quote, O(levels) per level that changes; memory follows levels published.
public struct RecoveryWatch: StreamFold, Sendable {
  private var instruments: [Watched]
  private let onset: CascadeOnset
  private var spreads: SpreadWatch
  private var hasBegun = false
  private var hasForcedFill = false
  private var now = Time.start
  private var touched: [Int] = []

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known (see `CascadeRounds`).
  public init(_ rules: VenueRules, shockAccounts: [AccountID] = []) {
    onset = CascadeOnset(shockAccounts)
    spreads = SpreadWatch(rules)
    instruments = rules.instruments.map { Watched(publishesLevels: $0.publishesLevels) }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    now = max(now, command.time)
    if !hasBegun { spreads.observe(command, events, from: first) }
    for index in events.indices {
      if !hasBegun, onset.isReached(by: index, of: events) { begin() }
      switch events[index].body {
      case .quoted(let quote):
        touch(quote.instrument)
        instruments[quote.instrument.index].quote = quote
      case .levelChanged(let level):
        touch(level.instrument)
        instruments[level.instrument.index].take(level)
      case .filled(let fill) where fill.isForced: hasForcedFill = true
      default: break
      }
    }
    for index in touched { instruments[index].endCommand(at: now, hasBegun: hasBegun) }
    touched.removeAll(keepingCapacity: true)
    if hasForcedFill {
      for index in instruments.indices { instruments[index].claim() }
      hasForcedFill = false
    }
  }

  private mutating func touch(_ instrument: InstrumentID) {
    if touched.last != instrument.index { touched.append(instrument.index) }
  }

  private mutating func begin() {
    hasBegun = true
    for index in instruments.indices {
      let median = spreads.before(InstrumentID(number: UInt16(index))).median
      instruments[index].begin(medianSpread: median?.ticks, at: now)
    }
  }

  /// What one instrument's recovery came to by the end of the stream.
  public subscript(instrument: InstrumentID) -> RecoveryTimes { instruments[instrument.index].times(end: now) }
}

/// How long one instrument took to recover.
public struct RecoveryTimes: Hashable, Sendable {
  /// Of the mid price, in ticks: half of it where the two sides are an odd number apart.
  public let largestDisplacement: Double?
  /// Until the mid price is within half of the largest displacement again, and within a tenth.
  public let priceToHalf: Recovery
  /// As `priceToHalf`, for a tenth.
  public let priceToTenth: Recovery
  /// Until the spread is at most twice its median before the shock.
  public let spread: Recovery
  /// Until half of the depth from before the shock stands again, and nine tenths.
  public let depthToHalf: Recovery
  /// As `depthToHalf`, for nine tenths.
  public let depthToTenth: Recovery
}

/// One instrument's quote, levels, and their ways.
private struct Watched: Sendable {
  let publishesLevels: Bool
  var quote: Quote?
  private var bids = LevelList(isBid: true)
  private var asks = LevelList(isBid: false)
  /// As the last command left them; twice the mid price.
  private var mid: Int64?
  private var depth: Int64?
  private var widestNormal: Int64?
  private var running = Tracks()
  private var claimed: Tracks?

  private struct Tracks: Sendable {
    var mid: RecoveryTrack?
    var depth: RecoveryTrack?
    var spreadBack: Time?
  }

  init(publishesLevels: Bool) { self.publishesLevels = publishesLevels }

  mutating func take(_ level: LevelChange) {
    if level.side == .buy { bids.take(level) } else { asks.take(level) }
  }

  mutating func begin(medianSpread: Int64?, at time: Time) {
    widestNormal = medianSpread.map { 2 * $0 }
    running.mid = mid.map { RecoveryTrack(reference: $0, at: time) }
    running.depth = depth.map { RecoveryTrack(reference: $0, onlyBelow: true, at: time) }
  }

  mutating func endCommand(at time: Time, hasBegun: Bool) {
    guard let bid = quote?.bid, let ask = quote?.ask else { return }
    let mid = bid.ticks + ask.ticks
    self.mid = mid
    if publishesLevels { depth = bids.lots(upTo: mid) + asks.lots(upTo: mid) }
    guard hasBegun else { return }
    let isNormal = widestNormal.map { ask.ticks - bid.ticks <= $0 } ?? false
    advance(&running, mid, isNormal: isNormal, at: time, mayWorsen: true)
    if var tracks = claimed {
      advance(&tracks, mid, isNormal: isNormal, at: time, mayWorsen: false)
      claimed = tracks
    }
  }

  private func advance(_ tracks: inout Tracks, _ mid: Int64, isNormal: Bool, at time: Time, mayWorsen: Bool) {
    if tracks.mid?.take(mid, at: time, mayWorsen: mayWorsen) ?? false { tracks.spreadBack = nil }
    if let depth { tracks.depth?.take(depth, at: time, mayWorsen: mayWorsen) }
    if isNormal, tracks.spreadBack == nil { tracks.spreadBack = time }
  }

  /// Everything so far belongs to the cascade.
  mutating func claim() { claimed = running }

  func times(end: Time) -> RecoveryTimes {
    guard let tracks = claimed else {
      let none = Recovery.undefined(.noCascade)
      return RecoveryTimes(
        largestDisplacement: nil, priceToHalf: none, priceToTenth: none, spread: none, depthToHalf: none,
        depthToTenth: none)
    }
    let noDepth = Recovery.undefined(publishesLevels ? .noReference : .notPublished)
    return RecoveryTimes(
      largestDisplacement: tracks.mid.map { Double($0.worst) / 2 },
      priceToHalf: tracks.mid?.toHalf(end: end) ?? .undefined(.noReference),
      priceToTenth: tracks.mid?.toTenth(end: end) ?? .undefined(.noReference), spread: spread(tracks, end: end),
      depthToHalf: tracks.depth?.toHalf(end: end) ?? noDepth, depthToTenth: tracks.depth?.toTenth(end: end) ?? noDepth)
  }

  private func spread(_ tracks: Tracks, end: Time) -> Recovery {
    guard widestNormal != nil, let mid = tracks.mid else { return .undefined(.noReference) }
    return tracks.spreadBack.map { .after($0 - mid.worstTime) } ?? .censored(end - mid.worstTime)
  }
}
