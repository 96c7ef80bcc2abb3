import MarketTypes

/// What a clearing house knows, kept the long way in arrays: for the watch's twin and whatever else asks who is under margin.
///
/// It shares no code with the house and knows no cost basis, no tier deduction and no realized profit. A line remembers
/// what was paid for it in all its life; what an account has is cash that came from outside, assets, and what its lines
/// are worth. A new kind of contract, collateral or margin is a case in `worth(of:)`, `margin(of:)` or `counting(_:)`.
struct NaiveClearing {
  /// One account in one instrument.
  struct Line {
    var lots: Int64 = 0
    /// What was bought less what was sold, and fees.
    var paid: Int128 = 0
    let instrument: Int
  }

  struct Account {
    var cash: Int128 = 0
    var lines: [Line]
    /// Units of each asset.
    var assets: [Int64]
    let kind: AccountKind
    var level = MarginLevel.sufficient
    /// In the hands of the liquidation engine.
    var isDue = false
    /// Touched by a fill, by money or by its release since the last check.
    var isChanged = false

    var isExempt: Bool { kind == .exempt }
  }

  let venue: VenueRules
  var rules: [InstrumentRules] { venue.instruments }
  var accounts: [Account]
  var marks: [Int64?]
  var assetPrices: [Int64?]
  /// By instrument, in parts per billion.
  var factors: [Int64]

  init(_ venue: VenueRules, _ kinds: [AccountKind]) {
    self.venue = venue
    marks = venue.instruments.map { _ in nil }
    assetPrices = venue.assets.map { _ in nil }
    factors = venue.instruments.map { _ in 1_000_000_000 }
    accounts = kinds.map { kind in
      Account(
        lines: venue.instruments.indices.map { Line(instrument: $0) }, assets: venue.assets.map { _ in 0 }, kind: kind)
    }
  }

  // MARK: What things are worth

  /// What a position would bring. Of an inverse contract minus what its lots are worth in coin, down.
  func value(_ lots: Int64, at price: Int64, in instrument: Int) -> Int128 {
    let size = Int128(lots) * Int128(rules[instrument].tickValue.units)
    return rules[instrument].contract == .linear ? size * Int128(price) : Self.floor(-size, Int128(price))
  }

  /// What a line has brought so far and would bring at the mark. Before the first mark nothing: it is worth its cost.
  func worth(of line: Line) -> Int128 {
    guard let mark = marks[line.instrument] else { return 0 }
    return value(line.lots, at: mark, in: line.instrument) - line.paid
  }

  /// What an account's amount of an asset counts: slice by slice, less each slice's haircut, rounded down at the end.
  func counting(_ amount: Int64, of asset: Int) -> Int128 {
    guard let price = assetPrices[asset] else { return 0 }
    var billionths: Int128 = 0
    for (place, tier) in venue.assets[asset].haircuts.enumerated() where amount > tier.floor.units {
      let next =
        place + 1 < venue.assets[asset].haircuts.count ? venue.assets[asset].haircuts[place + 1].floor.units : .max
      billionths += Int128(min(amount, next) - tier.floor.units) * Int128(1_000_000_000 - tier.haircut.partsPerBillion)
    }
    return Self.floor(billionths * Int128(price) * Int128(venue.assets[asset].tickValue.units), 1_000_000_000)
  }

  func equity(_ account: Int) -> Int128 {
    let lines = accounts[account].lines.reduce(accounts[account].cash) { $0 + worth(of: $1) }
    return venue.assets.indices.reduce(lines) { $0 + counting(accounts[account].assets[$1], of: $1) }
  }

  /// The balance of the settlement currency of an account that is flat.
  func flatCash(_ account: Int) -> Int128 {
    accounts[account].lines.reduce(accounts[account].cash) { $0 - $1.paid }
  }

  // MARK: Who is where

  /// Nothing that has a mark is held.
  func needsNothing(_ account: Int) -> Bool {
    accounts[account].lines.allSatisfy { $0.lots == 0 || marks[$0.instrument] == nil }
  }

  func isFlat(_ account: Int) -> Bool { accounts[account].lines.allSatisfy { $0.lots == 0 } }

  func isLiquidatable(_ account: Int) -> Bool {
    if accounts[account].isExempt || needsNothing(account) { return false }
    let slack = equity(account) - maintenance(account)
    return venue.liquidation.threshold == .below ? slack < 0 : slack <= 0
  }

