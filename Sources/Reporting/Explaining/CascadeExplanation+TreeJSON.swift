import Analysis
import MarketTypes
import Notation

/// The nodes and edges of the tree, as JSON.
extension CascadeExplanation {
  func write(_ source: MarkSource, to writer: inout JSONWriter) {
    switch source {
    case .fall(let fall):
      writer.member("kind", "forced")
      writer.member("fall", fall)
      writer.member("account", names.name(of: tree.log.records[fall].account))
    default: writer.member("kind", DisplacementSplit.Origin(source).rawValue)
    }
  }

  func write(_ move: MarkMove, to writer: inout JSONWriter) {
    writer.member("event", move.event.number)
    writer.member("time", move.time.nanoseconds)
    writer.member("instrument", names.name(of: move.instrument))
    writer.member("round", move.round)
    writer.member("from", move.from.ticks)
    writer.member("to", move.to.ticks)
    writer.member("whole", move.whole)
    writer.key("shares")
    writer.array { writer in
      for share in move.shares {
        writer.object { writer in
          write(share.source, to: &writer)
          writer.member("part", share.part)
          writer.member("lots", share.lots)
          writer.member("firstFill", orNull: share.firstFill?.number)
        }
      }
    }
  }

  func write(_ fall: Fall, to writer: inout JSONWriter) {
    let record = record(fall)
    let weight = branches.weight(of: fall.index)
    writer.member("fall", fall.index)
    writer.member("account", names.name(of: record.account))
    writer.member("event", record.event.number)
    writer.member("time", record.time.nanoseconds)
    writer.member("round", record.round)
    writer.member("generation", fall.generation)
    writer.member("equity", record.equity.units)
    writer.member("maintenance", record.maintenance.units)
    writer.key("cause")
    writer.object { write(fall.cause, to: &$0) }
    writer.key("parent")
    writer.object { write(fall.parent, to: &$0) }
    writer.key("losses")
    writer.array { writer in
      for loss in fall.losses {
        writer.object { writer in
          writer.member("instrument", names.name(of: loss.instrument))
          writer.member("amount", loss.amount)
          writer.member("isForced", loss.isForced)
        }
      }
    }
    writer.key("forced")
    writer.array { writer in
      for trade in fall.forced { writer.object { write(trade, to: &$0) } }
    }
    writer.member("isTakenOver", record.isTakenOver)
    writer.member("deleveragedLots", record.deleveragedLots)
    writer.member("firstFill", orNull: fall.firstFill?.number)
    writer.member("lastFill", orNull: fall.lastFill?.number)
    writer.member("slippage", fall.slippage)
    writer.member("fees", fall.fees)
    writer.key("shortOf")
    writer.object { write(fall.covered, to: &$0) }
    writer.key("pushes")
    writer.array { writer in
      for push in branches.pushes[fall.index] {
        writer.object { writer in
          writer.member("instrument", names.name(of: push.instrument))
          writer.member("ticks", push.ticks)
        }
      }
    }
    writer.key("branch")
    writer.object { writer in
      writer.member("falls", weight.falls)
      writer.member("notional", weight.notional)
      writer.member("generations", weight.depth)
    }
  }

  private func write(_ cause: FallCause, to writer: inout JSONWriter) {
    switch cause {
    case .mark(let place):
      writer.member("kind", "mark")
      writer.member("event", tree.moves[place].event.number)
      writer.member("instrument", names.name(of: tree.moves[place].instrument))
    case .asset(let asset, let event):
      writer.member("kind", "assetPriced")
      writer.member("event", event.number)
      writer.member("asset", names.name(of: asset))
    case .event(let kind, let event):
      writer.member("kind", "\(kind)")
      writer.member("event", event.number)
    case .unknown: writer.member("kind", "unknown")
    }
  }

  private func write(_ trade: ForcedTrade, to writer: inout JSONWriter) {
    writer.member("instrument", names.name(of: trade.instrument))
    writer.member("side", trade.side == .sell ? "sell" : "buy")
    writer.member("lots", trade.lots)
    writer.member("notional", trade.notional)
    writer.member("isDisposal", trade.isDisposal)
  }
}
