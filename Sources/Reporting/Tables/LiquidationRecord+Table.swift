import Analysis
import MarketTypes

extension LiquidationRecord: TableRow {
  public static let table = Table<LiquidationRecord>(
    name: "liquidations",
    meaning: """
      One time that an account fell under its maintenance margin, and what became of it, with or without forced orders.
      """,
    columns: [
      .integer("position", "The place in the stream of the event that said so, from 0.") { $0.event.number },
      .time("When the command came that led to it.") { $0.time },
      .account("Whose.") { $0.account },
      .integer("round", "The round of its forced orders, unless they stalled first.") { $0.round },
      .integer("equity", in: .money, "Its equity then.") { $0.equity.units },
      .integer("maintenance", in: .money, "The maintenance margin it needed.") { $0.maintenance.units },
      .integer("orders", "Forced orders accepted; 0 for a fall without any.") { $0.orders },
      .integer("fills", "Their fills.") { $0.fills },
      .integer("quantity", in: .lots, "What they traded.") { $0.lots },
      .integer("notional", in: .money, "What they traded, at the prices filled.") { $0.notional },
      .instrument("What they traded; empty for nothing, and for several instruments.") { record in
        if case .one(let instrument) = record.closed { instrument } else { nil }
      },
      .decimal("meanPrice", in: .ticks, "Their mean, rounded down to thousandths; empty as instrument is.", scale: 3) {
        $0.meanPriceThousandths
      },
      .integer("lastFillTime", in: .nanoseconds, "Of their last fill; empty without one.") { $0.lastFill?.nanoseconds },
      .integer("deleveraged", in: .lots, "What was closed against others' positions, without the book.") {
        $0.deleveragedLots
      },
      .flag("takenOver", "Whether the backstop took over what it had.") { $0.isTakenOver },
      .integer("backstopPaid", in: .money, "What it was below zero when the backstop took it over.") {
        $0.backstopPaid
      },
      .integer(
        "deleveragedPaid", in: .money, "What those it was closed against without the book got less than the mark."
      ) { $0.deleveragedPaid },
      .integer("fundPaid", in: .money, "Its shortfall that insurance funds paid.") { $0.fundPaid },
      .integer(
        "othersPaid", in: .money, "Its shortfall that contributions to the default fund and other accounts paid."
      ) { $0.othersPaid },
      .integer("uncovered", in: .money, "Its shortfall that nobody paid.") { $0.uncovered },
      .integer("stalls", "How often a position's forced order met nobody.") { $0.stalls },
      .flag("recovered", "Whether it had its margin again before its forced orders were placed.") { $0.hasRecovered },
    ])
}
