/// When and how accounts under margin are closed, and who bears what that costs: the waterfall.
///
/// Its stages, each of which can be left out, in their order: alert and margin call (`MarginLevelRules`, `call`), orders
/// cancelled (`cancels`), forced orders in part or whole (`sizing`, `limit`, `fee`), takeover by a backstop account
/// (`backstop`), auto-deleveraging (`deleveraging`), and what is lost after all shared out (`losses`). Rules with their
/// ids stand in `docs/rules/liquidation.md`.
public struct LiquidationRules: Hashable, Sendable {
  /// Off: accounts under margin are left alone. The counterfactual of every cascade.
  public var isOn: Bool
  /// Where equity stands to maintenance margin when it begins.
  public var threshold: LiquidationThreshold
  /// `nil` gives no time and asks nobody.
  public var call: MarginCallRules?
  /// Which open orders leave before forced ones enter.
  public var cancels: OrderCancelling = .all
  /// How much of each position one forced order closes.
  public var sizing: ForcedSizing = .whole
  /// The worst price a forced order accepts.
  public var limit: ForcedLimit
  /// Forced orders fill whole or not at all.
  public var isFillOrKill = false
  /// What forced fills pay to a fund, or take from it.
  public var fee: LiquidationFee = .flat
  /// How much is done in one step; without bounds unless said.
  public var budget = StepBudget()
  /// When steps are made.
  public var pacing: LiquidationPacing
  /// When marks are taken between forced orders.
  public var order: LiquidationOrder
  /// `nil` takes nothing over.
  public var backstop: BackstopRules?
  /// `nil` deleverages nobody.
  public var deleveraging: DeleveragingRules?
  /// Who pays what a closed account owes, first one first; what none of them pays stays uncovered.
  public var losses = [LossLayer(.fund)]
  /// A contract in which a loss stayed uncovered is settled at its mark.
  public var settlesContracts = false

  public init(
    isOn: Bool = true, threshold: LiquidationThreshold = .below, limit: ForcedLimit = .market,
    pacing: LiquidationPacing = .immediate(roundLimit: 1000), order: LiquidationOrder = .synchronous
  ) {
    self.isOn = isOn
    self.threshold = threshold
    self.limit = limit
    self.pacing = pacing
    self.order = order
  }

  /// The first thing wrong with the rules, in words, or `nil`.
  func fault(fundCount: Int) -> String? {
    switch pacing {
    case .immediate(let limit): if limit < 1 { return "at most \(limit) rounds a command" }
    case .timed(let span): if !span.isStep { return "a step every \(span.nanoseconds) ns" }
    }
    if let fault = call?.fault ?? sizing.fault ?? limit.fault ?? fee.fault ?? budget.fault ?? backstop?.fault {
      return fault
    }
    if isFillOrKill, case .surplus = fee {
      return "where fills are settled against bankruptcy prices, forced orders cannot be fill-or-kill"
    }
    return losses.lazy.compactMap { $0.fault(fundCount: fundCount) }.first
  }
}

extension TimeSpan {
  /// Whether steps may be this far apart.
  var isStep: Bool { (1...1 << 62).contains(nanoseconds) }
}

/// Where equity stands to maintenance margin when liquidation begins.
@frozen public enum LiquidationThreshold: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// When equity is less than maintenance margin.
  case below
  /// When equity is less than maintenance margin, or equal to it.
  case atOrBelow
}

/// What happens between an account's falling under its margin and its first forced order.
@frozen public struct MarginCallRules: Hashable, Sendable, BitwiseCopyable {
  /// A sub-account that is called, or under its margin, is filled up to this multiple of its maintenance margin out of
  /// its owner's free collateral, as far as that goes; `nil` fills nothing up. At least 1.
  ///
  /// Source: Vega 0010-MARG (formula F10).
  public var topUp: Rate?
  /// How long it then has to find its margin; zero for no time.
  public var grace: TimeSpan

  @inlinable
  public init(topUp: Rate? = nil, grace: TimeSpan = .zero) {
    self.topUp = topUp
    self.grace = grace
  }

  var fault: String? {
    if let topUp, topUp < .one || topUp > Rate(partsPerBillion: 1_000_000_000_000) {
      return "a top-up must go to between 1 and 1000 times maintenance margin"
    }
    return grace == .zero || grace.isStep ? nil : "a grace period of \(grace.nanoseconds) ns"
  }
}

/// Which of an account's open orders are cancelled before its forced orders.
@frozen public enum OrderCancelling: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Every open order, armed ones too.
  case all
  /// Those that could enlarge or flip a position: all but orders of the side that closes it, as far as their lots
  /// together are no more than it has.
  case riskIncreasing
  /// They stay, and may take lots from a forced order.
  case none
}

/// When forced orders are placed.
@frozen public enum LiquidationPacing: Hashable, Sendable, BitwiseCopyable {
  /// Within the command that made them due, at most `roundLimit` rounds.
  case immediate(roundLimit: Int32)
  /// One step each time this span has passed since accounts became due.
  case timed(TimeSpan)
}

/// When marks are taken between forced orders.
@frozen public enum LiquidationOrder: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Once all forced orders of a round are placed.
  case synchronous
  /// After each account's forced orders.
  case oneByOne
}

/// How much is done in one step: a round under immediate pacing, a deadline's work under timed pacing.
@frozen public struct StepBudget: Hashable, Sendable, BitwiseCopyable {
  /// The most notional that one account's forced orders close; `nil` for no bound. Always at least one lot.
  ///
  /// Source: dYdX v4 (subaccount block limits, formula F28).
  public var accountNotional: Money?
  /// The most forced orders, of all accounts; those after them wait for the next step. An account once begun is finished.
  public var orders: Int32?

  @inlinable
  public init(accountNotional: Money? = nil, orders: Int32? = nil) {
    self.accountNotional = accountNotional
    self.orders = orders
  }

  var fault: String? {
    if let accountNotional, accountNotional <= .zero { return "an account's budget must be above 0" }
    return orders.map { $0 < 1 } ?? false ? "at most \(orders ?? 0) forced orders a step" : nil
  }
}
