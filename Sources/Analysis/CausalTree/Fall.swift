import MarketTypes

/// One node of the causal tree: one time that an account fell under its maintenance margin, with why and what followed.
///
/// `record` says what became of the account; this says what made it fall and what its forced orders did to others.
public struct Fall: Hashable, Sendable {
  /// The same place in `CausalTree.log.records`.
  public let index: Int
  /// What made the account fall.
  public let cause: FallCause
  /// Where it hangs in the tree.
  public let parent: MarkSource
  /// What the set of marks that made it fall cost it, instrument by instrument; those that cost nothing left out.
  public let losses: [TriggerLoss]
  /// 1 for what the shock made fall, then one more than its parent's.
  public let generation: Int
  /// What its forced orders traded, by instrument; and what the backstop sold, having taken it over last, in entries of its own.
  public internal(set) var forced: [ForcedTrade] = []
  /// How many fills that were.
  public internal(set) var fills = 0
  /// What its forced fills brought less than the mark that stood, in units of money; below zero if they brought more.
  public internal(set) var slippage: Int128 = 0
  /// Fees of its forced fills, in units of money: the taker's, and what went to an insurance fund.
  public internal(set) var fees: Int128 = 0
  /// Events of its first and last forced fill.
  public internal(set) var firstFill: EventPosition?
  /// Its latest one; `nil` as long as none filled.
  public internal(set) var lastFill: EventPosition?
  /// What bankruptcy cost others, by stage.
  public internal(set) var covered = LossesByStage()

  /// What its forced orders traded, at the prices filled; of an account that was taken over, what the backstop sold of it.
  public var notional: Int128 { forced.reduce(0) { $0 + $1.notional } }
}

extension Fall {
  mutating func add(_ fill: Fill, isDisposal: Bool, worth: LotWorth, mark: Price?, at position: EventPosition) {
    if firstFill == nil { firstFill = position }
    lastFill = position
    fills += 1
    let place =
      forced.firstIndex {
        $0.instrument == fill.instrument && $0.side == fill.takerSide && $0.isDisposal == isDisposal
      } ?? forced.count
    if place == forced.count {
      forced.append(
        ForcedTrade(
          instrument: fill.instrument, side: fill.takerSide, isDisposal: isDisposal, lots: 0, notional: 0, pricedLots: 0
        ))
    }
    forced[place].lots += Int128(fill.quantity.lots)
    forced[place].notional += fill.notional(worth)
    forced[place].pricedLots += Int128(fill.price.ticks) * Int128(fill.quantity.lots)
    guard let mark else { return }
    let closed = fill.takerSide == .sell ? fill.quantity.lots : -fill.quantity.lots
    slippage += worth.value(of: closed, at: mark) - worth.value(of: closed, at: fill.price)
  }
}

/// What made an account fall.
public enum FallCause: Hashable, Sendable {
  /// A mark, by its place in `CausalTree.moves`.
  case mark(Int)
  /// The price of an asset it has.
  case asset(AssetID, EventPosition)
  /// Anything else: its own fill, funding, a margin factor, a withdrawal.
  case event(EventKind, EventPosition)
  /// The stream does not tell.
  case unknown
}

/// What one instrument's mark cost an account in the set of marks that made it fall.
public struct TriggerLoss: Hashable, Sendable {
  /// Whose mark it was.
  public let instrument: InstrumentID
  /// In units of money, above zero.
  public let amount: Int128
  /// Whether forced orders moved the mark: its round is 1 or later.
  public let isForced: Bool
}

/// What a fall's forced orders traded of one instrument.
public struct ForcedTrade: Hashable, Sendable {
  /// What was closed.
  public let instrument: InstrumentID
  /// The side of the forced orders.
  public let side: Side
  /// Whether they were the backstop's, of all that it had taken over, and not the account's own.
  public let isDisposal: Bool
  /// Of their fills.
  public internal(set) var lots: Int128
  /// Money at the prices filled.
  public internal(set) var notional: Int128
  /// Σ price × lots, in ticks.
  var pricedLots: Int128

  /// In thousandths of a tick, rounded down.
  public var meanPriceThousandths: Int128 { (1000 * pricedLots).divided(by: lots, rounding: .down) }
}
