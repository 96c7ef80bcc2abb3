import Analysis
import Foundation
import MarketTypes
import Testing
import Venue

/// A market that never ends, audited at every event, in memory that does not grow. As many events as the environment asks
/// for: `CASCADE_LONG_RUN=100000000 swift test -c release --filter LongRunTests`.
@Suite struct LongRunTests {
  private static let asked = ProcessInfo.processInfo.environment["CASCADE_LONG_RUN"].flatMap { Int64($0) }

  /// Σ balances and Σ lots are zero after each event, by an audit that shares no code with clearing; no fund is below zero;
  /// what is said of equity is so; and now and then every book and account is walked. CLR-5, CLR-12, CLR-30, LIQ-4, LIQ-22
  @Test func `a long run is conserved at every event, in memory that does not grow`() throws {
    let target = Self.asked ?? 300_000
    var market = LongMarket(seed: 7)
    try #require(market.rules.fault == nil)
    var venue = Exchange(market.rules)
    var audit = LedgerAudit(market.rules)
    var events = EventStream()
    var counts = LongRunCounts()
    for command in market.opening() { Self.execute(command, &venue, &events, &audit, &counts) }
    // What caches and tables need, they have after the first tenth.
    var settled: Int?
    while audit.eventCount < target {
      let command = market.next()
      venue.checksEverything = counts.commands % 100_000 == 0
      Self.execute(command, &venue, &events, &audit, &counts)
      if let breach = audit.firstBreach {
        Issue.record("\(breach) after command \(counts.commands), \(command)")
        return
      }
      if settled == nil, audit.eventCount > target / 10 { settled = Self.residentBytes() }
    }
    // Before anything else is asked: code that never ran would count.
    let resident = Self.residentBytes()
    #expect(audit.verdict() == nil)
    for number in 0..<venue.accountCount {
      let account = AccountID(number: Int32(number))
      let held = venue.figures(of: account).equity
      #expect(held == audit.equity(of: account), "account \(number)")
    }
    #expect(counts.forced > target / 3_000)
    #expect(counts.takeovers > 0 && counts.deleveraged > 0 && counts.covered > 0 && counts.funded > 0)
    guard let settled, let resident else { return }
    let grown = Double(resident - settled) / Double(settled)
    print(
      "\(audit.eventCount) events of \(counts.commands) commands: \(counts.fills) fills, \(counts.forced) forced, "
        + "\(counts.liquidatable) accounts under margin, \(counts.takeovers) taken over, \(counts.deleveraged) "
        + "deleveraged, \(counts.covered) shortfalls paid, \(counts.funded) fundings; resident \(settled) bytes after a "
        + "tenth, \(resident) at the end")
    // Short runs are still warming up.
    if target >= 10_000_000 { #expect(grown < 0.01, "\(settled) bytes after a tenth, \(resident) at the end") }
  }

  private static func execute(
    _ command: Command, _ venue: inout Exchange, _ events: inout EventStream, _ audit: inout LedgerAudit,
    _ counts: inout LongRunCounts
  ) {
    let first = events.end
    events.removeAll()
    venue.execute(command, into: &events)
    events.withSpan { span in
      audit.observe(command, span, from: first)
      counts.add(span)
    }
  }

  /// What of the process is in memory; `nil` where the system does not say.
  private static func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * 4096 } : nil
  }
}

/// How often each thing happened, so that a quiet run cannot pass for a good one.
struct LongRunCounts {
  var commands = 0
  var fills = 0
  var forced = 0
  var liquidatable = 0
  var takeovers = 0
  var deleveraged = 0
  var covered = 0
  var funded = 0

  mutating func add(_ events: Span<Event>) {
    commands += 1
    for index in events.indices {
      switch events[index].body {
      case .filled(let fill): if fill.isForced { forced += 1 } else { fills += 1 }
      case .liquidatable: liquidatable += 1
      case .takenOver: takeovers += 1
      case .deleveraged: deleveraged += 1
      case .transferred(let transfer): if transfer.reason == .shortfallCovered { covered += 1 }
      case .funded: funded += 1
      default: break
      }
    }
  }
}
