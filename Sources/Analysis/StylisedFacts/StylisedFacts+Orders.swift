import MarketTypes

/// What orders and the book are like: rows 11 to 17, and 19.
extension StylisedFacts {
  static func limitDistances(_ tape: MarketTape) -> StylisedFact {
    StylisedFact(
      11, "limit orders far from the touch",
      [
        FactStatistic("tail index of distance, top 5 %", .between(0.5, 1.7)) { () throws(NotApplicable) in
          try TailIndex.hill(try OrderFlow.limitDistances(of: tape), share: 0.05)
        }
      ])
  }

  static func bookShape(_ tape: MarketTape) -> StylisedFact {
    StylisedFact(
      12, "the book has a hump",
      [
        FactStatistic("level with most lots", .atLeast(2)) { () throws(NotApplicable) in
          if let levels = tape.visibleLevels, levels < 5 {
            throw NotApplicable("it takes 5 levels of the book, the data show \(levels)")
          }
          try NotApplicable.requires(60, Int(tape.depth.samples), "seconds of the book")
          guard let peak = tape.depth.peak else { throw NotApplicable("the book was always empty") }
          return Double(peak)
        }
      ])
  }

  static func spread(_ tape: MarketTape) -> StylisedFact {
    let times = SpreadTimes(tape)
    // A market whose spread is mostly one tick is judged by that, another by how wide it can get.
    let isLargeTick = ((try? times.shareAtOneTick()) ?? 0) > 0.5
    return StylisedFact(
      13, "spread, time-weighted",
      [
        FactStatistic("mean, ticks", nil) { () throws(NotApplicable) in try times.mean() },
        FactStatistic("99th percentile, ticks", nil) { () throws(NotApplicable) in try times.quantile(0.99) },
        FactStatistic("share at one tick", isLargeTick ? .above(0.5) : nil) { () throws(NotApplicable) in
          try times.shareAtOneTick()
        },
        FactStatistic("99th percentile ÷ mean", isLargeTick ? nil : .between(2, 4)) { () throws(NotApplicable) in
          try times.quantile(0.99) / times.mean()
        },
        FactStatistic("tail index, widest 5 % of time", isLargeTick ? nil : .between(2.5, 4)) {
          () throws(NotApplicable) in try times.tailIndex(share: 0.05)
        },
      ])
  }

  static func messageMix(_ tape: MarketTape) -> StylisedFact {
    func share(_ name: String, _ kind: MarketMessage.Kind, _ accepted: AcceptedRange?) -> FactStatistic {
      FactStatistic(name, accepted) { () throws(NotApplicable) in
        try NotApplicable.requires(200, tape.orderEventCount, "messages")
        return Double(tape.count(of: kind)) / Double(tape.orderEventCount)
      }
    }
    return StylisedFact(
      14, "message mix",
      [
        share("new", .new, .between(0.45, 0.52)), share("deletion", .deletion, .between(0.25, 0.45)),
        share("visible execution", .execution, .between(0.05, 0.2)),
        share("hidden execution", .hiddenExecution, nil), share("partial cancel", .partialCancel, nil),
      ])
  }

  static func fleetingOrders(_ tape: MarketTape) -> StylisedFact {
    let lives = OrderFlow.livesOfDeleted(in: tape)
    return StylisedFact(
      15, "fleeting orders",
      [
        FactStatistic("median life when deleted, s", .below(2)) { () throws(NotApplicable) in
          try NotApplicable.requires(50, lives.count, "deleted orders whose coming was seen")
          let middle = lives.count / 2
          let twice = lives.count.isMultiple(of: 2) ? lives[middle - 1] + lives[middle] : 2 * lives[middle]
          return Double(twice) / 2e9
        },
        FactStatistic("share under 100 ms", .above(0.3)) { () throws(NotApplicable) in
          try NotApplicable.requires(50, lives.count, "deleted orders whose coming was seen")
          return Double(lives.count { $0 < MarketTape.second / 10 }) / Double(lives.count)
        },
      ])
  }

  static func clusteredArrivals(_ arrivals: MessageArrivals) -> StylisedFact {
    StylisedFact(
      16, "clustered arrivals",
      [
        FactStatistic("CV of times between messages", .above(1.5)) { () throws(NotApplicable) in
          try arrivals.coefficientOfVariation()
        },
        FactStatistic("branching ratio", .between(0.6, 1)) { () throws(NotApplicable) in
          try arrivals.branchingRatio()
        },
      ])
  }

  static func intradayShape(_ arrivals: MessageArrivals) -> StylisedFact {
    StylisedFact(
      17, "intraday U",
      [
        FactStatistic("messages, first 13th over midday", .above(1.2)) { () throws(NotApplicable) in
          try arrivals.dayShape().first
        },
        FactStatistic("last 13th over midday", .above(1.5)) { () throws(NotApplicable) in
          try arrivals.dayShape().last
        },
      ])
  }

  static func hiddenShare(_ tape: MarketTape) -> StylisedFact {
    StylisedFact(
      19, "hidden share of executions",
      [
        FactStatistic("by count", .between(0.1, 0.4)) { () throws(NotApplicable) in
          let hidden = tape.count(of: .hiddenExecution)
          if hidden == 0 { throw NotApplicable("nothing hidden was executed") }
          let all = hidden + tape.count(of: .execution)
          try NotApplicable.requires(200, all, "executions")
          return Double(hidden) / Double(all)
        }
      ])
  }
}
