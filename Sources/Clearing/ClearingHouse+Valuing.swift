import MarketTypes
import Storage

extension ClearingHouse {
  /// Equity, margins and notional of an account at the present marks. O(lines the account touched).
  public func figures(of account: AccountID) -> AccountFigures {
    if accounts[account.index].kind == .portfolio { return figures(of: account) { lines[$0].mark } }
    var figures = AccountFigures()
    figures.equity = Int128(accounts[account.index].collateral)
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let holding = holdings[index]
      let line = Int(holding.line)
      index = holding.next
      guard lines[line].isPlain else {
        add(holding, at: lines[line].mark, to: &figures)
        continue
      }
      let perLot = lines[line].perLot
      if perLot == 0 { continue }  // without a mark a holding is worth what it cost, and needs nothing
      figures.initial += requirement(of: holding, line: line)
      guard holding.lots != 0 else { continue }
      let value = holding.lots * perLot
      figures.equity += Int128(value - holding.cost)
      figures.notional += Int128(value.magnitude)
      figures.maintenance += maintenance(ofNotional: abs(value), line: line)
      figures.positions += 1
    }
    return figures
  }

  /// The same at other prices: `price` gives each line's, in ticks, zero for none. O(lines the account touched).
  func figures(of account: AccountID, at price: (Int32) -> Int64) -> AccountFigures {
    var figures = AccountFigures()
    figures.equity = Int128(accounts[account.index].collateral)
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let holding = holdings[index]
      add(holding, at: price(holding.line), to: &figures)
      index = holding.next
    }
    if accounts[account.index].kind == .portfolio { takePortfolioMargin(of: account, at: price, into: &figures) }
    return figures
  }

  /// What one holding adds to its account's figures at a price; nothing where that is zero.
  func add(_ holding: HoldingRecord, at ticks: Int64, to figures: inout AccountFigures) {
    if ticks == 0 { return }
    let line = Int(holding.line)
    if lines[line].kind == .asset {
      figures.equity += haircutValue(of: holding.lots, at: ticks, line: line)
      return
    }
    figures.initial += requirement(of: holding, at: ticks)
    guard holding.lots != 0 else { return }
    figures.equity += Int128(lines[line].value(of: holding.lots, at: ticks) - holding.cost)
    figures.notional += Int128(lines[line].notional(of: holding.lots, at: ticks))
    figures.maintenance += maintenance(of: holding.lots, at: ticks, line: line)
    figures.positions += 1
  }

  /// Equity and maintenance margin in one, for an event. Beyond `Money` they are clamped.
  public func marginState(of account: AccountID) -> MarginState {
    let figures = figures(of: account)
    return MarginState(
      account: account, equity: Money(units: Int64(clamping: figures.equity)),
      maintenance: Money(units: Int64(clamping: figures.maintenance)))
  }

  // MARK: What one line needs

  /// What an amount of an asset counts at a price (CLR-32): its value less the haircuts of its slices, rounded down.
  func haircutValue(of amount: Int64, at ticks: Int64, line: Int) -> Int128 {
    if amount == 0 { return 0 }
    let tier = tier(of: amount, line: line)
    let counting = Int128(amount) * Int128(1_000_000_000 - tiers[tier].rate) + tiers[tier].deduction
    // At most the largest value, 2^61, times a billion.
    return (counting * Int128(ticks) * Int128(lines[line].tickValue)).divided(by: 1_000_000_000, rounding: .down)
  }

  /// Maintenance margin of a notional: notional × rate of its tier − deduction, rounded up (CLR-8, CLR-9).
  ///
  /// Source: formula F4 (Hyperliquid margin tiers, Binance maintenance amount). O(tiers).
  public func maintenance(ofNotional notional: Money, in instrument: InstrumentID) -> Int128 {
    maintenance(ofNotional: notional.units, line: instrument.index)
  }

  /// Maintenance margin of a position at a price, with whatever is on top (CLR-23) or instead (CLR-24).
  ///
  /// Of its value as equity has it, without sign: were it rounded otherwise, a price that moves in the account's favour
  /// could ask for a unit more and bring none (CLR-25).
  func maintenance(of lots: Int64, at ticks: Int64, line: Int) -> Int128 {
    let notional = abs(lines[line].value(of: lots, at: ticks))
    if lines[line].hasAddOns {
      if lots == 0 { return 0 }
      let tier = tier(of: notional, line: line)
      return addOns[line].maintenance(
        tiers: Int128(notional) * Int128(tiers[tier].rate) - tiers[tier].deduction, notional: notional,
        lots: abs(lots), base: Rate(partsPerBillion: tiers[lines[line].firstTier].rate), factor: lines[line].factor)
    }
    if lines[line].hasRiskFactors {
      return riskFactors[line].margin(lots: lots, bids: 0, asks: 0, perLot: ticks * lines[line].tickValue)
    }
    return maintenance(ofNotional: notional, line: line)
  }

  @inline(__always)
  func maintenance(ofNotional notional: Int64, line: Int) -> Int128 {
    var tier = lines[line].endOfTiers - 1
    while tiers[tier].floor > notional { tier -= 1 }
    let (scaled, isWide) = notional.multipliedReportingOverflow(by: tiers[tier].rate)
    let deduction = tiers[tier].narrowDeduction
    // A deduction is never more than what it is taken from.
    if !isWide, deduction >= 0 { return Int128((scaled - deduction).billionths) }
    return wideMaintenance(ofNotional: notional, inTier: tier)
  }

  @inline(never)
  private func wideMaintenance(ofNotional notional: Int64, inTier tier: Int) -> Int128 {
    let scaled = Int128(notional) * Int128(tiers[tier].rate) - tiers[tier].deduction
    return scaled.divided(by: 1_000_000_000, rounding: .up)
  }

  private func tier(of amount: Int64, line: Int) -> Int {
    var tier = lines[line].endOfTiers - 1
    while tiers[tier].floor > amount { tier -= 1 }
    return tier
  }

  /// Initial margin of a holding with its open orders (CLR-7): the larger of "all bids fill" and "all asks fill".
  ///
  /// Each side needs the margin of the position it would leave, at the mark, and what its orders would lose against the
  /// mark. Gains are not counted. Rounded up. Never below the maintenance margin of that position: what may be opened
  /// is not at once liquidatable.
  @inline(__always)
  func requirement(of holding: borrowing HoldingRecord, line: Int) -> Int128 {
    lines[line].isPlain
      ? max(requirementIfBidsFill(of: holding, line: line), requirementIfAsksFill(of: holding, line: line))
      : requirement(of: holding, at: lines[line].mark)
  }

  @inline(__always)
  private func requirementIfBidsFill(of holding: borrowing HoldingRecord, line: Int) -> Int128 {
    let perLot = lines[line].perLot
    let loss = max(0, holding.bidCost - holding.bidLots * perLot)
    return initial(ofNotional: abs(holding.lots + holding.bidLots) * perLot, line: line) + Int128(loss)
  }

  @inline(__always)
  private func requirementIfAsksFill(of holding: borrowing HoldingRecord, line: Int) -> Int128 {
    let perLot = lines[line].perLot
    let loss = max(0, holding.askLots * perLot - holding.askCost)
    return initial(ofNotional: abs(holding.lots - holding.askLots) * perLot, line: line) + Int128(loss)
  }

  /// The same at any price and for any kind of contract; nothing at a price of zero.
  @inline(never)
  func requirement(of holding: borrowing HoldingRecord, at ticks: Int64) -> Int128 {
    let line = Int(holding.line)
    if ticks == 0 || lines[line].kind == .asset { return 0 }
    let (lots, bids, asks) = (holding.lots, holding.bidLots, holding.askLots)
    // Rounded as when they were counted, so that an order at the mark loses nothing.
    let bidLoss = max(0, holding.bidCost - bids * lines[line].orderCost(.buy, at: ticks))
    let askLoss = max(0, asks * lines[line].orderCost(.sell, at: ticks) - holding.askCost)
    let worseSide = max(
      initial(of: lots + bids, at: ticks, line: line) + Int128(bidLoss),
      initial(of: lots - asks, at: ticks, line: line) + Int128(askLoss))
    guard lines[line].hasRiskFactors else { return worseSide }
    let perLot = ticks * lines[line].tickValue
    return max(worseSide, riskFactors[line].margin(lots: lots, bids: bids, asks: asks, perLot: perLot))
  }

  /// Initial margin of a position at a price; never below its maintenance margin.
  private func initial(of lots: Int64, at ticks: Int64, line: Int) -> Int128 {
    let notional = abs(lines[line].value(of: lots, at: ticks))
    let plain = initial(ofNotional: notional, line: line)
    guard lots != 0, lines[line].hasAddOns || lines[line].hasRiskFactors else { return plain }
    let needed = max(plain, maintenance(of: lots, at: ticks, line: line))
    if !lines[line].hasAddOns { return needed }
    // All longs together may be more than 64 bits hold.
    let interest =
      addOns[line].openInterest == nil
      ? 0
      : lines[line].kind == .linear
        ? Int128(lines[line].openInterest) * Int128(ticks) * Int128(lines[line].tickValue)
        : (Int128(lines[line].openInterest) * Int128(lines[line].tickValue)).divided(by: Int128(ticks), rounding: .up)
    return max(
      needed,
      addOns[line].initial(
        notional: notional, lots: abs(lots), base: lines[line].initialMargin, openInterest: interest,
        factor: lines[line].factor))
  }

  @inline(__always)
  private func initial(ofNotional notional: Int64, line: Int) -> Int128 {
    if lines[line].hasInitialTiers { return tieredInitial(ofNotional: notional, line: line) }
    let margin = Int128(notional.portion(lines[line].initialMargin.partsPerBillion))
    return lines[line].initialCoversTiers ? margin : max(margin, maintenance(ofNotional: notional, line: line))
  }

  /// Initial margin where tiers have their own rates (CLR-9), rounded up.
  @inline(never)
  private func tieredInitial(ofNotional notional: Int64, line: Int) -> Int128 {
    var tier = lines[line].endOfTiers - 1
    while tiers[tier].floor > notional { tier -= 1 }
    let scaled = Int128(notional) * Int128(tiers[tier].initialRate) - tiers[tier].initialDeduction
    let margin = scaled.divided(by: 1_000_000_000, rounding: .up)
    return lines[line].initialCoversTiers ? margin : max(margin, maintenance(ofNotional: notional, line: line))
  }

  /// Works a line's tiers out: rates with the factor, at most 1, and the deductions that make them meet.
  mutating func deduceTiers(of line: Int) {
    var (deduction, initialDeduction): (Int128, Int128) = (0, 0)
    var (before, initialBefore): (Int64, Int64) = (0, 0)
    // With add-ons the factor multiplies more than the tiers (CLR-23).
    let factor = lines[line].hasAddOns ? 1_000_000_000 : lines[line].factor.partsPerBillion
    for tier in lines[line].firstTier..<lines[line].endOfTiers {
      let (base, initial, floor) = (tiers[tier].baseRate, tiers[tier].initialRate, Int128(tiers[tier].floor))
      let rate = min(base.times(factor, over: 1_000_000_000, rounding: .up), 1_000_000_000)
      deduction += floor * Int128(rate - before)
      initialDeduction += floor * Int128(initial - initialBefore)
      tiers[tier].rate = rate
      tiers[tier].deduction = deduction
      tiers[tier].narrowDeduction = deduction < 1 << 62 ? Int64(deduction) : -1
      tiers[tier].initialDeduction = initialDeduction
      (before, initialBefore) = (rate, initial)
    }
    lines[line].lowestRate = tiers[lines[line].firstTier].rate
    lines[line].highestRate = before
    if lines[line].hasRiskFactors {
      let factors = riskFactors[line]
      lines[line].lowestRate = min(factors.rate(isLong: true), factors.rate(isLong: false)).partsPerBillion
      lines[line].highestRate = factors.highestRate.partsPerBillion
    }
    // Risk factors stand in the place of the tiers' maintenance rates (CLR-24).
    lines[line].initialCoversTiers =
      lines[line].hasRiskFactors || before <= lines[line].initialMargin.partsPerBillion
  }
}
