import MarketTypes
import Storage

extension PortfolioRules {
  /// Rules that ask for nothing, for a venue where nobody has portfolio margin.
  static func nothing(instruments count: Int) -> PortfolioRules {
    PortfolioRules(
      scenarios: [PriceScenario(move: .zero)],
      instruments: Array(repeating: PortfolioInstrument(scanRange: .zero, group: 0), count: count),
      groups: [PortfolioGroup(ofClass: 0)], classes: [PortfolioClass(offset: .zero)])
  }
}

/// Accounts under portfolio margin: what the worst scenario asks of all positions together (PFM-1…).
extension ClearingHouse {
  /// Replaces what each position would need alone by what the whole needs, at given prices.
  func takePortfolioMargin(of account: AccountID, at price: (Int32) -> Int64, into figures: inout AccountFigures) {
    figures.maintenance = portfolioMargin(of: account, withOrders: false, at: price)
    figures.initial = portfolioMargin(of: account, withOrders: true, at: price)
  }

  /// Maintenance margin, or initial margin with open orders and what they would lose against the marks. O(positions ×
  /// scenarios).
  ///
  /// - Parameters:
  ///   - own: a holding that is looked at as `changed` in place of what it is; −1 for none.
  func portfolioMargin(
    of account: AccountID, withOrders: Bool, at price: (Int32) -> Int64, own: Int32 = -1, changed: HoldingRecord? = nil
  ) -> Int128 {
    matrix.begin()
    var losses: Int128 = 0
    var index = accounts[account.index].firstHolding
    while index >= 0, holdings[index].line < Int32(instrumentCount) {
      var holding = holdings[index]
      if index == own, let changed { holding = changed }
      index = holding.next
      let (line, ticks) = (Int(holding.line), price(holding.line))
      if ticks == 0 { continue }
      let instrument = InstrumentID(number: UInt16(line))
      // Above zero for a long, whatever its worth is counted in. As equity has it: rounded otherwise, a price that moves in
      // the account's favour could ask for a unit more and bring none (CLR-25).
      let size = abs(lines[line].value(of: holding.lots, at: ticks))
      let value = holding.lots < 0 ? -size : size
      guard withOrders else {
        matrix.add(value, of: instrument)
        continue
      }
      let (bids, asks) = (holding.bidLots, holding.askLots)
      matrix.add(
        value, bids: lines[line].notional(of: bids, at: ticks), asks: lines[line].notional(of: asks, at: ticks),
        of: instrument)
      losses += Int128(max(0, holding.bidCost - bids * lines[line].orderCost(.buy, at: ticks)))
      losses += Int128(max(0, asks * lines[line].orderCost(.sell, at: ticks) - holding.askCost))
    }
    let requirement = matrix.finish()
    return withOrders ? matrix.initialMargin(where: requirement) + losses : requirement
  }

  /// Whether the account may add the order that would make its holding `changed` (CLR-10).
  func meetsPortfolioMargin(_ account: AccountID, with changed: HoldingRecord, at index: Int32, fee: Int128) -> Bool {
    let present = figures(of: account)
    let after = portfolioMargin(
      of: account, withOrders: true, at: { lines[$0].mark }, own: index, changed: changed)
    return after <= present.initial || present.equity - after >= fee
  }
}
