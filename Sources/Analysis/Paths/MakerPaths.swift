import MarketTypes

/// What makers said their quotes are made of, over time, and what they held.
///
/// Of each stretch of a grid and each instrument the widest explained quote is kept as it was, so that its six terms are
/// one quote's: no averages. Inventories are all makers' together when the stretch ended; a maker is who explained a quote
/// by then. O(1) per explanation, O(makers × instruments) per stretch.
public struct MakerPaths: Sendable {
  /// The stretches of time.
  public let grid: TimeGrid
  /// By instrument number, in order of time; stretches without an explanation are left out.
  public private(set) var widest: [[Explained]]
  /// The same: lots, above zero long. Only changes.
  public private(set) var inventories: [[Inventory]]
  /// In order of their first explanation.
  public private(set) var makers: [AccountID] = []

  private var isMaker: Set<AccountID> = []
  private var cell = 0
  /// What all makers hold, by instrument number.
  private var held: [Int64]

  /// The widest quote of a stretch.
  public struct Explained: Hashable, Sendable {
    /// Which stretch.
    public let cell: Int
    /// When the maker said so.
    public let time: Time
    /// What it said.
    public let terms: QuoteTerms
  }

  /// What makers held when a stretch had ended.
  public struct Inventory: Hashable, Sendable {
    /// Which stretch.
    public let cell: Int
    /// Above zero long.
    public let lots: Int64
  }

  /// - Parameter grid: of each of its stretches one quote and one inventory are kept.
  public init(_ rules: VenueRules, _ grid: TimeGrid) {
    self.grid = grid
    widest = rules.instruments.map { _ in [] }
    inventories = widest.map { _ in [] }
    held = widest.map { _ in 0 }
  }

  /// Takes the next command and everything it caused.
  ///
  /// - Parameter audit: the balances as they stand after this command.
  public mutating func observe(_ command: Command, _ events: Span<Event>, audit: LedgerAudit) {
    let now = grid.cell(of: command.time)
    if now > cell {
      close(cell)
      cell = now
    }
    for index in events.indices {
      let body = events[index].body
      if let traded = body.lotsTraded { take(traded) }
      if case .contractSettled(let settlement) = body { held[settlement.instrument.index] = 0 }
    }
    // After what was traded: who is new brings all that it holds now.
    for index in events.indices {
      if case .quoteExplained(let terms) = events[index].body { take(terms, at: command.time, audit) }
    }
  }

  /// Ends the last stretch.
  public mutating func finish() { close(cell) }

  private mutating func take(_ traded: LotsTraded) {
    if isMaker.contains(traded.buyer) { held[traded.instrument.index] += traded.lots }
    if isMaker.contains(traded.seller) { held[traded.instrument.index] -= traded.lots }
  }

  private mutating func take(_ terms: QuoteTerms, at time: Time, _ audit: LedgerAudit) {
    if isMaker.insert(terms.account).inserted {
      makers.append(terms.account)
      for number in held.indices {
        held[number] += audit.position(of: terms.account, in: InstrumentID(number: UInt16(number))).lots
      }
    }
    let instrument = terms.instrument.index
    let explained = Explained(cell: cell, time: time, terms: terms)
    guard let last = widest[instrument].last, last.cell == cell else {
      widest[instrument].append(explained)
      return
    }
    if terms.sum > last.terms.sum { widest[instrument][widest[instrument].count - 1] = explained }
  }

  private mutating func close(_ cell: Int) {
    for instrument in widest.indices where !widest[instrument].isEmpty {
      if inventories[instrument].last?.lots == held[instrument] { continue }
      inventories[instrument].append(Inventory(cell: cell, lots: held[instrument]))
    }
  }
}

extension QuoteTerms {
  /// The half-spread before its bounds and rounding, in thousandths of a tick.
  public var sum: Int64 {
    Int64(base) + Int64(volatility) + Int64(inventory) + Int64(toxicity) + Int64(depth) + Int64(stress)
  }
}
