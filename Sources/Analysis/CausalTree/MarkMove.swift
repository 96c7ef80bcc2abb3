import MarketTypes

/// Whose doing a part of a mark's move was.
public enum MarkSource: Hashable, Sendable {
  /// Forced orders of the account of this fall, by its place in `CausalTree.falls`.
  case fall(Int)
  /// What the accounts named as the shock took from the book.
  case shock
  /// What everybody else took, in round 0.
  case participants
  /// Orders that a mark of the cascade fired: of a later round, and not forced.
  case stops
  /// Orders that came or went without a fill, and what the policy rounded.
  case quotes
  /// Prices from outside: an index, or an asset's.
  case index
  /// Nothing but time, or what the stream does not tell: a sample, a mark that was set.
  case other
}

/// One source's part of a mark's move.
///
/// The share is `part` ÷ the move's `whole`, exactly. A source that pushed against the move has a share below zero.
public struct MarkShare: Hashable, Sendable {
  /// Who pushed.
  public let source: MarkSource
  /// Of the move's `whole`, in its unit.
  public internal(set) var part: Int128
  /// What it traded of the instrument since the mark before; zero for what is no fill.
  public internal(set) var lots: Int128
  /// Its first fill since the mark before; `nil` for what is no fill.
  public let firstFill: EventPosition?
  /// The latest round that its fills carried.
  public internal(set) var round: Int
}

/// A change of an instrument's mark, and who moved it.
///
/// What the parts are measured in depends on the mark policy: `MarkAttribution` has the definitions. They always sum to
/// `whole`, so that the shares sum to 1.
public struct MarkMove: Hashable, Sendable {
  /// The one that says so.
  public let event: EventPosition
  /// Of the command it happened in.
  public let time: Time
  /// Whose mark it is.
  public let instrument: InstrumentID
  /// The round of what moved it.
  public let round: Int
  /// The mark before.
  public let from: Price
  /// The mark from then on; another one.
  public let to: Price
  /// Never zero.
  public let whole: Int128
  /// In order of the first fill, then quotes, index and other.
  public let shares: [MarkShare]

  /// With its sign.
  public var change: PriceChange { to - from }

  /// In ticks, with the sign of the source's own push. For display; exact where it is whole.
  public func ticks(of share: MarkShare) -> Double { Double(share.part) * Double(change.ticks) / Double(whole) }

  /// 1 for a source that moved it alone. For display.
  public func fraction(of share: MarkShare) -> Double { Double(share.part) / Double(whole) }

  /// Whether the share is above zero.
  public func isWith(_ share: MarkShare) -> Bool { (share.part > 0) == (whole > 0) && share.part != 0 }
}

extension MarkMove {
  /// The source a fall at this mark hangs under.
  ///
  /// Of a mark that forced orders moved (round 1 or later): the forced orders of that very round with the largest share,
  /// at equal shares those that filled first; if none of them has a share above zero, those that filled last. Of any
  /// other mark: whatever has the largest share, at equal shares what stands first. `nil` where a round's mark was moved
  /// by no forced order of the round: orders that an earlier mark fired.
  public var parent: MarkSource? {
    let forced = shares.filter { if case .fall = $0.source { $0.round == round } else { false } }
    if round == 0 { return largest(shares)?.source ?? .other }
    return (largest(forced) ?? forced.max { ($0.firstFill ?? event) < ($1.firstFill ?? event) })?.source
  }

  /// The first of the largest shares above zero.
  private func largest(_ shares: [MarkShare]) -> MarkShare? {
    var best: MarkShare?
    for share in shares where isWith(share) {
      if best.map({ share.part.magnitude > $0.part.magnitude }) ?? true { best = share }
    }
    return best
  }
}
