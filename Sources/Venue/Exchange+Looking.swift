import Clearing
import MarketTypes
import Matching

/// What may be asked of a venue between commands. Nothing here changes it.
extension Exchange {
  public var accountCount: Int { house.accountCount }

  public func quote(of instrument: InstrumentID) -> Quote { books[instrument.index].quote(for: instrument) }

  /// Calls `body` with each level of a book's side, best first, until it answers false.
  public func forEachLevel(of instrument: InstrumentID, on side: Side, _ body: (Price, Quantity) -> Bool) {
    books[instrument.index].forEachLevel(on: side, body)
  }

  public func mark(of instrument: InstrumentID) -> Price? { house.mark(of: instrument) }
  public func lastPrice(of instrument: InstrumentID) -> Price? { house.lastPrice(of: instrument) }
  public func index(of instrument: InstrumentID) -> Price? { house.index(of: instrument) }

  public func collateral(of account: AccountID) -> Money { house.collateral(of: account) }
  public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    house.position(of: account, in: instrument)
  }
  public func costBasis(of account: AccountID, in instrument: InstrumentID) -> Money {
    house.costBasis(of: account, in: instrument)
  }
  public func balance(of account: LedgerAccount) -> Int128 { house.balance(of: account) }

  /// Equity, margins and notional at the present marks.
  public func figures(of account: AccountID) -> AccountFigures { house.figures(of: account) }
  public func isLiquidatable(_ account: AccountID) -> Bool { house.isLiquidatable(account) }
  public func liquidationPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    house.liquidationPrice(of: account, in: instrument)
  }
  public func bankruptcyPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    house.bankruptcyPrice(of: account, in: instrument)
  }

  /// Walks every book and every account and stops where something does not hold. O(size).
  public func checkInvariants() {
    for index in 0..<books.count { books[index].checkInvariants() }
    house.checkInvariants()
    if !isOpening { house.checkWatch() }
  }
}
