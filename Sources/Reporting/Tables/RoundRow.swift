import Analysis
import MarketTypes

/// One round of a cascade in one instrument.
public struct RoundRow: TableRow, Sendable {
  public let round: CascadeRound
  public let instrument: InstrumentID

  private var figures: InstrumentRound { round.instruments[instrument.index] }

  /// What belongs to a round as a whole stands in the line of its first instrument alone, so that columns can be summed.
  private var whole: CascadeRound? { instrument.number == 0 ? round : nil }

  /// Round by round, then by instrument; none if there was no cascade.
  public static func rows(of rounds: CascadeRounds) -> [RoundRow] {
    rounds.rounds.flatMap { round in
      round.instruments.indices.map { RoundRow(round: round, instrument: InstrumentID(number: UInt16($0))) }
    }
  }

  public static let table = Table<RoundRow>(
    name: "rounds",
    meaning: """
      One round of the cascade in one instrument: all forced orders caused by one set of marks. Round 0 is the shock. \
      What belongs to the round as a whole stands in the line of its first instrument and is empty in the others.
      """,
    columns: [
      .integer("round", "0 for the shock, then generation by generation.") { $0.round.number },
      .instrument("Which instrument.") { $0.instrument },
      .integer("orders", "Forced orders accepted.") { $0.figures.orders },
      .integer("fills", "Fills of forced orders; in round 0, of the shock.") { $0.figures.fills },
      .integer("quantity", in: .lots, "What they traded.") { $0.figures.lots },
      .integer("notional", in: .money, "What they traded, at the prices filled.") { $0.figures.notional },
      .integer("mark", in: .ticks, "When the round ended; for round 0, when the first account fell under its margin.") {
        $0.figures.mark?.ticks
      },
      .integer("spread", in: .ticks, "Best ask less best bid at that moment; empty when a side was.") {
        $0.figures.spread?.ticks
      },
      .integer(
        "accounts", "Whole round: distinct accounts that were closed by a forced order, taken over or deleveraged."
      ) { $0.whole?.accounts },
      .integer("fundPaid", in: .money, "Whole round: what the insurance fund paid for bankrupt accounts.") {
        $0.whole?.fundPaid
      },
      .integer("uncovered", in: .money, "Whole round: losses of bankrupt accounts that nobody paid.") {
        $0.whole?.uncovered
      },
      .integer("stalls", "Whole round: positions whose forced order met nobody.") { $0.whole?.stalls },
      .integer("recovered", "Whole round: accounts that had their margin again before their forced orders.") {
        $0.whole?.recovered
      },
      .integer("firstTime", in: .nanoseconds, "Whole round: of its first event.") { $0.whole?.first.nanoseconds },
      .integer("lastTime", in: .nanoseconds, "Whole round: of its last event. Rounds overlap under timed pacing.") {
        $0.whole?.last.nanoseconds
      },
    ])
}
