import MarketTypes
import Storage

extension ClearingHouse {
  /// How many accounts are read ahead together.
  @inlinable public static var aheadCount: Int { 32 }

  /// Reads what looks at so many accounts will touch, so that they wait for memory together and not one after the other.
  ///
  /// - Returns: a number of no meaning, which the caller keeps, so that the compiler cannot leave the reading out.
  @inline(never)
  public func readAhead(_ count: Int, _ account: (Int) -> AccountID) -> Int64 {
    var seen: Int64 = 0
    for index in 0..<count {
      let record = accounts[account(index).index]
      seen &+= record.collateral
      if record.firstHolding >= 0 { seen &+= holdings[record.firstHolding].lots }
    }
    return seen
  }

  /// The same for those that `takeDue` hands out next.
  public mutating func readAheadDue() {
    let last = due.count - 1
    lastSeen = readAhead(min(Self.aheadCount, due.count)) { due[last - $0].account }
  }

  /// The same for those that changed, from a place in their list on.
  mutating func readAheadDirty(from first: Int) {
    lastSeen = readAhead(min(Self.aheadCount, dirty.count - first)) { AccountID(number: dirty[first + $0]) }
  }
}
