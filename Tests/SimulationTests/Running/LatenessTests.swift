import MarketTypes
import Notation
import Testing

@testable import Simulation

/// What participants see and when they are heard, against what the rules say look by look.
@Suite struct `Seeing late and being heard late` {
  static let latencies = [
    #""data": "3ms", "orders": "7ms""#,
    #""data": "3ms", "orders": "7ms", "jitter": "90ms""#,
    #""data": {"kind": "uniform", "from": "1ms", "to": "200ms"}, "orders": {"kind": "uniform", "to": "2ms"}"#,
    #""data": {"kind": "logNormal", "median": "20ms", "sigma": 1.5, "longest": "300ms"}, "orders": {"kind": "logNormal", "median": "5ms", "sigma": 1, "longest": "40ms"}"#,
    #""data": {"kind": "recorded", "values": ["1ms", "90ms", "1ms", "250ms"]}, "orders": {"kind": "recorded", "values": ["3ms", "150ms"]}"#,
    #""data": "3ms", "orders": "7ms", "compute": "45ms""#,
    #""data": "30ms", "orders": "7ms", "asks": true"#,
    #""data": {"kind": "uniform", "from": "1ms", "to": "80ms"}, "orders": {"kind": "uniform", "to": "60ms"}, "asks": true, "compute": "20ms""#,
  ]

  /// SIM-5, SIM-7, SIM-22, SIM-23, SIM-24, SIM-25: each order of traders who send one each time they look.
  @Test(arguments: 0..<8, UInt64(1)...3)
  func `orders arrive and data is seen when the rules say`(kind: Int, seed: UInt64) throws {
    let trader = block(
      "taker",
      [
        ("\"taker\", \"count\"", "\"trader\", \"count\""), ("0.3", "0"), ("200ms", "60ms"),
        (#""data": "20ms", "orders": "10ms""#, Self.latencies[kind]),
      ])
    let run = Run(try scenario(seed: seed, population(block("maker"), block("taker"), trader)))
    let times = run.times
    var checked = 0
    for member in run.scenario.participants where member.name.hasPrefix("trader") {
      let schedule = Schedule(
        of: "trader", index: member.index, seed: seed, mean: 60e6, member.connection, until: 10_000_000_000)
      let sent = run.played.filter { $0.command.owner == member.account }
      #expect(sent.map(\.command.time.nanoseconds) == schedule.entries.map(\.arrival), "\(member.name)")
      for (step, entry) in zip(sent, schedule.entries) {
        let number = times.lastIndex { $0 <= entry.sight } ?? -1
        #expect(step.command.seen?.number ?? -1 == Int64(number), "\(member.name)")
        checked += 1
      }
    }
    #expect(checked > 200)
  }

  /// SIM-23: with latencies far apart, what came late would show what was seen already.
  @Test(arguments: UInt64(1)...5)
  func `nobody sees less than it has seen`(seed: UInt64) throws {
    let jumpy = #""data": {"kind": "recorded", "values": ["1ms", "2s", "700ms"]}, "orders": "1ms""#
    let run = Run(
      try scenario(
        seed: seed,
        population(
          block("maker", [(#""data": "2ms", "orders": "1ms""#, jumpy)]),
          block("taker", [(#""data": "20ms", "orders": "10ms""#, jumpy)]))))
    var seen: [AccountID: Int64] = [:]
    var checked = 0
    for step in run.played {
      guard let owner = step.command.owner else { continue }
      let number = step.command.seen?.number ?? -1
      #expect(number >= seen[owner, default: -1])
      if number > seen[owner, default: -1] { checked += 1 }
      seen[owner] = number
    }
    #expect(checked > 100)
  }

  /// SIM-24: a maker that computes longer than its interval looks as often as it can.
  @Test func `nobody looks while it computes`() throws {
    let slow = block(
      "maker",
      [
        (#""orders": "1ms""#, #""orders": "1ms", "compute": "350ms""#),
        // It calms down look by look, so that each look says something.
        ("\"base\": 4", "\"base\": 4, \"volatility\": 3"),
      ])
    let run = Run(try scenario(population(slow)))
    let maker = run.account("maker-1")
    let told = run.played.compactMap { step -> Int64? in
      guard case .explainQuote(let terms) = step.command.action, terms.account == maker else { return nil }
      return step.command.time.nanoseconds
    }
    #expect(told.count > 20)
    #expect(zip(told.dropFirst(), told).allSatisfy { ($0 - $1) % 350_000_000 == 0 })
    #expect(zip(told.dropFirst(), told).contains { $0 - $1 == 350_000_000 })
  }

  /// SIM-26: a maker's ladder goes out message by message; nothing is lost and nothing changes places.
  @Test(arguments: [(1, 20), (3, 100), (6, 100)])
  func `a throttled ladder arrives whole, in its order and no faster than it may`(messages: Int, milliseconds: Int64)
    throws
  {
    func run(_ latency: String) throws -> Run {
      let maker = block(
        "maker", [("100ms", "2s"), (#""data": "2ms", "orders": "1ms""#, latency), ("\"count\": 2", "\"count\": 1")])
      return Run(try scenario(population(maker, block("taker"))))
    }
    let throttle = #""throttle": {"messages": \#(messages), "window": "\#(milliseconds)ms"}"#
    let throttled = try run(#""data": "2ms", "orders": "1ms", \#(throttle)"#)
    let free = try run(#""data": "2ms", "orders": "1ms""#)
    let maker = free.account("maker-1")
    func sent(_ run: Run) -> [Command] { run.played.map(\.command).filter { $0.owner == maker } }
    let (late, early) = (sent(throttled), sent(free))
    #expect(late.count > 20)
    // Until the market is another because of it, it is the same.
    #expect(late.prefix(7).map(\.action) == early.prefix(7).map(\.action))
    let share = (milliseconds * 1_000_000 + Int64(messages) - 1) / Int64(messages)
    #expect(late.map(\.time) == late.map(\.time).sorted())
    // What explains the quotes is no message.
    let messagesSent = late.filter { if case .explainQuote = $0.action { false } else { true } }
    let times = messagesSent.map(\.time.nanoseconds)
    for first in times.indices where first + messages < times.count {
      #expect(times[first + messages] - times[first] >= share)
    }
    // All of the first look: the terms, and six quotes as the throttle lets them.
    let start = early[0].time.nanoseconds
    let expected = (0..<6).map { start + max(0, Int64($0 - messages + 1)) * share }
    #expect(Array(times.prefix(6)) == expected && late[0].time.nanoseconds == start)
    let clients = throttled.submissions(of: "maker-1").map(\.order.client.number)
    #expect(clients == Array(1...Int64(clients.count)))
  }
}
