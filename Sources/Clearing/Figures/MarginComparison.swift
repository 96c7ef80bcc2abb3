import MarketTypes

/// What the same positions and open orders ask for under each way of reckoning margin, at one set of marks (FIG-4).
///
/// Isolated and cross margin ask for the same, position by position; they differ in what may stand behind it. Under cross
/// margin a position's profit stands behind all others, under isolated margin behind its own alone. That shows in the
/// collateral that must be brought. Under portfolio margin the requirement itself is another.
@frozen public struct MarginComparison: Hashable, Sendable, BitwiseCopyable {
  /// The sum over positions, each an account of its own with its own collateral.
  public var isolated: MarginNeed
  /// All positions share one pool of collateral.
  public var cross: MarginNeed
  /// The worst of the venue's scenarios; `nil` where it has none.
  public var portfolio: MarginNeed?
}

/// What margin asks for in one way of reckoning, in units of the settlement currency; never below zero.
@frozen public struct MarginNeed: Hashable, Sendable, BitwiseCopyable {
  public var maintenance: Int128 = 0
  /// Open orders counted, reduce-only ones not.
  public var initial: Int128 = 0
  /// The least collateral with which nothing is under maintenance margin, profits and losses counted.
  public var collateralToKeep: Int128 = 0
  /// The least collateral with which no free collateral is below zero.
  public var collateralToOpen: Int128 = 0

  init(maintenance: Int128, initial: Int128, profit: Int128) {
    self.maintenance = maintenance
    self.initial = initial
    collateralToKeep = max(0, maintenance - profit)
    collateralToOpen = max(0, initial - profit)
  }

  static func + (one: MarginNeed, other: MarginNeed) -> MarginNeed {
    var sum = one
    sum.maintenance += other.maintenance
    sum.initial += other.initial
    sum.collateralToKeep += other.collateralToKeep
    sum.collateralToOpen += other.collateralToOpen
    return sum
  }
}

extension ClearingHouse {
  /// What an account's positions and open orders ask for under each way of reckoning margin (FIG-4), whatever its own.
  ///
  /// Every requirement is rounded as where it is asked (CLR-7, CLR-8, PFM-11 to PFM-13). An instrument without a mark
  /// asks for nothing. O(lines the account touched), times scenarios where the venue has portfolio margin.
  public func requirements(of account: AccountID) -> MarginComparison {
    var isolated = MarginNeed(maintenance: 0, initial: 0, profit: 0)
    var profit: Int128 = 0
    var index = accounts[account.index].firstHolding
    while index >= 0, holdings[index].line < Int32(instrumentCount) {
      var own = AccountFigures()
      add(holdings[index], at: lines[holdings[index].line].mark, to: &own)
      profit += own.equity
      isolated = isolated + MarginNeed(maintenance: own.maintenance, initial: own.initial, profit: own.equity)
      index = holdings[index].next
    }
    var comparison = MarginComparison(
      isolated: isolated,
      cross: MarginNeed(maintenance: isolated.maintenance, initial: isolated.initial, profit: profit), portfolio: nil)
    if hasPortfolioMargin {
      comparison.portfolio = MarginNeed(
        maintenance: portfolioMargin(of: account, withOrders: false) { lines[$0].mark },
        initial: portfolioMargin(of: account, withOrders: true) { lines[$0].mark }, profit: profit)
    }
    return comparison
  }
}
