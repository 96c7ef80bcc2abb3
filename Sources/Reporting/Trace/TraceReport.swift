import Analysis
import MarketTypes
import Notation

/// A cascade in the trace-event format that Perfetto and Chromium open: accounts as tracks, a slice for each time under
/// margin and within it one for each forced order, counters for marks and the insurance fund, arrows from cause to effect.
///
/// An arrow leads from the last fill of whose forced orders the tree names (`Fall.parent`), or of the shock, to the start
/// of the fall that they caused. Every arrow has a beginning and an end. The same trace gives the same bytes.
/// Source: Trace Event Format, Google, "Complete", "Flow", "Counter" and "Metadata" events.
public struct TraceReport {
  private let trace: CascadeTrace
  private let names: Names
  private let properties: [TableProperty]

  /// - Parameter properties: where the trace comes from; in `otherData`.
  public init(_ trace: CascadeTrace, names: Names, properties: [TableProperty]) {
    self.trace = trace
    self.names = names
    self.properties = properties
  }

  /// Process numbers, in the order in which they are shown.
  private enum Process: Int {
    case market = 1
    case accounts = 2
  }

  /// The whole file, in UTF-8, on one line.
  public var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { file in
      file.member("displayTimeUnit", "ns")
      file.key("otherData")
      file.object { data in
        for property in properties { data.member(property.key, property.value) }
        data.member("falls", "\(trace.falls.count)")
        data.member("fallsLeftOut", "\(trace.leftOut)")
      }
      file.key("traceEvents")
      file.array { events in
        writeTracks(to: &events)
        writeCounters(to: &events)
        writeFalls(to: &events)
        writeOrders(to: &events)
        writeArrows(to: &events)
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// Accounts in the order of their first slice.
  private var tracks: [AccountID] {
    var seen: Set<AccountID> = []
    let starts = trace.falls.map { ($0.start, $0.account) } + trace.orders.map { ($0.start, $0.order.account) }
    return starts.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1).filter { seen.insert($0).inserted }
  }

  private func writeTracks(to events: inout JSONWriter) {
    for (process, name) in [(Process.market, "market"), (.accounts, "accounts")] {
      events.event("process_name", "M", process: process.rawValue) { $0.member("name", name) }
      events.event("process_sort_index", "M", process: process.rawValue) {
        $0.member("sort_index", process.rawValue)
      }
    }
    for (place, account) in tracks.enumerated() {
      let track = Int(account.number) + 1
      events.event("thread_name", "M", process: Process.accounts.rawValue, track: track) {
        $0.member("name", names.name(of: account))
      }
      events.event("thread_sort_index", "M", process: Process.accounts.rawValue, track: track) {
        $0.member("sort_index", place)
      }
    }
  }

  private func writeCounters(to events: inout JSONWriter) {
    for counter in trace.counters {
      let name = counter.instrument.map { "mark \(names.name(of: $0))" } ?? "insurance fund"
      events.event(name, "C", process: Process.market.rawValue, at: counter.instant) {
        $0.member(counter.instrument == nil ? "money" : "ticks", counter.value)
      }
    }
  }
}

// MARK: - Slices

extension TraceReport {
  private func writeFalls(to events: inout JSONWriter) {
    for (place, stay) in trace.falls.enumerated() {
      let (fall, record) = (trace.tree.falls[place], trace.tree.log.records[place])
      events.event(
        record.hasRecovered ? "under margin, recovered" : "under margin", "X", process: Process.accounts.rawValue,
        track: Int(stay.account.number) + 1, at: stay.start, lasting: stay.end - stay.start
      ) { slice in
        slice.member("generation", fall.generation)
        slice.member("round", record.round)
        slice.member("because of", text(of: fall.parent))
        slice.member("equity", record.equity.units)
        slice.member("maintenance margin", record.maintenance.units)
        slice.member("forced notional", record.notional)
        slice.member("paid by the fund", record.fundPaid)
        slice.member("paid by nobody", record.uncovered)
      }
    }
  }

  private func writeOrders(to events: inout JSONWriter) {
    // A slice ends where the next of its track begins, so that they never overlap.
    var nextStart: [AccountID: Int64] = [:]
    var ends = trace.orders.map(\.end)
    for (place, order) in trace.orders.enumerated().reversed() {
      if let start = nextStart[order.order.account] { ends[place] = min(ends[place], start) }
      nextStart[order.order.account] = order.start
    }
    for (place, order) in trace.orders.enumerated() {
      let accepted = order.order
      let kind = order.isShock ? "shock" : "forced"
      let side = accepted.side == .buy ? "buy" : "sell"
      events.event(
        "\(kind) \(side) \(accepted.quantity.lots) \(names.name(of: accepted.instrument))", "X",
        process: Process.accounts.rawValue, track: Int(accepted.account.number) + 1, at: order.start,
        lasting: ends[place] - order.start
      ) { slice in
        slice.member("order", accepted.order.number)
        if let limit = accepted.limit { slice.member("limit", limit.ticks) }
        slice.member("filled lots", order.lots)
        slice.member("fills", order.fills.count)
        slice.member("notional", order.notional)
      }
    }
  }

  private func writeArrows(to events: inout JSONWriter) {
    for (place, stay) in trace.falls.enumerated() {
      guard let cause = trace.lastFill(of: trace.tree.falls[place].parent, before: stay.start) else { continue }
      let track = Int(trace.orders[cause.order].order.account.number) + 1
      events.event(
        "cause", "s", process: Process.accounts.rawValue, track: track, at: cause.instant, arrow: place + 1)
      events.event(
        "cause", "f", process: Process.accounts.rawValue, track: Int(stay.account.number) + 1, at: stay.start,
        arrow: place + 1)
    }
  }

  private func text(of source: MarkSource) -> String {
    switch source {
    case .fall(let place): "forced orders of \(names.name(of: trace.tree.log.records[place].account))"
    case .shock: "the shock"
    case .participants: "participants' fills"
    case .stops: "orders that a mark fired"
    case .quotes: "quotes that came or went"
    case .index: "prices from outside"
    case .other: "something else"
    }
  }
}

extension JSONWriter {
  /// One event of a trace; instants are nanoseconds, written as the format's microseconds.
  fileprivate mutating func event(
    _ name: String, _ phase: String, process: Int, track: Int? = nil, at instant: Int64? = nil, lasting: Int64? = nil,
    arrow: Int? = nil, _ arguments: ((inout JSONWriter) -> Void)? = nil
  ) {
    object { event in
      event.member("name", name)
      event.member("ph", phase)
      if phase == "X" || arrow != nil { event.member("cat", "cascade") }
      event.member("pid", process)
      if let track { event.member("tid", track) }
      if let instant {
        event.key("ts")
        event.number(literal: decimalText(instant, scale: 3))
      }
      if let lasting {
        event.key("dur")
        event.number(literal: decimalText(lasting, scale: 3))
      }
      if let arrow { event.member("id", arrow) }
      if phase == "f" { event.member("bp", "e") }
      if let arguments {
        event.key("args")
        event.object(arguments)
      }
    }
  }
}
