import Clearing
import MarketTypes

/// Where those stand, among all candidates, who are on the other side of one instrument; who is flat by now at the front
/// is passed over.
struct CounterpartyQueue: BitwiseCopyable {
  var instrument: InstrumentID
  var side: Side
  var start: Int
  var end: Int
}

/// What a share leaves over.
struct Remainder: BitwiseCopyable {
  var index: Int
  var account: AccountID
  var remainder: Int128
  /// How many lots beyond those it has been asked for.
  var more: Int64 = 0
}

/// Somebody who may be closed against, with what ranks it.
struct Counterparty: BitwiseCopyable {
  var account: AccountID
  /// The score is one over the other; the divisor is above zero.
  var score: Int128
  var divisor: Int128 = 1
  var gain: Int128
  /// How many lots it gives in the pairing at hand.
  var lots: Int64 = 0

  /// Ranked as it stands at the marks (LIQ-20).
  init(
    _ account: AccountID, in instrument: InstrumentID, _ ranking: DeleveragingRanking, of house: borrowing ClearingHouse
  ) {
    let gain = house.unrealizedGain(of: account, in: instrument)
    let value = Int128(house.notional(of: account, in: instrument).units)
    let entry = max(1, Int128(house.costBasis(of: account, in: instrument).units.magnitude))
    self.account = account
    self.gain = gain
    switch ranking {
    case .profitAndLeverage:
      // Gain ÷ entry × value ÷ equity behind it; a loss is divided by the leverage instead.
      let behind = min(max(1, house.equityBehind(account, in: instrument) ?? 1), Int128(1) << 64)
      score = gain * (gain > 0 ? value : behind)
      divisor = entry * (gain > 0 ? behind : max(1, value))
    case .markOverEntry:
      score = value * value
      divisor = entry * min(max(1, house.figures(of: account).equity), Int128(1) << 64)
    case .proRata: score = 0
    case .smallestOvershoot:
      score = gain
      divisor = Int128(max(1, house.position(of: account, in: instrument).size.lots))
    }
  }

  /// Higher score first, then larger gain, then lower account number: a total order.
  func precedes(_ other: Counterparty) -> Bool {
    let mine = score.multipliedFullWidth(by: other.divisor)
    let theirs = other.score.multipliedFullWidth(by: divisor)
    if mine != theirs { return mine > theirs }
    if gain != other.gain { return gain > other.gain }
    return account < other.account
  }
}
