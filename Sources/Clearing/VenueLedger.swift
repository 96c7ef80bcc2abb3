import MarketTypes

/// The venue's own ledger accounts. Wider than `Money`: sums over all accounts for as long as the venue runs.
@frozen @usableFromInline struct VenueLedger: BitwiseCopyable {
  @usableFromInline var fees: Int128 = 0
  @usableFromInline var fund: Int128 = 0
  @usableFromInline var backstop: Int128 = 0
  @usableFromInline var rounding: Int128 = 0
  @usableFromInline var uncovered: Int128 = 0
  @usableFromInline var outside: Int128 = 0

  var sum: Int128 { fees + fund + backstop + rounding + uncovered + outside }
}

extension ClearingHouse {
  /// What a ledger account holds.
  public func balance(of account: LedgerAccount) -> Int128 {
    switch account {
    case .collateral(let owner): Int128(accounts[owner.index].collateral)
    case .costBasis(let owner, let instrument): -Int128(costBasis(of: owner, in: instrument).units)
    case .fees: ledger.fees
    case .fund: ledger.fund
    case .backstop: ledger.backstop
    case .rounding: ledger.rounding
    case .uncovered: ledger.uncovered
    case .outside: ledger.outside
    }
  }

  /// Moves money and reports it. Zero moves nothing and is not reported; a negative amount moves the other way.
  mutating func move(
    _ units: Int64, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason, _ record: (Transfer) -> Void
  ) {
    add(-units, to: from)
    add(units, to: to)
    report(units, from: from, to: to, reason, record)
  }

  /// Says what has moved. Zero is not reported; a negative amount moved the other way.
  @inlinable @inline(__always)
  func report(
    _ units: Int64, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason, _ record: (Transfer) -> Void
  ) {
    if units > 0 { record(Transfer(from: from, to: to, amount: Money(units: units), reason: reason)) }
    if units < 0 { record(Transfer(from: to, to: from, amount: Money(units: -units), reason: reason)) }
  }

  private mutating func add(_ units: Int64, to account: LedgerAccount) {
    switch account {
    case .collateral(let owner): accounts[owner.index].collateral += units
    case .costBasis(let owner, let instrument): holdings[holding(owner, instrument)].cost -= units
    case .fees: ledger.fees += Int128(units)
    case .fund: ledger.fund += Int128(units)
    case .backstop: ledger.backstop += Int128(units)
    case .rounding: ledger.rounding += Int128(units)
    case .uncovered: ledger.uncovered += Int128(units)
    case .outside: ledger.outside += Int128(units)
    }
  }
}
