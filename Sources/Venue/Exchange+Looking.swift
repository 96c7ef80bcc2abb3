import Clearing
import MarketTypes
import Matching

/// What may be asked of a venue between commands. Nothing here changes it.
extension Exchange {
  /// How many accounts there are; they are numbered from 0.
  public var accountCount: Int { house.accountCount }

  /// The top of an instrument's book as it stands.
  public func quote(of instrument: InstrumentID) -> Quote { books[instrument.index].quote(for: instrument) }

  /// Calls `body` with each level of a book's side, best first, until it answers false.
  public func forEachLevel(of instrument: InstrumentID, on side: Side, _ body: (Price, Quantity) -> Bool) {
    books[instrument.index].forEachLevel(on: side, body)
  }

  /// What holdings are valued at; `nil` until there is a mark.
  public func mark(of instrument: InstrumentID) -> Price? { house.mark(of: instrument) }
  /// The price of the latest fill; `nil` before the first.
  public func lastPrice(of instrument: InstrumentID) -> Price? { house.lastPrice(of: instrument) }
  /// The outside world's price; `nil` until told.
  public func index(of instrument: InstrumentID) -> Price? { house.index(of: instrument) }

  /// An account's cash; below zero when it owes.
  public func collateral(of account: AccountID) -> Money { house.collateral(of: account) }
  /// What an account holds.
  public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    house.position(of: account, in: instrument)
  }
  /// What the holding cost; negative for a short.
  public func costBasis(of account: AccountID, in instrument: InstrumentID) -> Money {
    house.costBasis(of: account, in: instrument)
  }
  /// What a ledger account holds.
  public func balance(of account: LedgerAccount) -> Int128 { house.balance(of: account) }

  /// What an account has of an asset, in the asset's units; of the settlement currency below zero when it owes.
  public func balance(of account: AccountID, in asset: AssetID) -> Money { house.balance(of: account, asset) }
  /// What a unit of collateral counts at, before its haircut; `nil` until told.
  public func price(of asset: AssetID) -> Price? { house.price(of: asset) }
  /// Where the account's equity stands to the levels of margin; sufficient where the rules have none.
  public func marginLevel(of account: AccountID) -> MarginLevel { house.level(of: account) }

  /// Equity, margins and notional at the present marks.
  public func figures(of account: AccountID) -> AccountFigures { house.figures(of: account) }
  /// Whether the account is under margin at the present marks (LIQ-1).
  public func isLiquidatable(_ account: AccountID) -> Bool { house.isLiquidatable(account) }
  /// The mark at which the account becomes liquidatable, others held (CLR-13).
  public func liquidationPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    house.liquidationPrice(of: account, in: instrument)
  }
  /// The price at which a close leaves nothing behind the position (CLR-14).
  public func bankruptcyPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    house.bankruptcyPrice(of: account, in: instrument)
  }

  /// The smallest move of all marks by one fraction that makes the account liquidatable, below zero a fall (FIG-5).
  public func commonShockToLiquidation(of account: AccountID) -> Rate? { house.commonShockToLiquidation(of: account) }

  /// What the account's positions and orders ask for under isolated, cross and portfolio margin (FIG-4).
  public func requirements(of account: AccountID) -> MarginComparison { house.requirements(of: account) }
  /// At which combinations of marks the account is liquidatable (FIG-6). Different instruments, prices within their limits.
  public func liquidationRegion(
    of account: AccountID, over axes: [RegionAxis], along: InstrumentID
  ) -> LiquidationRegion {
    house.liquidationRegion(of: account, over: axes, along: along)
  }
  /// The nearest marks at which the account is liquidatable when these instruments may move (FIG-7).
  public func nearestLiquidation(of account: AccountID, moving instruments: [InstrumentID]) -> LiquidationPoint? {
    house.nearestLiquidation(of: account, moving: instruments)
  }
  /// What the account could lose under these moves, without `MarketMove.fault` (FIG-8 to FIG-10).
  public func valueAtRisk(of account: AccountID, under moves: [MarketMove], confidence: Rate) -> ValueAtRisk {
    house.valueAtRisk(of: account, under: moves, confidence: confidence)
  }
  /// The same under the venue's own scenarios, equally likely; `nil` where it has no portfolio margin.
  public func valueAtRisk(of account: AccountID, confidence: Rate) -> ValueAtRisk? {
    rules.portfolio.map { house.valueAtRisk(of: account, under: $0.marketMoves, confidence: confidence) }
  }

  /// Walks every book and every account and stops where something does not hold. O(size).
  public func checkInvariants() {
    for index in 0..<books.count {
      books[index].checkInvariants()
      checkSpecials(ofBook: index)
    }
    house.checkInvariants()
    if !isOpening { house.checkWatch() }
  }

  /// Every order with rare terms is known to its book or waits, and nobody else has a record.
  private func checkSpecials(ofBook book: Int) {
    var resting = 0
    for side in Side.allCases {
      books[book].forEachOrder(on: side) { order in
        guard order.detail >= 0 else { return true }
        let record = specials[book][order.detail]
        invariant(
          record.id == order.id && record.state == .resting,
          "order \(order.id.number) leads to the rare terms of order \(record.id.number)")
        resting += 1
        return true
      }
    }
    let (known, armed) = (specials[book].count, specials[book].armedCount)
    invariant(known == resting + armed, "\(known) orders have rare terms; \(resting) rest and \(armed) wait")
  }
}
