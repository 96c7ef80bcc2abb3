import Analysis
import Simulation

extension Scenario {
  /// Numbers of the accounts whose participants execute large orders bit by bit.
  var executors: Set<Int32> {
    Set(blocks.filter { $0.kind == "execution" }.flatMap { $0.accounts.map(Int32.init) })
  }

  /// The large orders that its participants work.
  var parentOrders: [ParentOrder] {
    executionTasks.map {
      ParentOrder(
        account: $0.account, instrument: $0.instrument, side: $0.side, quantity: $0.quantity, start: $0.start,
        horizon: $0.horizon)
    }
  }
}
