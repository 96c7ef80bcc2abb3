import MarketTypes

/// How hard each account's collateral works: notional traded per unit of collateral and day of simulated time.
///
///     turnover = notional ÷ mean collateral ÷ days = notional × day ÷ ∫ collateral dt
///
/// Notional is that of the account's fills, at their prices; an account that meets itself counts both sides, a fill
/// that is undone stays counted, and what stood before trading began was not traded. Collateral is the settlement
/// currency and what other assets count at their prices less haircuts, unrealized profit not included, weighted by how
/// long it stood. All that a command caused happens at the command's time.
///
/// O(1) per event, O(accounts) where an asset's price changes.
public struct CollateralTurnover: StreamFold, Sendable {
  private let rules: VenueRules
  private let worths: [LotWorth]
  private var assetTicks: [Int64]
  private var accounts: [Purse] = []
  private var now = Time.start

  public init(_ rules: VenueRules) {
    self.rules = rules
    worths = rules.lotWorths
    assetTicks = Array(repeating: 0, count: rules.assets.count + 1)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    now = max(now, command.time)
    for index in events.indices {
      switch events[index].body {
      case .accountOpened(let opening):
        accounts.append(Purse(isMargined: opening.kind.isMargined, opened: now))
      case .transferred(let transfer):
        change(transfer.from, transfer.asset, by: -Int128(transfer.amount.units))
        change(transfer.to, transfer.asset, by: Int128(transfer.amount.units))
      case .assetPriced(let change): price(change)
      case .filled(let fill):
        let notional = fill.notional(worths[fill.instrument.index])
        accounts[fill.makerAccount.index].notional += notional
        accounts[fill.takerAccount.index].notional += notional
      default: break
      }
    }
  }

  /// One account's, up to the last command.
  public func turnover(of account: AccountID) -> Turnover { accounts[account.index].turnover(until: now) }

  /// Of all accounts to which margin rules apply: the mean of their turnovers, weighted by collateral and time.
  public var turnover: Turnover {
    accounts.filter(\.isMargined).reduce(Turnover()) { $0 + $1.turnover(until: now) }
  }

  private mutating func change(_ account: LedgerAccount, _ asset: AssetID, by amount: Int128) {
    guard case .collateral(let owner) = account else { return }
    accounts[owner.index].pass(to: now)
    if asset == .settlement {
      accounts[owner.index].cash += amount
    } else {
      accounts[owner.index].assets[asset, default: 0] += amount
      recount(owner.index, asset)
    }
  }

  private mutating func price(_ change: AssetPriceChange) {
    assetTicks[change.asset.index] = change.price.ticks
    for index in accounts.indices where accounts[index].assets[change.asset] != nil {
      accounts[index].pass(to: now)
      recount(index, change.asset)
    }
  }

  private mutating func recount(_ index: Int, _ asset: AssetID) {
    let ticks = assetTicks[asset.index]
    if ticks == 0 { return }
    let counted = rules.assets[asset.index - 1].countedValue(
      of: accounts[index].assets[asset] ?? 0, at: Price(ticks: ticks))
    accounts[index].assetValue += counted - (accounts[index].counted[asset] ?? 0)
    accounts[index].counted[asset] = counted
  }
}

/// One account's collateral as it stands, and as it stood.
private struct Purse: Sendable {
  let isMargined: Bool
  var cash: Int128 = 0
  var assets: [AssetID: Int128] = [:]
  /// What each asset counts, and all together.
  var counted: [AssetID: Int128] = [:]
  var assetValue: Int128 = 0
  var notional: Int128 = 0
  private var since: Time
  private var collateralDays = 0.0

  init(isMargined: Bool, opened: Time) {
    self.isMargined = isMargined
    since = opened
  }

  mutating func pass(to now: Time) {
    collateralDays = days(until: now)
    since = now
  }

  func turnover(until now: Time) -> Turnover { Turnover(notional: notional, collateralDays: days(until: now)) }

  private func days(until now: Time) -> Double {
    collateralDays + Double(cash + assetValue) * (Double((now - since).nanoseconds) / 86_400_000_000_000)
  }
}
