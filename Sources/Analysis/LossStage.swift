import MarketTypes

/// Who bears what an account cannot pay, in the order of the waterfall.
public enum LossStage: String, CaseIterable, Sendable {
  /// The backstop took the account over with an equity below zero.
  case backstop
  /// Others' positions were closed against it at a price worse than the mark.
  case deleveraging
  /// Insurance funds, an operator's own capital among them.
  case fund
  /// Contributions to the default fund, the defaulter's own and others'.
  case contributions
  /// Members' collateral, beyond what they contributed.
  case assessments
  /// Unrealized gains that were cut.
  case gains
  /// A charge on each lot held.
  case openInterest
  /// Nobody.
  case uncovered
}

/// Units of money by stage.
public struct LossesByStage: Hashable, Sendable {
  /// By stage; empty as long as there is nothing.
  private var amounts: [Int128] = []

  /// Zero for a stage that nothing came to.
  public internal(set) subscript(stage: LossStage) -> Int128 {
    get { amounts.isEmpty ? 0 : amounts[Self.place(of: stage)] }
    set {
      if amounts.isEmpty { amounts = Array(repeating: 0, count: LossStage.allCases.count) }
      amounts[Self.place(of: stage)] = newValue
    }
  }

  /// All stages together.
  public var total: Int128 { amounts.reduce(0, +) }

  private static func place(of stage: LossStage) -> Int { LossStage.allCases.firstIndex(of: stage) ?? 0 }

  static func += (left: inout LossesByStage, right: LossesByStage) {
    for stage in LossStage.allCases where right[stage] != 0 { left[stage] += right[stage] }
  }
}

/// A part of what an account cannot pay, and who bears it.
struct LossPart: Hashable, Sendable {
  let stage: LossStage
  /// In units of money, above zero.
  let amount: Int128
  /// Whose loss it is.
  let account: AccountID
  /// The account that bears it; `nil` for an insurance fund and for nobody. The account itself where its own contribution
  /// to the default fund pays.
  let bearer: AccountID?
}

extension LossPart {
  /// The part of a loss that an event says somebody bears, or `nil`. Another way to bear losses is a case here.
  ///
  /// Only what is made good is a loss: an account with money left that the backstop takes over costs nobody anything, nor does
  /// who contributes to the default fund or tops an account up bear one.
  ///
  /// - Parameters:
  ///   - worths: by instrument number.
  ///   - mark: that stands.
  init?(_ body: Event.Body, worths: [LotWorth], mark: (InstrumentID) -> Price?) {
    switch body {
    case .transferred(let transfer):
      guard let stage = transfer.reason.lossStage, case .collateral(let account) = transfer.to else { return nil }
      self.init(stage, Int128(transfer.amount.units), of: account, borneBy: transfer.from.owner)
    case .takenOver(let takeover):
      self.init(.backstop, -Int128(takeover.equity.units), of: takeover.account, borneBy: takeover.backstop)
    case .deleveraged(let pair):
      guard let mark = mark(pair.instrument) else { return nil }
      let worth = worths[pair.instrument.index]
      let lots = pair.side == .buy ? pair.quantity.lots : -pair.quantity.lots
      self.init(
        .deleveraging, worth.value(of: lots, at: mark) - worth.value(of: lots, at: pair.price), of: pair.account,
        borneBy: pair.counterparty)
    default: return nil
    }
  }

  /// `nil` for nothing and for a gain.
  private init?(_ stage: LossStage, _ amount: Int128, of account: AccountID, borneBy bearer: AccountID?) {
    if amount <= 0 { return nil }
    (self.stage, self.amount, self.account, self.bearer) = (stage, amount, account, bearer)
  }
}

extension TransferReason {
  /// The stage of a loss that a transfer to an account's collateral is for this reason, or `nil`.
  var lossStage: LossStage? {
    switch self {
    case .shortfallCovered: .fund
    case .contributionUsed: .contributions
    case .assessed: .assessments
    case .gainsCut: .gains
    case .openInterestCharged: .openInterest
    case .shortfallUncovered: .uncovered
    default: nil
    }
  }
}

extension LedgerAccount {
  /// Whose money it is: an account's collateral, what it has in the default fund, or what a position of it cost.
  fileprivate var owner: AccountID? {
    switch self {
    case .collateral(let owner), .contribution(let owner), .costBasis(let owner, _): owner
    default: nil
    }
  }
}
