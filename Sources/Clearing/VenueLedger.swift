import MarketTypes
import Storage

/// The venue's own ledger accounts. Wider than `Money`: sums over all accounts for as long as the venue runs.
@usableFromInline struct VenueLedger: ~Copyable {
  @usableFromInline var fees: Int128 = 0
  /// What members have in the default fund, together.
  @usableFromInline var contributions: Int128 = 0
  @usableFromInline var rounding: Int128 = 0
  @usableFromInline var uncovered: Int128 = 0
  /// By asset, the settlement currency first.
  var outside: Pool<Int128>
  var funds: Pool<FundRecord>

  init(assets: Int, funds rules: [FundRules]) {
    outside = Pool(count: assets + 1, filledWith: 0)
    funds = Pool()
    for fund in rules { funds.append(FundRecord(claimLimit: fund.claimLimit?.units ?? .max, floor: fund.floor.units)) }
  }

  private init(copying ledger: borrowing VenueLedger) {
    fees = ledger.fees
    contributions = ledger.contributions
    rounding = ledger.rounding
    uncovered = ledger.uncovered
    outside = ledger.outside.clone()
    funds = ledger.funds.clone()
  }

  borrowing func clone() -> VenueLedger { VenueLedger(copying: self) }

  /// What the venue has of the settlement currency.
  var sum: Int128 {
    var sum = fees + contributions + rounding + uncovered + outside[0]
    for index in 0..<funds.count { sum += funds[index].balance }
    return sum
  }
}

/// One insurance fund.
struct FundRecord: BitwiseCopyable {
  var balance: Int128 = 0
  /// The most it pays for one account's shortfall.
  var claimLimit: Int64

  /// What it keeps whatever is asked of it.
  var floor: Int64

  init(claimLimit: Int64, floor: Int64) {
    self.claimLimit = claimLimit
    self.floor = floor
  }

  /// The most it can pay for one loss.
  var means: Int64 { Int64(max(0, min(balance - Int128(floor), Int128(claimLimit)))) }
}

extension ClearingHouse {
  /// What a ledger account has of an asset; assets besides the settlement currency lie in collateral and outside alone.
  public func balance(of account: LedgerAccount, _ asset: AssetID = .settlement) -> Int128 {
    if asset != .settlement {
      switch account {
      case .collateral(let owner): return Int128(balance(of: owner, asset).units)
      case .outside: return ledger.outside[Int(asset.number)]
      case .costBasis, .fees, .fund, .contribution, .rounding, .uncovered: return 0
      }
    }
    switch account {
    case .collateral(let owner): return Int128(accounts[owner.index].collateral)
    case .costBasis(let owner, let instrument): return -Int128(costBasis(of: owner, in: instrument).units)
    case .fees: return ledger.fees
    case .fund(let fund): return ledger.funds[Int(fund.number)].balance
    case .contribution(let owner): return Int128(contribution(of: owner).units)
    case .rounding: return ledger.rounding
    case .uncovered: return ledger.uncovered
    case .outside: return ledger.outside[0]
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

  /// Moves units of an asset that is not the settlement currency between collateral and outside, and reports it.
  mutating func move(
    _ units: Int64, of asset: AssetID, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason,
    _ record: (Transfer) -> Void
  ) {
    add(-units, of: asset, to: from)
    add(units, of: asset, to: to)
    record(Transfer(from: from, to: to, amount: Money(units: units), asset: asset, reason: reason))
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
    case .fund(let fund): ledger.funds[Int(fund.number)].balance += Int128(units)
    case .contribution(let owner):
      contributions.extend(to: owner.index + 1, with: 0)
      contributions[owner.index] += units
      ledger.contributions += Int128(units)
    case .rounding: ledger.rounding += Int128(units)
    case .uncovered: ledger.uncovered += Int128(units)
    case .outside: ledger.outside[0] += Int128(units)
    }
  }

  private mutating func add(_ units: Int64, of asset: AssetID, to account: LedgerAccount) {
    switch account {
    case .collateral(let owner):
      holdings[holding(owner, line: line(of: asset))].lots += units
      lines[line(of: asset)].openInterest += units
    case .outside: ledger.outside[Int(asset.number)] += Int128(units)
    case .costBasis, .fees, .fund, .contribution, .rounding, .uncovered:
      invariantFailed("\(units) units of asset \(asset.number) have no place in \(account)")
    }
  }
}
