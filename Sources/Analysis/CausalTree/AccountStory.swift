import MarketTypes

/// How one account came to fall: what it held, its own fills, which marks cost it what, and who moved them.
///
/// Counted for each instrument from when its position was last opened. Memory follows the sources that moved its marks.
public struct AccountStory: Hashable, Sendable {
  /// Whose story it is.
  public let account: AccountID
  /// By instrument number.
  private var positions: [PositionStory]
  /// As its positions stood at each of its falls, in order; those that were flat left out.
  public private(set) var chapters: [Chapter] = []
  private let worths: [LotWorth]

  /// One fall of the account, with the positions it had.
  public struct Chapter: Hashable, Sendable {
    /// In `CausalTree.falls`.
    public let fall: Int
    /// As they were when it fell; flat ones are left out.
    public let positions: [PositionStory]
  }

  init(of account: AccountID, _ rules: VenueRules) {
    self.account = account
    worths = rules.lotWorths
    positions = rules.instruments.indices.map { PositionStory(instrument: InstrumentID(number: UInt16($0))) }
  }

  // MARK: What happens to it

  /// Its position is another now.
  mutating func hold(
    _ lots: Int64, of instrument: InstrumentID, at event: EventPosition, mark: Price?, byFill: Bool
  ) {
    let index = instrument.index
    // A flip opens another.
    if positions[index].lots.signum() != lots.signum() {
      positions[index] = PositionStory(instrument: instrument)
      positions[index].opened = event
      positions[index].firstMark = mark
      positions[index].mark = mark
    }
    positions[index].lots = lots
    if byFill { positions[index].fills += 1 }
    positions[index].latestChange = event
  }

  mutating func take(_ move: MarkMove) {
    let index = move.instrument.index
    guard positions[index].lots != 0 else { return }
    let worth = worths[index]
    let cost =
      worth.value(of: positions[index].lots, at: move.from) - worth.value(of: positions[index].lots, at: move.to)
    positions[index].take(move, cost: cost)
  }

  mutating func fall(_ fall: Int) {
    chapters.append(Chapter(fall: fall, positions: positions.filter { $0.lots != 0 }))
  }
}

/// One position of an account from its opening on.
public struct PositionStory: Hashable, Sendable {
  /// What is held.
  public let instrument: InstrumentID
  /// Long above zero, short below.
  public internal(set) var lots: Int64 = 0
  /// What opened it, and what changed it last; `nil` while it is flat.
  public internal(set) var opened: EventPosition?
  /// A fill, a deleveraging or a move; `nil` while it is flat.
  public internal(set) var latestChange: EventPosition?
  /// The account's own fills since it was opened, the opening one included.
  public internal(set) var fills = 0
  /// When it was opened, and now; `nil` as long as there is no mark.
  public internal(set) var firstMark: Price?
  /// The latest mark; `nil` as long as there is none.
  public internal(set) var mark: Price?
  /// Moves of the mark while it was held, and what they cost it together; below zero if they brought it something.
  public private(set) var moves = 0
  /// In units of money, all moves together; below zero if they brought it something.
  public private(set) var cost: Int128 = 0
  /// The move that cost it most; `nil` if none cost it anything.
  public private(set) var worst: CostlyMove?
  /// In order of first appearance.
  public private(set) var sources: [SourceCost] = []

  /// A move of the mark, and what it cost the position.
  public struct CostlyMove: Hashable, Sendable {
    /// The one that said the new mark.
    public let event: EventPosition
    /// The mark before it.
    public let from: Price
    /// The mark after it.
    public let to: Price
    /// In units of money; above zero.
    public let cost: Int128
  }

  /// What one mover of the mark cost the position.
  public struct SourceCost: Hashable, Sendable {
    /// Who moved it.
    public let source: MarkSource
    /// In units of money, below zero where it brought something. For display.
    public internal(set) var cost: Double
  }

  fileprivate init(instrument: InstrumentID) { self.instrument = instrument }

  fileprivate mutating func take(_ move: MarkMove, cost moveCost: Int128) {
    mark = move.to
    moves += 1
    cost += moveCost
    if moveCost > worst?.cost ?? 0 {
      worst = CostlyMove(event: move.event, from: move.from, to: move.to, cost: moveCost)
    }
    for share in move.shares where share.part != 0 {
      let part = Double(moveCost) * move.fraction(of: share)
      if let place = sources.firstIndex(where: { $0.source == share.source }) {
        sources[place].cost += part
      } else {
        sources.append(SourceCost(source: share.source, cost: part))
      }
    }
  }
}
