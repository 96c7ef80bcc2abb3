import MarketTypes
import Notation
import Simulation

/// The shock: the orders that the script sends whatever the market does.
extension Scenario {
  private var scriptedOrders: [Order] {
    script.compactMap { scripted in
      if case .submit(let order) = scripted.action { order } else { nil }
    }
  }

  /// Whose they are, in order of their first.
  var shockAccounts: [AccountID] {
    var seen: Set<AccountID> = []
    return scriptedOrders.map(\.account).filter { seen.insert($0).inserted }
  }

  /// `whale sells 2,400 lots of BTC-PERP in 4 orders`; `nil` unless all orders go one way.
  var shock: String? {
    let orders = scriptedOrders
    guard let first = orders.first,
      orders.allSatisfy({
        $0.account == first.account && $0.instrument == first.instrument && $0.side == first.side
      })
    else { return nil }
    let verb = first.side == .buy ? "buys" : "sells"
    let lots = groupedText(orders.reduce(Int128(0)) { $0 + Int128($1.quantity.lots) })
    let count = orders.count == 1 ? "one order" : counted(orders.count, "order")
    return "\(names.name(of: first.account)) \(verb) \(lots) lots of \(names.name(of: first.instrument)) in \(count)"
  }
}
