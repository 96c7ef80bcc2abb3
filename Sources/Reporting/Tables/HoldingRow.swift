import Analysis
import MarketTypes

/// What an account holds of an instrument when the stream ends.
public struct HoldingRow: TableRow, Sendable {
  public let account: AccountID
  public let instrument: InstrumentID
  public let position: Position
  public let cost: Int128
  public let mark: Price?
  public let unrealizedProfit: Int128

  /// Those that are not flat, by account, then by instrument.
  public static func rows(of audit: LedgerAudit) -> some Sequence<HoldingRow> {
    (0..<audit.accountCount).lazy.map { AccountID(number: Int32($0)) }.flatMap { account in
      audit.instrumentsHeld(by: account).map { instrument in
        HoldingRow(
          account: account, instrument: instrument, position: audit.position(of: account, in: instrument),
          cost: audit.cost(of: account, in: instrument), mark: audit.mark(of: instrument),
          unrealizedProfit: audit.unrealizedProfit(of: account, in: instrument))
      }
    }
  }

  public static let table = Table<HoldingRow>(
    name: "holdings",
    meaning: "What an account holds of one instrument at the end of the run; flat holdings are left out.",
    columns: [
      .account("Whose.") { $0.account },
      .instrument("Of what.") { $0.instrument },
      .integer("holding", in: .lots, "Long above zero, short below.") { $0.position.lots },
      .integer("cost", in: .money, "What it cost; negative for a short, and for a long of an inverse contract.") {
        $0.cost
      },
      .integer("mark", in: .ticks, "The last mark; empty if there never was one.") { $0.mark?.ticks },
      .integer("unrealizedProfit", in: .money, "What it is worth at the mark beyond its cost; zero without a mark.") {
        $0.unrealizedProfit
      },
    ])
}
