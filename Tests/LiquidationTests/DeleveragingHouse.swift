import Clearing
import Liquidation
import MarketTypes
import Storage

/// Who was closed against whom, and how many lots.
struct Pair: Equatable, CustomStringConvertible {
  var counterparty: Int32
  var lots: Int64
  var ticks: Int64

  init(_ counterparty: Int32, gives lots: Int64, at ticks: Int64) {
    self.counterparty = counterparty
    self.lots = lots
    self.ticks = ticks
  }

  var description: String { "account \(counterparty) gives \(lots) at \(ticks)" }
}

extension ClearingHouse {
  /// Alice's first position, deleveraged by these rules. Nothing is settled.
  mutating func pairs(_ rules: DeleveragingRules, previousMark: Int64 = 0) -> [Pair] {
    findDue()
    while takeDue() != nil {}
    var engine = LiquidationEngine(LiquidationRules().with { $0.deleveraging = rules })
    let due = DueAccount(account: alice, round: 1, event: EventPosition(number: 0), since: .start)
    engine.stall(due)
    var batch = Pool<DueAccount>()
    engine.takeForDeleveraging(&batch, of: self)
    guard batch.count == 1 else { return [] }
    var orders = Pool<Order>()
    engine.ordersToDeleverage(alice, of: self, previousMark: { _ in previousMark }, into: &orders)
    guard orders.count > 0, let price = orders[0].limit else { return [] }
    var found = Pool<Deleveraging>()
    engine.pairs(closing: orders[0], at: price, of: self, into: &found)
    return (0..<found.count).map {
      Pair(found[$0].counterparty.number, gives: found[$0].quantity.lots, at: found[$0].price.ticks)
    }
  }
}

/// An account that holds lots bought at a price, with cash beside them.
struct Holder {
  var lots: Int64
  var entry: Int64
  var cash: Int64
  var kind = AccountKind.cross
}

/// One instrument at a mark, Alice with the first of these positions, accounts 2, 3, … with the others.
func house(of holders: [Holder], mark: Int64, maintenance: Rate = .percent(10)) -> ClearingHouse {
  var house = vectorHouse(maintenance: maintenance, mark: mark)
  for (number, holder) in holders.enumerated() {
    let account = AccountID(number: Int32(number + 1))
    if number > 0 { house.openAccount(holder.kind) }
    if holder.cash > 0 { house.give(holder.cash, to: account) }
    if holder.lots != 0 { house.hold(holder.lots, at: holder.entry, of: account) }
  }
  return house
}
