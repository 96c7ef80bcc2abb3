import MarketTypes
import Simulation

/// The shock: the orders that the script sends whatever the market does.
extension Scenario {
  private var scriptedOrders: [Order] {
    script.compactMap { scripted in
      if case .submit(let order)? = scripted.action { order } else { nil }
    }
  }

  /// When the first of them is sent; where there is none, the first event of any kind. `nil` without events.
  var shockTime: Time? {
    let first = script.first { if case .submit? = $0.action { true } else { false } }
    return (first ?? script.first)?.time
  }

  /// What the first of them trades, else the first instrument.
  var shockInstrument: InstrumentID { scriptedOrders.first?.instrument ?? InstrumentID(number: 0) }

  /// Whose they are, in order of their first.
  var shockAccounts: [AccountID] {
    var seen: Set<AccountID> = []
    return scriptedOrders.map(\.account).filter { seen.insert($0).inserted }
  }
}
