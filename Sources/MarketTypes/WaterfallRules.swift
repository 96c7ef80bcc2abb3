/// When the backstop account takes an account's positions and collateral over, and how it gets rid of them.
///
/// The backstop is the account opened as such: it has capital of its own, is not asked for margin and never liquidated.
///
/// Sources: Hyperliquid (vault below ⅔ of maintenance margin), Vega 0012-POSR (network party, disposal F30), BitMEX
/// (takeover of what its order left).
@frozen public struct BackstopRules: Hashable, Sendable, BitwiseCopyable {
  /// An account whose equity is below this multiple of its maintenance margin is taken over instead of sold in the book;
  /// zero for none.
  public var below: Rate
  /// What forced orders left of an account that is still liquidatable is taken over.
  public var takesRest: Bool
  /// The most gross notional it holds; `nil` for no bound.
  public var maximumNotional: Money?
  /// Once it has lost more than this, beyond what came in and went out, it takes nothing over; `nil` for all it has: it
  /// never takes over what would leave it below zero.
  public var lossStop: Money?
  /// `nil` keeps what it took over.
  public var disposal: DisposalRules?

  @inlinable
  public init(
    below: Rate = .zero, takesRest: Bool = false, maximumNotional: Money? = nil, lossStop: Money? = nil,
    disposal: DisposalRules? = nil
  ) {
    self.below = below
    self.takesRest = takesRest
    self.maximumNotional = maximumNotional
    self.lossStop = lossStop
    self.disposal = disposal
  }

  var fault: String? {
    if below < .zero || below > .one { return "a backstop takes over below between 0 and 1 times maintenance margin" }
    if let maximumNotional, maximumNotional < .zero { return "a backstop's largest notional must not be below 0" }
    if let lossStop, lossStop < .zero { return "a backstop's loss stop must not be below 0" }
    return disposal?.fault
  }
}

/// How the backstop sells, step by step: min(`bookShare` of what stands within range, `portion` of the position), rounded
/// up, at least one lot; a position of at most `wholeUpTo` goes as far as the book's share allows.
///
/// Source: Vega 0012-POSR (formula F30).
@frozen public struct DisposalRules: Hashable, Sendable, BitwiseCopyable {
  /// How far its steps are apart.
  public var every: TimeSpan
  /// Of a position, sold in one step.
  public var portion: Rate
  /// Positions of so many lots, or fewer, are sold whole.
  public var wholeUpTo: Quantity
  /// Of the lots that stand within range, met in one step.
  public var bookShare: Rate
  /// Of the middle of the book, as `ForcedLimit.disposalRange`.
  public var range: Rate

  @inlinable
  public init(
    every: TimeSpan, portion: Rate = .one, wholeUpTo: Quantity = .zero, bookShare: Rate = .one, range: Rate = .one
  ) {
    self.every = every
    self.portion = portion
    self.wholeUpTo = wholeUpTo
    self.bookShare = bookShare
    self.range = range
  }

  var fault: String? {
    if !every.isStep { return "a disposal every \(every.nanoseconds) ns" }
    let rates = [portion, bookShare, range]
    if rates.contains(where: { $0 <= .zero || $0 > .one }) {
      return "a disposal's portion, share of the book and range must be above 0 and at most 1"
    }
    return wholeUpTo < .zero ? "a disposal must not be whole up to less than 0 lots" : nil
  }
}

/// How positions that nobody takes are closed against those who stand on the other side: auto-deleveraging.
@frozen public struct DeleveragingRules: Hashable, Sendable, BitwiseCopyable {
  /// Which accounts' positions are closed so.
  public var trigger: DeleveragingTrigger
  /// Against whom first.
  public var ranking: DeleveragingRanking
  /// At which price.
  public var price: DeleveragingPrice

  @inlinable
  public init(
    _ ranking: DeleveragingRanking, at price: DeleveragingPrice = .bankruptcy,
    when trigger: DeleveragingTrigger = .insolvent
  ) {
    self.ranking = ranking
    self.price = price
    self.trigger = trigger
  }
}

/// Which accounts are deleveraged, of those that forced orders have left liquidatable.
@frozen public enum DeleveragingTrigger: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Equity is below zero.
  case insolvent
  /// Equity is below zero by more than the fund of its largest position can pay.
  case fundShort
  /// All of them.
  case unfilled
}

/// Who is closed against, and how much. Only solvent accounts on the other side, none of them liquidatable itself.
@frozen public enum DeleveragingRanking: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// By profit × effective leverage, a loss divided by it; the highest first (F36, BitMEX).
  case profitAndLeverage
  /// By (mark ÷ entry) × (notional ÷ equity), for shorts the same (F37, Hyperliquid).
  case markOverEntry
  /// Everybody in proportion to position; what rounding leaves one lot each, the largest remainder first.
  case proRata
  /// The largest profit per lot first, each as much as its profit pays for, so that as little as possible is taken beyond
  /// the profits there are.
  case smallestOvershoot
}

/// At which price positions are closed against each other.
@frozen public enum DeleveragingPrice: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The bankrupt's bankruptcy price (BitMEX, dYdX).
  case bankruptcy
  /// The mark before the latest change of the instrument's mark (Hyperliquid).
  case previousMark
  /// The mark; with `proRata`, a partial tear-up.
  case mark
}

/// One of those who pay what closed accounts owe, and its most.
@frozen public struct LossLayer: Hashable, Sendable, BitwiseCopyable {
  /// Which of them.
  public var kind: Kind
  /// The most it pays for one account's loss; `nil` for all it can.
  public var limit: Money?

  @inlinable
  public init(_ kind: Kind, limit: Money? = nil) {
    self.kind = kind
    self.limit = limit
  }

  /// Who pays.
  @frozen public enum Kind: Hashable, Sendable, BitwiseCopyable {
    /// The fund of the account's latest instrument, within its claim limit.
    case fund
    /// This fund: an operator's own capital.
    case capital(FundID)
    /// What the account itself contributed to the default fund.
    case ownContribution
    /// What the other members contributed, in proportion.
    case members
    /// Asked of the other members' collateral, in proportion to what they pledged to the fund, up to so many times that.
    case assessment(Rate)
    /// Those who have gained by positions in the account's latest instrument, in proportion to unrealized gains (F34).
    case gains
    /// All positions in the account's latest instrument, the same for each lot (F35, Drift).
    case openInterest
  }

  func fault(fundCount: Int) -> String? {
    if let limit, limit < .zero { return "a layer of losses must not pay less than 0" }
    switch kind {
    case .capital(let fund): return fund.number < fundCount ? nil : "there is no fund \(fund.number)"
    case .assessment(let rate):
      return rate <= .zero || rate > Rate(partsPerBillion: 1_000_000_000_000)
        ? "an assessment must be above 0 and at most 1000 times the contribution" : nil
    case .fund, .ownContribution, .members, .gains, .openInterest: return nil
    }
  }
}
