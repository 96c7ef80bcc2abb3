import MarketTypes
import Storage

/// Fees by what an account traded in the window before (CLR-41). Without a schedule it counts nothing.
@usableFromInline struct VolumeFees: ~Copyable {
  @usableFromInline let isOn: Bool
  private let window: Int64
  private var tiers: Pool<Tier>
  /// By account.
  private var volumes: Pool<Volume>

  struct Tier: BitwiseCopyable {
    var volume: Int64
    var maker: Rate
    var taker: Rate
  }

  /// What an account traded, window by window.
  struct Volume: BitwiseCopyable {
    /// Which window `current` counts.
    var window: Int64 = 0
    var current: Int64 = 0
    var previous: Int64 = 0
  }

  init(_ schedule: FeeSchedule?) {
    isOn = schedule != nil
    window = schedule?.window.nanoseconds ?? 1
    tiers = Pool()
    volumes = Pool()
    for tier in schedule?.tiers ?? [] {
      tiers.append(Tier(volume: tier.volume.units, maker: tier.maker, taker: tier.taker))
    }
  }

  private init(copying fees: borrowing VolumeFees) {
    isOn = fees.isOn
    window = fees.window
    tiers = fees.tiers.clone()
    volumes = fees.volumes.clone()
  }

  borrowing func clone() -> VolumeFees { VolumeFees(copying: self) }

  mutating func openAccount() { if isOn { volumes.append(Volume()) } }

  /// The notional traded in the window before the present one; saturates far beyond any market.
  private func volumeBefore(_ account: AccountID, now: Time) -> Int64 {
    let (volume, present) = (volumes[account.index], now.nanoseconds / window)
    return present == volume.window ? volume.previous : present == volume.window + 1 ? volume.current : 0
  }

  /// What the account pays at this moment. O(tiers).
  @usableFromInline @inline(never)
  func rate(_ account: AccountID, isTaker: Bool, now: Time) -> Rate {
    let volume = volumeBefore(account, now: now)
    var tier = tiers.count - 1
    while tiers[tier].volume > volume { tier -= 1 }
    return isTaker ? tiers[tier].taker : tiers[tier].maker
  }

  /// Counts a fill's notional, once for each of its accounts.
  @usableFromInline @inline(never)
  mutating func count(_ notional: Int64, of account: AccountID, now: Time) {
    let present = now.nanoseconds / window
    let before = volumeBefore(account, now: now)
    if volumes[account.index].window != present {
      volumes[account.index] = Volume(window: present, current: 0, previous: before)
    }
    let (sum, isTooMuch) = volumes[account.index].current.addingReportingOverflow(notional)
    volumes[account.index].current = isTooMuch ? .max : sum
  }
}
