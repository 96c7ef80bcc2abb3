import MarketTypes
import Testing

@testable import Simulation

/// SIM-14: memory follows the state and the longest data latency.
@Suite struct `Memory of a run` {
  /// The most that was kept at any command.
  struct Most: Equatable {
    var news = 0
    var agenda = 0
  }

  private func most(of scenario: Scenario, recordings: [RecordedFlow] = []) -> (most: Most, commands: Int) {
    var simulation = MarketSimulation(scenario, recordings: recordings)
    var most = Most()
    var commands = 0
    while simulation.advance() {
      let (news, agenda) = (simulation.newsroom.size, simulation.agenda.count)
      most = Most(news: max(most.news, news), agenda: max(most.agenda, agenda))
      commands += 1
    }
    return (most, commands)
  }

  /// SIM-14: a participant that hardly ever wakes does not make the simulation keep what everybody could have seen.
  @Test func `events nobody waits for are forgotten`() throws {
    let sleeper = block("taker", [("\"200ms\"", "\"2000h\""), ("\"count\": 5", "\"count\": 1")])
    var scenario = try scenario(duration: "100s", population(sleeper))
    scenario.recordings = [
      RecordingSpecification(
        messages: "", seedBook: nil, account: AccountID(number: 0), aggressor: AccountID(number: 0),
        instrument: InstrumentID(number: 0), tickSize: 1)
    ]
    let flow = (1...50_000).lazy.map { sent in
      let update = PriceUpdate(instrument: InstrumentID(number: 0), price: Price(ticks: 1_000 + Int64(sent) % 2))
      return Command(.setIndex(update), at: Time(nanoseconds: Int64(sent) * 1_000_000))
    }
    let (most, commands) = most(of: scenario, recordings: [RecordedFlow(flow.makeIterator())])
    #expect(commands > 50_000)
    // 20 ms of the market are 21 moments, of prices and of positions in the stream.
    #expect(most.news <= 2 * 64)
  }

  /// SIM-14: 50 ms of a market are kept for who sees it 50 ms late, however long it runs.
  @Test func `what is kept is no more than the longest latency needs`() throws {
    let late = block(
      "taker", [("\"20ms\"", #"{"kind": "logNormal", "median": "20ms", "sigma": 1, "longest": "50ms"}"#)])
    let short = try most(of: scenario(duration: "10s", population(block("maker"), late, block("leveraged"))))
    let long = try most(of: scenario(duration: "80s", population(block("maker"), late, block("leveraged"))))
    #expect(long.commands > 6 * short.commands)
    #expect(long.most.news < 2 * short.most.news && long.most.news < 500)
    #expect(long.most.agenda < 2 * short.most.agenda && long.most.agenda < 100)
  }

  /// SIM-14, SIM-21: nobody reads the news of whoever was taken out.
  @Test func `nothing is kept for a participant that was taken out`() throws {
    var scenario = try scenario(duration: "60s", population(block("maker"), block("taker")))
    scenario.recordings = [
      RecordingSpecification(
        messages: "", seedBook: nil, account: AccountID(number: 0), aggressor: AccountID(number: 0),
        instrument: InstrumentID(number: 0), tickSize: 1)
    ]
    // Somebody goes on trading in its name.
    let account = try #require(scenario.participants.last).account
    let flow = (1...5_000).lazy.map { sent in
      let order = Order(
        account: account, instrument: InstrumentID(number: 0), side: sent % 2 == 0 ? .buy : .sell,
        quantity: Quantity(lots: 1), limit: nil, timeInForce: .immediateOrCancel)
      return Command(.submit(order), at: Time(nanoseconds: Int64(sent) * 10_000_000))
    }
    var simulation = MarketSimulation(scenario, recordings: [RecordedFlow(flow.makeIterator())])
    _ = steps(of: &simulation, atMost: 300)
    _ = simulation.dismiss(account)
    var most = 0
    var news = 0
    while simulation.advance() {
      most = max(most, simulation.newsroom.size)
      for index in 0..<simulation.events.count {
        if case .accepted(let accepted) = simulation.events[index].body, accepted.account == account { news += 1 }
      }
    }
    #expect(news > 4_000)
    #expect(most < 500)
  }
}
