import Analysis
import Simulation

extension Scenario {
  /// The large orders that its participants work.
  var parentOrders: [ParentOrder] {
    executionTasks.map {
      ParentOrder(
        account: $0.account, instrument: $0.instrument, side: $0.side, quantity: $0.quantity, start: $0.start,
        horizon: $0.horizon)
    }
  }
}
