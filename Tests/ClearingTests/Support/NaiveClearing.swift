import MarketTypes

/// What a clearing house knows, kept the long way in arrays: for the watch's twin and whatever else asks who is under margin.
///
/// It shares no code with the house and knows no cost basis, no tier deduction and no realized profit. A line remembers
/// what was paid for it in all its life; what an account has is cash that came from outside, and what its lines are
/// worth. A new kind of contract, collateral or margin is a case in `worth(of:)`, `margin(of:)` or `cash`.
struct NaiveClearing {
  /// One account in one instrument.
  struct Line {
    var lots: Int64 = 0
    /// Notionals bought less notionals sold, and fees.
    var paid: Int128 = 0
    let instrument: Int
  }

  struct Account {
    var cash: Int128 = 0
    var lines: [Line]
    let isExempt: Bool
    /// In the hands of the liquidation engine.
    var isDue = false
    /// Touched by a fill, by money or by its release since the last check.
    var isChanged = false
  }

  let rules: [InstrumentRules]
  let threshold: LiquidationThreshold
  var accounts: [Account]
  var marks: [Int64?]

  init(_ rules: [InstrumentRules], _ threshold: LiquidationThreshold, exempt: [Bool]) {
    self.rules = rules
    self.threshold = threshold
    marks = rules.map { _ in nil }
    accounts = exempt.map { isExempt in
      Account(lines: rules.indices.map { Line(instrument: $0) }, isExempt: isExempt)
    }
  }

  // MARK: What things are worth, and what they need

  /// What a line has brought so far and would bring at the mark. Before the first mark nothing: it is worth its cost.
  func worth(of line: Line) -> Int128 {
    guard let mark = marks[line.instrument] else { return 0 }
    return notional(line.lots, at: mark, in: line.instrument) - line.paid
  }

  /// What a line must keep, rounded up: each slice of its notional at the rate of its own tier.
  func margin(of line: Line) -> Int128 {
    guard let mark = marks[line.instrument] else { return 0 }
    let size = notional(Int64(line.lots.magnitude), at: mark, in: line.instrument)
    var billionths: Int128 = 0
    var floors = rules[line.instrument].maintenanceTiers.map { Int128($0.floor.units) }
    floors.append(.max)
    for (place, tier) in rules[line.instrument].maintenanceTiers.enumerated() where size > floors[place] {
      billionths += (min(size, floors[place + 1]) - floors[place]) * Int128(tier.rate.partsPerBillion)
    }
    return Self.wholeUnits(billionths)
  }

  func equity(_ account: Int) -> Int128 {
    accounts[account].lines.reduce(accounts[account].cash) { $0 + worth(of: $1) }
  }

  func maintenance(_ account: Int) -> Int128 { accounts[account].lines.reduce(0) { $0 + margin(of: $1) } }

  /// Nothing that has a mark is held.
  func needsNothing(_ account: Int) -> Bool {
    accounts[account].lines.allSatisfy { $0.lots == 0 || marks[$0.instrument] == nil }
  }

  func isFlat(_ account: Int) -> Bool { accounts[account].lines.allSatisfy { $0.lots == 0 } }

  func isLiquidatable(_ account: Int) -> Bool {
    if accounts[account].isExempt || needsNothing(account) { return false }
    let slack = equity(account) - maintenance(account)
    return threshold == .below ? slack < 0 : slack <= 0
  }

  /// Flat, looked at since it changed, and owing money.
  func isBankrupt(_ account: Int) -> Bool {
    let record = accounts[account]
    return record.isChanged && !record.isExempt && isFlat(account) && equity(account) < 0
  }

  // MARK: What happens

  mutating func fill(_ lots: Int64, at price: Int64, in instrument: Int, taker: Int, maker: Int, takerBuys: Bool) {
    let signed = takerBuys ? lots : -lots
    trade(signed, at: price, in: instrument, by: taker, paying: rules[instrument].takerFee)
    trade(-signed, at: price, in: instrument, by: maker, paying: rules[instrument].makerFee)
  }

  mutating func trade(_ signed: Int64, at price: Int64, in instrument: Int, by account: Int, paying rate: Rate) {
    let amount = notional(signed, at: price, in: instrument)
    let fee = Self.wholeUnits((amount < 0 ? -amount : amount) * Int128(rate.partsPerBillion))
    accounts[account].lines[instrument].lots += signed
    accounts[account].lines[instrument].paid += amount + fee
    accounts[account].isChanged = true
  }

  mutating func pay(_ units: Int64, to account: Int) {
    accounts[account].cash += Int128(units)
    accounts[account].isChanged = true
  }

  private func notional(_ lots: Int64, at price: Int64, in instrument: Int) -> Int128 {
    Int128(lots) * Int128(price) * Int128(rules[instrument].tickValue.units)
  }

  /// Billionths as whole units, toward +∞.
  static func wholeUnits(_ billionths: Int128) -> Int128 {
    let (quotient, remainder) = billionths.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder > 0 ? quotient + 1 : quotient
  }
}
