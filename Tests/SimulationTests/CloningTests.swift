import Journaling
import MarketTypes
import Testing

@testable import Simulation

/// SIM-18: a copy of a simulation at a command boundary goes on as the original does, and on its own.
@Suite struct `Cloning` {
  @Test(arguments: [
    (UInt64(1), #"{"kind": "timed", "interval": "250ms"}"#), (2, #"{"kind": "timed", "interval": "250ms"}"#),
    (3, #"{"kind": "immediate"}"#), (4, #"{"kind": "immediate", "roundLimit": 1}"#),
  ])
  func `a clone at any boundary goes on to the same events`(seed: UInt64, pacing: String) throws {
    let scenario = try lively(seed: seed, pacing: pacing)
    let whole = Run(scenario)
    #expect(whole.events.contains { $0.round > 0 }, "nobody is closed: the boundaries are too easy")
    var dice = Dice(seed: seed)
    for boundary in (0..<25).map({ _ in Int(dice.whole(in: 0...Int64(whole.steps.count))) }) + [0, whole.steps.count] {
      var original = MarketSimulation(scenario)
      #expect(steps(of: &original, atMost: boundary) == Array(whole.steps[..<boundary]))
      var clone = original.clone()
      // The original first, so that anything the two share would show in the clone.
      #expect(steps(of: &original) == Array(whole.steps[boundary...]), "boundary \(boundary): the original")
      #expect(steps(of: &clone) == Array(whole.steps[boundary...]), "boundary \(boundary): the clone")
      clone.venue.checkInvariants()
    }
  }

  /// Under timed pacing every step is a command, so that there is a boundary between any two rounds.
  @Test func `a clone between two rounds goes on to the same rounds`() throws {
    let scenario = try lively()
    let whole = Run(scenario)
    let rounds = whole.steps.indices.filter { index in
      whole.steps[index].command.action == .clock && whole.steps[index].events.contains { $0.round > 0 }
    }
    #expect(rounds.count > 3)
    var simulation = MarketSimulation(scenario)
    var done = 0
    for round in rounds {
      _ = steps(of: &simulation, atMost: round - done)
      done = round
      var clone = simulation.clone()
      #expect(steps(of: &clone) == Array(whole.steps[round...]), "before command \(round)")
    }
  }

  @Test func `the latest command and its events are cloned too`() throws {
    var simulation = MarketSimulation(try lively())
    _ = steps(of: &simulation, atMost: 500)
    let clone = simulation.clone()
    #expect(Run.Step(of: clone) == Run.Step(of: simulation))
  }

  @Test func `a clone reads on in a recorded flow without moving the original's`() throws {
    var scenario = try lively()
    let world = AccountID(number: 0)
    scenario.recordings = [
      RecordingSpecification(
        messages: "", seedBook: nil, account: world, aggressor: world, instrument: InstrumentID(number: 0), tickSize: 1)
    ]
    let flow = (1...100).map { number in
      Command(.deposit(world, Money(units: Int64(number))), at: Time(nanoseconds: Int64(number) * 190_000_000))
    }
    let whole = Run(scenario, recordings: [RecordedFlow(flow.makeIterator())])
    #expect(whole.steps.compactMap(\.recording).count == 100)
    var original = MarketSimulation(scenario, recordings: [RecordedFlow(flow.makeIterator())])
    let boundary = whole.steps.count / 2
    _ = steps(of: &original, atMost: boundary)
    var clone = original.clone()
    #expect(steps(of: &clone) == Array(whole.steps[boundary...]))
    #expect(steps(of: &original) == Array(whole.steps[boundary...]))
  }

  /// Everything that a connection and an outlook can have: latencies of all kinds, questions, computing, throttles, levels,
  /// another instrument.
  @Test(arguments: UInt64(1)...3)
  func `a clone goes on to the same events with every way of being connected`(seed: UInt64) throws {
    let scenario = try connected(seed: seed)
    let whole = Run(scenario)
    #expect(whole.played.count > 2_000)
    for name in ["maker", "taker", "asking", "slow", "gated"] {
      #expect(whole.played.contains { $0.command.owner == whole.account("\(name)-1") }, "\(name) does nothing")
    }
    var dice = Dice(seed: seed)
    for boundary in (0..<12).map({ _ in Int(dice.whole(in: 0...Int64(whole.steps.count))) }) {
      var original = MarketSimulation(scenario)
      _ = steps(of: &original, atMost: boundary)
      var clone = original.clone()
      #expect(steps(of: &original) == Array(whole.steps[boundary...]), "boundary \(boundary): the original")
      #expect(steps(of: &clone) == Array(whole.steps[boundary...]), "boundary \(boundary): the clone")
    }
  }
}
