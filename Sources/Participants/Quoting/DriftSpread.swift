import MarketTypes

/// The spread of Drift's virtual market maker, in exact integers: what a user pays above (`long`) and below (`short`) the price.
///
/// Spreads and percentages are in millionths of the price. Every division rounds toward zero unless said; intermediates are
/// 128 bits wide. The maker's inventory is the other side of the users': above zero users are net long and the maker short,
/// so the long side is the loaded one. In order:
///
/// 1. each side begins at the larger of half the base and its volatility spread;
/// 2. the side that trades away from the oracle is at least the distance to it plus its volatility spread;
/// 3. the loaded side grows with the inventory's share of what may still be traded, up to ten times or the target;
/// 4. without a fee pool both sides are tenfold; with one, the loaded side grows with the maker's effective leverage;
/// 5. after losses since the last funding the loaded side grows by a retreat, the other by half of it; both by half if flat;
/// 6. an adjustment by hand makes both wider (rounded up) or narrower (rounded down, not below the first step, not below 1);
/// 7. what exceeds the target is scaled down, the larger side rounded up, the smaller what is left.
///
/// Left out: curve updates, the reference price offset, fills against oracle guard rails. Source: drift-labs/protocol-v2 at
/// 0ae3e3b1, math/amm_spread.rs; asserted numbers of its tests are ours.
@frozen public struct DriftSpread: Hashable, Sendable, BitwiseCopyable {
  /// The spread of a calm market, both sides together, in millionths; below 2^31.
  public var base: Int64
  /// What both sides together may reach, in millionths, unless oracle or confidence ask for more; below 2^31.
  public var maximum: Int64
  /// By hand, −100 … 100 %.
  public var adjustment: Int64

  public init(base: Int64, maximum: Int64, adjustment: Int64 = 0) {
    self.base = base
    self.maximum = maximum
    self.adjustment = adjustment
  }

  /// Both sides for the maker's present state.
  public func sides(_ state: DriftState) -> DriftSides {
    let volatile = volatility(state)
    let least = DriftSides(long: max(base / 2, volatile.long), short: max(base / 2, volatile.short))
    let target = target(state)
    var sides = least
    let gap = Int64(clamping: state.oracleGap.magnitude)
    if state.oracleGap < 0 { sides.long = max(sides.long, gap + volatile.long) }
    if state.oracleGap > 0 { sides.short = max(sides.short, gap + volatile.short) }

    let isLong = state.inventory > 0
    if state.inventory != 0 {
      let loaded = isLong ? sides.long : sides.short
      let scaled = Millionths.times(loaded, inventoryScale(state, loaded: loaded, target: target))
      if isLong { sides.long = scaled } else { sides.short = scaled }
    }
    if state.feePool <= 0 {
      sides = DriftSides(long: sides.long * 10, short: sides.short * 10)
    } else if state.inventory != 0 {
      let scale = leverageScale(state)
      if isLong {
        sides.long = Millionths.times(sides.long, scale)
      } else {
        sides.short = Millionths.times(sides.short, scale)
      }
    }

    let retreat = revenueRetreat(state.revenueSinceFunding, target: target)
    sides.long += isLong ? retreat : retreat / 2
    sides.short += state.inventory < 0 ? retreat : retreat / 2
    if adjustment != 0 {
      sides.long = max(least.long, max(1, adjusted(sides.long)))
      sides.short = max(least.short, max(1, adjusted(sides.short)))
    }
    return sides.capped(to: target)
  }

  /// The larger of the configured maximum, the distance to the oracle, and what confidence and deviations ask for, the last
  /// at most the whole price.
  public func target(_ state: DriftState) -> Int64 {
    let deviation = Millionths.share(Int128(max(state.markDeviation, state.oracleDeviation)), of: state.price)
    let asked = min(Millionths.whole, max(2 * Int128(state.confidence), deviation))
    return max(maximum, max(Int64(clamping: state.oracleGap.magnitude), Int64(asked)))
  }

  /// What the market's movement asks of each side, by the share of a day's volume that came from it.
  ///
  ///     average  = (both deviations) ÷ price ÷ 2,    spread = max(confidence, average ÷ 4)
  ///     side     = max(confidence, spread × volume of the side ÷ volume)     (share held in 1 … 100 %)
  ///
  /// The confidence that enters a side is a twentieth where it is 2,500 or less.
  public func volatility(_ state: DriftState) -> DriftSides {
    let average = Millionths.share(Int128(state.oracleDeviation) + Int128(state.markDeviation), of: state.price) / 2
    let spread = max(Int128(state.confidence), average / 4)
    let whole = Millionths.whole
    let least = Int128(state.confidence > 2_500 ? state.confidence : state.confidence / 20)
    func side(_ volume: Int64) -> Int64 {
      let share = Millionths.share(Int128(volume), of: max(1, state.dailyVolume))
      return Int64(clamping: max(least, spread * min(whole, max(whole / 100, share)) / whole))
    }
    return DriftSides(long: side(state.longVolume), short: side(state.shortVolume))
  }

  private func adjusted(_ side: Int64) -> Int64 {
    let change = Int128(side) * Int128(adjustment)
    let rounded = change.divided(by: 100, rounding: adjustment < 0 ? .down : .up)
    return Int64(clamping: Int128(side) + rounded)
  }
}
