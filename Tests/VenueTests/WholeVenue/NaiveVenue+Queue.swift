import MarketTypes

/// Who waits for forced orders, and whose turn comes first (LIQ-2, LIQ-3).
extension NaiveVenue {
  /// An account under margin that waits, with what decides its turn.
  struct Due {
    var account: Int
    /// Of its forced orders.
    var round: Int
    /// The event that said so, or that called it again.
    var event: Int?
    /// When it was found.
    var since: Int64
    var figures: Figures
    /// Its sizes allow no lot for now.
    var isForLater = false
    /// What its forced orders have made up so far.
    var freed = 0

    init(account: Int, round: Int, event: Int?, since: Int64, _ figures: Figures) {
      (self.account, self.round, self.event, self.since, self.figures) = (account, round, event, since, figures)
    }

    func precedes(_ other: Due) -> Bool { round != other.round ? round < other.round : isRiskier(than: other) }

    /// LIQ-3.
    func isRiskier(than other: Due) -> Bool {
      let (mine, theirs) = (figures, other.figures)
      if ratioIsBelow(other) { return true }
      if other.ratioIsBelow(self) { return false }
      if mine.maintenance != theirs.maintenance { return mine.maintenance > theirs.maintenance }
      if mine.equity != theirs.equity { return mine.equity < theirs.equity }
      if mine.notional != theirs.notional { return mine.notional > theirs.notional }
      return account < other.account
    }

    /// Without maintenance margin a negative equity is below every ratio, any other above.
    private func ratioIsBelow(_ other: Due) -> Bool {
      func extreme(_ figures: Figures) -> Int { figures.maintenance > 0 ? 0 : figures.equity < 0 ? -1 : 1 }
      if extreme(figures) != extreme(other.figures) { return extreme(figures) < extreme(other.figures) }
      return Int128(figures.equity) * Int128(other.figures.maintenance)
        < Int128(other.figures.equity) * Int128(figures.maintenance)
    }
  }

  /// Who waits for forced orders.
  struct Queue {
    /// For a round that has not begun.
    var waiting: [Due] = []
    /// The round begun, in order.
    var current: [Due] = []
    /// Whom nobody met.
    var stalled: [Due] = []
    var graces: [(until: Int64, due: Due)] = []
    var stepDeadline: Int64?
    var disposalDeadline: Int64?
    /// When an account was closed in part.
    var partial: [Int: Int64] = [:]
    /// What the latest order that was done filled.
    var filled: Int64 = 0

    var count: Int { waiting.count + current.count }
    var nextRound: Int? { current.first?.round ?? waiting.map(\.round).min() }
    var isIdle: Bool {
      count + stalled.count + graces.count == 0 && stepDeadline == nil && disposalDeadline == nil
    }

    /// Puts accounts that are set aside, or whose turn did not come, among those that wait.
    mutating func retryStalled() {
      waiting += stalled
      stalled = []
    }
    mutating func requeue() {
      waiting += current
      current = []
    }
  }
}