  /// Flat and owing more than its assets count. Nobody stays so beyond a check.
  func isBankrupt(_ account: Int) -> Bool {
    !accounts[account].isExempt && isFlat(account) && equity(account) < 0
  }

  /// Where the account's equity stands now; a call holds until the release level.
  func level(_ account: Int) -> MarginLevel {
    guard let levels = venue.marginLevels, !needsNothing(account) else { return .sufficient }
    let (equity, maintenance) = (equity(account), maintenance(account))
    func isBelow(_ rate: Rate) -> Bool { equity * 1_000_000_000 < maintenance * Int128(rate.partsPerBillion) }
    if isBelow(accounts[account].level == .called ? levels.release : levels.call) { return .called }
    return isBelow(levels.alert) ? .alerted : .sufficient
  }

  // MARK: What happens

  mutating func fill(_ lots: Int64, at price: Int64, in instrument: Int, taker: Int, maker: Int, takerBuys: Bool) {
    let signed = takerBuys ? lots : -lots
    trade(signed, at: price, in: instrument, by: taker, paying: rules[instrument].takerFee)
    trade(-signed, at: price, in: instrument, by: maker, paying: rules[instrument].makerFee)
  }

  mutating func trade(_ signed: Int64, at price: Int64, in instrument: Int, by account: Int, paying rate: Rate) {
    // What the other side of the trade is worth to it, rounded against it, is what it pays.
    let amount = -value(-signed, at: price, in: instrument)
    let notional = abs(value(abs(signed), at: price, in: instrument))
    let fee = Self.wholeUnits(notional * Int128(rate.partsPerBillion))
    accounts[account].lines[instrument].lots += signed
    accounts[account].lines[instrument].paid += amount + fee
    accounts[account].isChanged = true
  }

  mutating func pay(_ units: Int64, to account: Int) {
    accounts[account].cash += Int128(units)
    accounts[account].isChanged = true
  }

  mutating func give(_ units: Int64, of asset: Int, to account: Int) {
    accounts[account].assets[asset] += units
    accounts[account].isChanged = true
  }

  mutating func setFactor(_ factor: Int64, of instrument: Int) {
    factors[instrument] = factor
    for account in accounts.indices where accounts[account].lines[instrument].lots != 0 {
      accounts[account].isChanged = true
    }
  }

  /// All of a line goes to another account, at what it cost.
  mutating func move(_ instrument: Int, at cost: Int64, from: Int, to: Int) {
    accounts[from].lines[instrument].paid -= Int128(cost)
    accounts[to].lines[instrument].paid += Int128(cost)
    accounts[to].lines[instrument].lots += accounts[from].lines[instrument].lots
    accounts[from].lines[instrument].lots = 0
    accounts[from].isChanged = true
    accounts[to].isChanged = true
  }

  /// A flat debtor's assets are sold, unit by unit until the debt is paid; what is still owed is paid by others. Returns
  /// that.
  mutating func makeWhole(_ account: Int) -> Int128 {
    for asset in venue.assets.indices {
      guard let price = assetPrices[asset] else { continue }
      let perUnit = Int128(price) * Int128(venue.assets[asset].tickValue.units)
      let fee = Int128(venue.assets[asset].conversionFee.partsPerBillion)
      func net(_ sold: Int64) -> Int128 { Int128(sold) * perUnit - Self.wholeUnits(Int128(sold) * perUnit * fee) }
      let owed = -flatCash(account)
      if owed <= 0 { break }
      var sold: Int64 = 0
      while sold < accounts[account].assets[asset], net(sold) < owed { sold += 1 }
      accounts[account].assets[asset] -= sold
      accounts[account].cash += net(sold)
    }
    let missing = max(0, -flatCash(account))
    accounts[account].cash += missing
    return missing
  }

  // MARK: Division

  /// Billionths as whole units, toward +∞.
  static func wholeUnits(_ billionths: Int128) -> Int128 { -floor(-billionths, 1_000_000_000) }

  /// Toward −∞; the divisor is above zero.
  static func floor(_ over: Int128, _ under: Int128) -> Int128 {
    let (quotient, remainder) = over.quotientAndRemainder(dividingBy: under)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
