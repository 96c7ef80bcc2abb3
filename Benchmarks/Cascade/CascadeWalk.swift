import MarketTypes
import Storage

/// The cascade without a venue: longs in the order of their thresholds sell to bids in the order of their prices, over flat
/// arrays. It has every fill, and keeps each account's cash; nothing else.
///
/// It is what the venue's fills are compared with, and the floor: who does less has no fills.
struct CascadeWalk: ~Copyable {
  private var bids: Pool<CascadePopulation.Bid>
  private let holders: Pool<Int32>
  /// By account.
  private var cash: Pool<Int64>
  private var bid = 0
  private var holder = 0
  private var displacement: Int64 = 0
  private var lastOrder: Int64

  init(_ population: borrowing CascadePopulation) {
    bids = population.bids.clone()
    holders = population.holders.clone()
    cash = Pool(count: CascadePopulation.firstHolder + holders.count, filledWith: 0)
    lastOrder = Int64(bids.count)
  }

  borrowing func clone() -> CascadeWalk { CascadeWalk(copying: self) }

  private init(copying walk: borrowing CascadeWalk) {
    bids = walk.bids.clone()
    holders = walk.holders.clone()
    cash = walk.cash.clone()
    lastOrder = walk.lastOrder
  }

  /// Hands over every fill of a sale and of those it liquidates.
  @inline(never)
  mutating func sell(_ lots: Int64, into receive: (Fill) -> Void) {
    sell(lots, for: CascadePopulation.outsider, isForced: false, into: receive)
    while holder < holders.count, CascadePopulation.threshold(of: holder) <= displacement {
      sell(CascadePopulation.lots, for: AccountID(number: holders[holder]), isForced: true, into: receive)
      holder += 1
    }
  }

  @inline(__always)
  private mutating func sell(_ lots: Int64, for account: AccountID, isForced: Bool, into receive: (Fill) -> Void) {
    var left = lots
    lastOrder += 1
    while left > 0 {
      let (ticks, taken, maker) = (bids[bid].ticks, min(left, bids[bid].lots), bids[bid].maker)
      let fill = Fill(
        maker: OrderID(number: Int64(bid) + 1), taker: OrderID(number: lastOrder), price: Price(ticks: ticks),
        quantity: Quantity(lots: taken), makerAccount: AccountID(number: maker), takerAccount: account,
        instrument: CascadePopulation.perp, takerSide: .sell, isForced: isForced)
      cash[account.number] += taken * ticks
      cash[maker] -= taken * ticks
      receive(fill)
      displacement = CascadePopulation.start - ticks
      left -= taken
      bids[bid].lots -= taken
      if bids[bid].lots == 0 { bid += 1 }
    }
  }
}
