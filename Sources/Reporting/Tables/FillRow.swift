import MarketTypes

/// A fill, with when it was.
public struct FillRow: EventRow, Sendable {
  public let fill: Fill
  public let position: EventPosition
  public let time: Time
  public let round: UInt16

  public init?(_ event: Event, at position: EventPosition, time: Time) {
    guard case .filled(let fill) = event.body else { return nil }
    self.fill = fill
    self.position = position
    self.time = time
    round = event.round
  }

  public static let table = Table<FillRow>(
    name: "fills", meaning: "One maker meeting one taker.",
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .instrument("What was traded.") { $0.fill.instrument },
      .integer("price", in: .ticks, "The maker's price.") { $0.fill.price.ticks },
      .integer("quantity", in: .lots, "How much.") { $0.fill.quantity.lots },
      .integer(
        "notional", in: .money,
        "Price × quantity × tick value; of an inverse contract quantity × tick value ÷ price, rounded down."
      ) { row, context in
        context.rules.instruments[row.fill.instrument.index].notional(of: row.fill.quantity, at: row.fill.price)
      },
      .text("side", "The taker's side: buy or sell.") { row, _ in CaseNames.sides[Int(row.fill.takerSide.rawValue)] },
      .account(named: "taker", "Who came.") { $0.fill.takerAccount },
      .account(named: "maker", "Who waited.") { $0.fill.makerAccount },
      .integer("takerOrder", "The venue's number of the taker's order.") { $0.fill.taker.number },
      .integer("makerOrder", "The venue's number of the maker's order.") { $0.fill.maker.number },
      .flag("forced", "Whether the taker is a forced order.") { $0.fill.isForced },
    ])
}
