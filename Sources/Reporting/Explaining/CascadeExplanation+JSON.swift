import Analysis
import MarketTypes
import Notation

/// The whole explanation for tools: one object, documented in docs/analysis.md. What is undefined is null.
extension CascadeExplanation {
  /// Ends with a line feed. Falls that were not acted on are left out unless another hangs under them.
  public var json: [UInt8] {
    var writer = JSONWriter(.pretty)
    writer.object { page in
      page.member("format", 1)
      page.member("digest", summary.digest)
      page.key("cascade")
      page.object(writeCascade)
      page.key("rounds")
      page.array { writer in
        for round in rounds.rounds { writer.object { write(round, to: &$0) } }
      }
      page.key("instruments")
      page.array { writer in
        for index in tree.displacements.indices {
          writer.object { write(InstrumentID(number: UInt16(index)), to: &$0) }
        }
      }
      page.key("groups")
      page.array(writeGroups)
      page.key("contagion")
      page.object(writeContagion)
      page.key("marks")
      page.array { writer in
        for move in tree.moves { writer.object { write(move, to: &$0) } }
      }
      page.key("falls")
      page.array { writer in
        for fall in tree.falls where branches.weight(of: fall.index).falls > 0 {
          writer.object { write(fall, to: &$0) }
        }
      }
      page.key("reruns")
      page.object(writeReruns)
    }
    writer.endLine()
    return writer.bytes
  }

  // MARK: The whole

  private func writeCascade(_ writer: inout JSONWriter) {
    writer.member("depth", rounds.depth)
    writer.member("accounts", rounds.liquidatedAccounts)
    writer.member("falls", branches.count)
    writer.member("recovered", tree.log.recoveries)
    writer.member("generations", branches.depth)
    writer.member("shockNotional", rounds.shockNotional)
    writer.member("forcedNotional", rounds.forcedNotional)
    writer.member("forcedLots", rounds.forcedLots)
    writer.member("startTime", orNull: rounds.window.start?.nanoseconds)
    writer.member("firstForcedFillTime", orNull: rounds.window.firstForcedFill?.nanoseconds)
    writer.member("lastForcedFillTime", orNull: rounds.window.lastForcedFill?.nanoseconds)
    writer.member("meanGain", orNull: rounds.meanGain)
    writer.member("cascadeRatio", orNull: rounds.forcedPerShock)
    writer.member("branchingRatio", orNull: branches.branchingRatio)
    writer.member("slippage", tree.falls.reduce(0) { $0 + $1.slippage })
    writer.member("fees", tree.falls.reduce(0) { $0 + $1.fees })
    writer.key("shortOf")
    writer.object { write(tree.covered, to: &$0) }
    writer.member("makerLoss", orNull: findings.equity.makerLoss)
    writer.member("fundBefore", orNull: findings.equity.fundBefore)
    writer.member("leastFund", orNull: findings.equity.fundBefore.map { _ in findings.equity.leastFund })
    writer.member("insuranceDrawdown", orNull: findings.equity.fundDrawdown)
  }

  func write(_ losses: LossesByStage, to writer: inout JSONWriter) {
    for stage in LossStage.allCases { writer.member(stage.rawValue, losses[stage]) }
  }

  private func write(_ round: CascadeRound, to writer: inout JSONWriter) {
    writer.member("round", round.number)
    writer.member("accounts", round.accounts)
    writer.member("orders", round.orders)
    writer.member("lots", round.lots)
    writer.member("notional", round.notional)
    writer.member("gain", orNull: rounds.gain(afterRound: round.number))
    writer.member("firstTime", round.first.nanoseconds)
    writer.member("lastTime", round.last.nanoseconds)
  }

