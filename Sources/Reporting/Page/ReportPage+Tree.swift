import Analysis
import MarketTypes
import Notation

/// The tree of causes, cut to what can be looked at.
extension ReportPage {
  /// The largest branches, parents before their children; at most `mostFalls`. A branch is cut only below its ends.
  var shownFalls: [Int] {
    let branches = explanation.branches
    // By notional, a parent before its children.
    var waiting = branches.roots.flatMap(\.falls)
    var shown: [Int] = []
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      let (left, right) = (branches.weight(of: one), branches.weight(of: other))
      return (left.notional, left.falls, other) < (right.notional, right.falls, one)
    }
    waiting.sort(by: isBefore)
    while let next = waiting.popLast(), shown.count < Self.mostFalls {
      shown.append(next)
      for child in branches.children(of: next) {
        var (low, high) = (0, waiting.count)
        while low < high {
          let middle = (low + high) / 2
          if isBefore(waiting[middle], child) { low = middle + 1 } else { high = middle }
        }
        waiting.insert(child, at: low)
      }
    }
    return shown
  }

  static let mostFalls = 500

  func writeTree(_ writer: inout JSONWriter) {
    let branches = explanation.branches
    let shown = shownFalls
    writer.member("count", branches.count)
    writer.key("roots")
    writer.array { writer in
      for root in branches.roots {
        writer.object { writer in
          writer.member("name", explanation.name(root.source))
          writer.member("notional", root.weight.notional)
          writer.member("falls", root.weight.falls)
        }
      }
    }
    writer.key("nodes")
    writer.array { writer in
      var places: [Int: Int] = [:]
      for (place, fall) in shown.enumerated() {
        places[fall] = place
        writer.object { write(explanation.tree.falls[fall], places, to: &$0) }
      }
    }
  }

  private func write(_ fall: Fall, _ places: [Int: Int], to writer: inout JSONWriter) {
    let (record, weight) = (explanation.record(fall), explanation.branches.weight(of: fall.index))
    writer.member("account", explanation.name(record.account))
    if case .fall(let parent) = fall.parent {
      writer.member("parent", places[parent] ?? -1)
    } else {
      let root = explanation.branches.roots.firstIndex { $0.source == fall.parent } ?? 0
      writer.member("root", root)
    }
    writer.member("generation", fall.generation)
    writer.member("round", record.round)
    writer.member("event", record.event.number)
    writer.member("time", record.time.nanoseconds / 1_000)
    writer.member("equity", record.equity.units)
    writer.member("maintenance", record.maintenance.units)
    writer.member("trigger", trigger(of: fall))
    writer.member("instrument", instrument(of: fall).map { $0.index } ?? -1)
    writer.key("forced")
    writer.array { writer in
      for trade in fall.forced {
        writer.array { writer in
          writer.integer(trade.instrument.number)
          writer.string((trade.isDisposal ? "the backstop " : "") + (trade.side == .sell ? "sold" : "bought"))
          writer.integer(trade.lots)
          writer.integer(trade.notional)
          writer.decimal(Int64(clamping: trade.meanPriceThousandths), scale: 3)
        }
      }
    }
    writer.key("fills")
    writer.array { writer in
      guard let first = fall.firstFill, let last = fall.lastFill else { return }
      writer.integer(first.number)
      writer.integer(last.number)
      writer.integer(fall.fills)
    }
    writer.member("notional", fall.notional)
    writer.member("short", fall.covered.total)
    writer.member("slippage", fall.slippage)
    writer.member("fees", fall.fees)
    writer.member("falls", weight.falls)
    writer.member("branch", weight.notional)
    if record.isTakenOver { writer.member("takenOver", true) }
    if record.deleveragedLots > 0 { writer.member("deleveraged", record.deleveragedLots) }
  }

  private func instrument(of fall: Fall) -> InstrumentID? {
    if case .mark(let place) = fall.cause { return explanation.tree.moves[place].instrument }
    return fall.forced.first?.instrument
  }

  /// What made it fall, as a reader says it.
  private func trigger(of fall: Fall) -> String {
    switch fall.cause {
    case .mark(let place):
      let move = explanation.tree.moves[place]
      return "the mark of \(name(move.instrument)) from \(Wording.price(move.from)) to \(Wording.price(move.to))"
    case .asset(let asset, _): return "the price of \(printable(names.name(of: asset)))"
    case .event(.filled, _): return "its own fill"
    case .event(.funded, _): return "funding"
    case .event(.marginFactorSet, _): return "a higher margin"
    case .event, .unknown: return "something else than a mark"
    }
  }
}
