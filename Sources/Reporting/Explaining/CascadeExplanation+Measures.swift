import Analysis
import MarketTypes
import Notation

/// Figures of the whole cascade, in sentences.
extension CascadeExplanation {
  var measures: [String] {
    [branchingSentence] + instruments.prefix(3).flatMap(displacementSentences) + [lossSentence] + makerSentence
      + accountSentence
      + radiusSentence + rerunSentences
  }

  private var branchingSentence: String {
    var text = "Mean gain per round R̄ \(ratio(rounds.meanGain)), cascade ratio \(ratio(rounds.forcedPerShock)), "
    text += "\(ratio(branches.branchingRatio)) falls caused per fall (\(Wording.count(branches.count, "fall")), "
    text += "\(groupedText(branches.roots.reduce(0) { $0 + $1.falls.count })) without a parent)"
    if tree.log.recoveries > 0 {
      text += "; \(Wording.times(tree.log.recoveries)) an account had its margin back before its turn"
    }
    return text + "."
  }

  private func ratio(_ value: Double?) -> String { Wording.ratio(orUndefined: value) }

  private func displacementSentences(_ instrument: InstrumentID) -> [String] {
    guard let path = rounds.paths[instrument.index] else { return [] }
    let overshoot = path.largestChange.ticks - path.finalChange.ticks
    var text = "\(name(instrument)): displacement \(groupedText(path.largestChange.ticks)) ticks, permanent "
    text += "\(groupedText(path.finalChange.ticks)), overshoot \(groupedText(overshoot))"
    if let amplification = amplification(of: instrument) {
      text += "; without liquidations \(groupedText(amplification.without.ticks)): amplification "
      text += "\(ratio(amplification.ratio)), forced share \(Wording.percent(orUndefined: amplification.forcedShare))"
    }
    return [text + "."]
  }

  private var lossSentence: String {
    let covered = tree.covered
    if covered.total == 0 { return "Nobody was short of anything: every loss was paid by who made it." }
    let parts = LossStage.allCases.filter { covered[$0] > 0 }.map { stage in
      "\(stage.title) \(groupedText(covered[stage]))"
    }
    var text = "Bankrupt accounts were short of \(groupedText(covered.total)): \(Wording.list(parts))"
    if let drawdown = findings.equity.fundDrawdown { text += "; insurance drawdown \(Wording.percent(drawdown))" }
    return text + "."
  }

  private var makerSentence: [String] {
    guard let loss = findings.equity.makerLoss else { return [] }
    return ["Makers \(loss < 0 ? "gained" : "lost") \(groupedText(loss.magnitude)) over the cascade."]
  }

  /// Those that the cascade cost most beyond the marks they fell at.
  private var accountSentence: [String] {
    let worst = tree.falls.filter { $0.slippage + $0.fees > 0 }.sorted {
      ($1.slippage + $1.fees, $0.index) < ($0.slippage + $0.fees, $1.index)
    }
    guard let first = worst.first else { return [] }
    let (slippage, fees) = tree.falls.reduce((Int128(0), Int128(0))) { ($0.0 + $1.slippage, $0.1 + $1.fees) }
    return [
      "Being closed cost \(groupedText(slippage)) against the marks that stood and \(groupedText(fees)) in fees; most for "
        + "\(name(record(first).account)), \(groupedText(first.slippage)) and \(groupedText(first.fees))."
    ]
  }

  private var radiusSentence: [String] {
    guard let radius = tree.instrumentContagion.spectralRadius else { return [] }
    let groups = tree.groupContagion(findings.equity.groups).spectralRadius
    return [
      "Spectral radius of the contagion between instruments \(Wording.ratio(radius)), between groups "
        + "\(ratio(groups)): below 1 a cascade dies out."
    ]
  }

  private var rerunSentences: [String] {
    var sentences: [String] = []
    if let gain = reruns.gain {
      sentences.append(
        "Cascade gain: \(Wording.lots(Int128(gain.step))) of shock less changes the forced notional by "
          + "\(groupedText(gain.less - gain.same)), as many more by \(groupedText(gain.more - gain.same)); for each unit of "
          + "shock that is \(Wording.ratio(gain.down)) downwards, \(Wording.ratio(gain.up)) upwards, "
          + "\(Wording.ratio(gain.mean)) on the mean.")
    }
    if let distance = reruns.distance {
      if let smallest = distance.smallest {
        sentences.append(
          "Distance to cascade: a second round starts at a shock of \(Wording.lots(Int128(smallest))), "
            + "\(Wording.percent(Double(smallest) / Double(distance.lots))) of this one "
            + "(\(Wording.count(distance.runs, "rerun"))).")
      } else {
        sentences.append(
          "Distance to cascade: undefined; no shock of up to \(Wording.lots(Int128(distance.largest))) starts a second "
            + "round (\(Wording.count(distance.runs, "rerun"))).")
      }
    }
    return sentences
  }
}

extension LossStage {
  var title: String {
    switch self {
    case .backstop: "the backstop bore"
    case .deleveraging: "those who were deleveraged gave up"
    case .fund: "the insurance fund paid"
    case .contributions: "the default fund paid"
    case .assessments: "members were assessed"
    case .gains: "those who had gained gave up"
    case .openInterest: "open positions were charged"
    case .uncovered: "nobody paid"
    }
  }
}