  private func write(_ instrument: InstrumentID, to writer: inout JSONWriter) {
    let path = rounds.paths[instrument.index]
    let split = tree.displacements[instrument.index]
    writer.member("name", names.name(of: instrument))
    writer.member("before", orNull: path?.before.ticks)
    writer.member("farthest", orNull: path?.farthest.ticks)
    writer.member("afterCascade", orNull: path?.afterCascade.ticks)
    writer.member("final", orNull: path?.final.ticks)
    writer.member("overshoot", orNull: path.map { $0.largestChange.ticks - $0.finalChange.ticks })
    writer.key("movedBy")
    writer.object { writer in
      for origin in DisplacementSplit.Origin.allCases { writer.member(origin.rawValue, split[origin]) }
    }
    if let alone = without?.paths[instrument.index], let amplification = amplification(of: instrument) {
      writer.key("withoutLiquidations")
      writer.object { writer in
        writer.member("farthest", alone.farthestInRun.ticks)
        writer.member("amplification", orNull: amplification.ratio)
        writer.member("forcedShare", orNull: amplification.forcedShare)
      }
    }
    writer.key("recovery")
    writer.object { write(findings.recovery[instrument], to: &$0) }
  }

  private func write(_ times: RecoveryTimes, to writer: inout JSONWriter) {
    writer.member("largestDisplacement", orNull: times.largestDisplacement)
    let all = [
      ("priceToHalf", times.priceToHalf), ("priceToTenth", times.priceToTenth), ("spread", times.spread),
      ("depthToHalf", times.depthToHalf), ("depthToTenth", times.depthToTenth),
    ]
    for (name, recovery) in all {
      writer.key(name)
      writer.object { writer in
        switch recovery {
        case .after(let span): writer.member("after", span.nanoseconds)
        case .censored(let span): writer.member("longerThan", span.nanoseconds)
        case .undefined(let reason): writer.member("undefined", reason.rawValue)
        }
      }
    }
  }

  // MARK: Groups

  private func writeGroups(_ writer: inout JSONWriter) {
    let groups = findings.equity.groups
    for (index, name) in groups.names.enumerated() {
      writer.object { writer in
        writer.member("name", name)
        writer.member("equityChange", orNull: findings.equity.changes?[index])
      }
    }
  }

  private func writeContagion(_ writer: inout JSONWriter) {
    let groups = tree.groupContagion(findings.equity.groups)
    for (key, matrix) in [("instruments", tree.instrumentContagion), ("groups", groups)] {
      writer.key(key)
      writer.object { writer in
        writer.member("spectralRadius", orNull: matrix.spectralRadius)
        writer.key("forced")
        writer.array { for amount in matrix.forced { $0.integer(amount) } }
        writer.key("fromOutside")
        writer.array { for amount in matrix.exogenous { $0.double(amount) } }
        writer.key("matrix")
        writer.array { writer in
          for row in 0..<matrix.size {
            writer.array { writer in
              for column in 0..<matrix.size { writer.double(orNull: matrix[row, column]) }
            }
          }
        }
      }
    }
  }

  // MARK: Reruns

  private func writeReruns(_ writer: inout JSONWriter) {
    if let gain = reruns.gain {
      writer.key("gain")
      writer.object { writer in
        writer.member("shockLots", gain.lots)
        writer.member("stepLots", gain.step)
        writer.member("lotNotional", gain.lotNotional)
        writer.member("forcedWithLess", gain.less)
        writer.member("forced", gain.same)
        writer.member("forcedWithMore", gain.more)
        writer.member("down", gain.down)
        writer.member("up", gain.up)
        writer.member("mean", gain.mean)
      }
    }
    if let distance = reruns.distance {
      writer.key("distance")
      writer.object { writer in
        writer.member("shockLots", distance.lots)
        writer.member("smallest", orNull: distance.smallest)
        writer.member("largestTried", distance.largest)
        writer.member("runs", distance.runs)
      }
    }
  }
}

extension JSONWriter {
  mutating func member(_ key: String, orNull value: (some BinaryInteger)?) {
    self.key(key)
    if let value { integer(value) } else { null() }
  }

  mutating func member(_ key: String, orNull value: Double?) {
    self.key(key)
    double(orNull: value)
  }

  mutating func double(orNull value: Double?) {
    if let value { double(value) } else { null() }
  }
}
