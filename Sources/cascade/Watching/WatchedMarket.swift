import Analysis
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

/// What is shown of a run while somebody watches it.
struct WatchedMarket {
  let instrument: InstrumentID
  /// Fills of forced orders, oldest first; no more than are ever shown.
  private var forced: [String] = []
  /// How many there were.
  private(set) var forcedCount = 0
  /// Of each account, whether it can fall.
  private let isMargined: [Bool]

  init(_ instrument: InstrumentID, of scenario: Scenario) {
    self.instrument = instrument
    isMargined = scenario.opening.compactMap { action in
      if case .openAccount(let opening) = action { opening.kind.isMargined } else { nil }
    }
  }

  /// Keeps what is worth telling of the latest command.
  mutating func observe(_ simulation: borrowing MarketSimulation) {
    for index in 0..<simulation.events.count {
      let event = simulation.events[index]
      guard case .filled(let fill) = event.body, fill.isForced else { continue }
      forcedCount += 1
      let names = simulation.scenario.names
      let verb = fill.takerSide == .buy ? "buys" : "sells"
      forced.append(
        "\(decimalText(simulation.command.time.nanoseconds, scale: 9)) s  round \(event.round)  "
          + "\(names.name(of: fill.takerAccount)) \(verb) \(groupedText(fill.quantity.lots)) "
          + "\(names.name(of: fill.instrument)) at \(groupedText(fill.price.ticks))")
      if forced.count > 60 { forced.removeFirst(20) }
    }
  }

  func frame(of run: borrowing ScenarioRun) -> MarketFrame {
    let scenario = run.simulation.scenario
    let rounds = run.findings.rounds
    return MarketFrame(
      scenario: scenario.name, instrument: scenario.names.name(of: instrument),
      time: run.simulation.command.time - .start, duration: scenario.duration,
      marks: run.findings.marks.traces[instrument.index].points, bids: levels(.buy, run), asks: levels(.sell, run),
      health: health(run), rounds: rounds.depth, liquidated: rounds.liquidatedAccounts, forced: forced)
  }

  private func levels(_ side: Side, _ run: borrowing ScenarioRun) -> [BookLevel] {
    var levels: [BookLevel] = []
    run.simulation.venue.forEachLevel(of: instrument, on: side) { price, quantity in
      levels.append(BookLevel(price, quantity))
      return levels.count < 8
    }
    return levels
  }

  /// Of very many accounts every so many-th, counted for those beside it.
  private func health(_ run: borrowing ScenarioRun) -> [Int] {
    var counts = Array(repeating: 0, count: HealthBand.all.count)
    let accounts = run.simulation.venue.accountCount
    let step = max(1, accounts / 20_000)
    for number in stride(from: 0, to: accounts, by: step) where isMargined[number] {
      let figures = run.simulation.venue.figures(of: AccountID(number: Int32(number)))
      if figures.positions > 0, let health = figures.health { counts[HealthBand.index(of: health)] += step }
    }
    return counts
  }
}
