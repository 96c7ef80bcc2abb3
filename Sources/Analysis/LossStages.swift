import MarketTypes

/// Who bore which part of what closed accounts could not pay: money by stage and by account.
///
/// A stage is a reason for which money moves to make a loss good: the insurance fund pays, a loss stays uncovered. Money of
/// ordinary trading (deposits, realized profit, fees, funding, rounding and the like) is none.
/// O(1) per event; memory follows accounts that any stage touched.
public struct LossStages: StreamFold, Hashable, Sendable {
  /// What all accounts were given at each stage, and what was taken from them, in units of money; without those that are zero.
  public private(set) var stages: [Stage] = []

  public struct Stage: Hashable, Sendable {
    public var reason: TransferReason
    /// `nil` for all accounts together.
    public var account: AccountID?
    /// What was made good for it.
    public var received: Int128 = 0
    /// What it bore for others, out of its collateral or its contribution; of a takeover, what the backstop got of it.
    public var paid: Int128 = 0
  }

  private var places: [Key: Int] = [:]

  private struct Key: Hashable {
    var reason: TransferReason
    var account: AccountID?
  }

  public init() {}

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if case .transferred(let transfer) = events[index].body, !Self.ordinary.contains(transfer.reason) {
        add(transfer)
      }
    }
  }

  private mutating func add(_ transfer: Transfer) {
    let amount = Int128(transfer.amount.units)
    if let owner = transfer.to.ownerOfMoney {
      for account in [nil, owner] { change(transfer.reason, account) { $0.received += amount } }
    }
    if let owner = transfer.from.ownerOfMoney {
      for account in [nil, owner] { change(transfer.reason, account) { $0.paid += amount } }
    }
  }

  private mutating func change(_ reason: TransferReason, _ account: AccountID?, _ body: (inout Stage) -> Void) {
    let key = Key(reason: reason, account: account)
    let place = places[key] ?? stages.count
    if place == stages.count {
      places[key] = place
      stages.append(Stage(reason: reason, account: account))
    }
    body(&stages[place])
  }

  private static let ordinary: [TransferReason] = [
    .deposit, .withdrawal, .realized, .makerFee, .takerFee, .feeReturned, .moved, .funding, .rounded, .markedToMarket,
    .liquidationFee, .converted, .conversionFee, .toppedUp, .contributed,
  ]
}

extension LedgerAccount {
  /// Whose money it is: an account's collateral, or what it has in the default fund.
  fileprivate var ownerOfMoney: AccountID? {
    switch self {
    case .collateral(let owner), .contribution(let owner): owner
    default: nil
    }
  }
}
