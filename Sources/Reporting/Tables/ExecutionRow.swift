import Analysis
import MarketTypes

/// What one parent order came to.
public struct ExecutionRow: TableRow, Sendable {
  /// The parent order and its sums.
  public let execution: ExecutionWatch.Execution

  /// In the order of the parents.
  public static func rows(of watch: ExecutionWatch) -> [ExecutionRow] { watch.executions.map(ExecutionRow.init) }

  /// Of parent orders that scenarios name; empty for a journal that no scenario made.
  public static let table = Table<ExecutionRow>(
    name: "executions",
    meaning: "What one parent order came to: fills, and what they cost against the price at which it was decided.",
    columns: [
      .account("Whose.") { $0.execution.parent.account },
      .instrument("Of what.") { $0.execution.parent.instrument },
      .text("side", "`buy` or `sell`.") { row, _ in row.execution.parent.side == .buy ? "buy" : "sell" },
      .integer("start", in: .nanoseconds, "When it was decided.") { $0.execution.parent.start.nanoseconds },
      .integer("horizon", in: .nanoseconds, "How long it might take.") { $0.execution.parent.horizon.nanoseconds },
      .integer("quantity", in: .lots, "All of it.") { $0.execution.parent.quantity.lots },
      .integer("filled", in: .lots, "What was traded of it.") { $0.execution.filled },
      .integer("children", "Orders that were sent for it.") { $0.execution.children },
      .decimal("arrival", in: .ticks, "The middle of the quotes when it began; empty if it never did.", scale: 1) {
        $0.execution.arrivalHalfTicks.map { Int128($0) * 5 }
      },
      .integer("notional", in: .money, "What its fills traded.") { $0.execution.notional },
      .decimal("delay", in: .money, "How far the price had gone when its children came; above zero a cost.", scale: 1) {
        $0.execution.halfDelay * 5
      },
      .decimal("impact", in: .money, "What its fills lacked to the price its children found.", scale: 1) {
        $0.execution.halfImpact * 5
      },
      .decimal("unfilled", in: .money, "How far the price had gone at the end, for what was not filled.", scale: 1) {
        $0.execution.halfUnfilled * 5
      },
      .integer("fees", in: .money, "What its account paid in fees, less rebates.") { $0.execution.fees },
      .decimal("shortfall", in: .money, "Delay, impact, unfilled and fees together.", scale: 1) {
        $0.execution.halfShortfall * 5
      },
      .integer("volume", in: .lots, "What everybody traded from its start to its last fill.") { $0.execution.volume },
    ])
}
