import Analysis
import MarketTypes
import Notation

/// What the run was like apart from the cascade, where there is something to say.
extension RunSummary {
  var circumstances: [String] {
    (0..<instrumentCount).compactMap { phaseSentence(InstrumentID(number: UInt16($0))) }.prefix(3) + refusedSentence
      + manyRefusedSentence
  }

  /// Nothing for an instrument that always traded continuously.
  private func phaseSentence(_ instrument: InstrumentID) -> String? {
    let found = findings.phases[instrument]
    var parts: [String] = []
    if found.halted > .zero { parts.append("halted for \(Wording.span(found.halted))") }
    if found.calling > .zero { parts.append("in call auctions for \(Wording.span(found.calling))") }
    if found.limitStates > 0 { parts.append("in a limit state \(Wording.times(found.limitStates))") }
    guard !parts.isEmpty else { return nil }
    let whole = findings.counts.lastTime.map { "of \(Wording.time($0)), " } ?? ""
    let end = found.phase.isContinuous ? "" : ", and had not resumed at the end"
    let text = "\(whole)\(name(instrument)) was \(Wording.list(parts))\(end)."
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// A scenario whose scripted orders are refused is probably not the one that was meant.
  private var refusedSentence: [String] {
    let script = findings.script
    guard let first = script.firstRefusal else { return otherRefusedSentence }
    let all = script.accepted + script.refused
    let refused = "\(script.refused == 1 ? "was" : "were") refused"
    let which =
      all == 1
      ? "The only scripted order was refused"
      : "\(groupedText(script.refused)) of \(Wording.count(all, "scripted order")) \(refused)"
    let when = script.refused == 1 ? "" : ", the first"
    return ["\(which)\(when) at \(Wording.time(first.time)): \(first.reason)."] + otherRefusedSentence
  }

  private var otherRefusedSentence: [String] {
    let script = findings.script
    guard let first = script.firstOtherRefusal else { return [] }
    let what = "\(first.action), \(first.reason)"
    let time = Wording.time(first.time)
    return script.otherRefused == 1
      ? ["A scripted event that is no order was refused at \(time): \(what)."]
      : [
        "\(groupedText(script.otherRefused)) scripted events that are no orders were refused, the first at \(time): \(what)."
      ]
  }

  /// From one in a hundred commands on: participants that do not know the venue's limits, or cannot pay.
  private var manyRefusedSentence: [String] {
    let counts = findings.counts
    guard counts.refusals > 0, counts.refusals * 100 >= counts.commands else { return [] }
    let reasons = Refusal.allCases.map { (reason: $0, count: counts[$0]) }.filter { $0.count > 0 }
      .sorted { ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue) }
    let most = reasons.prefix(3).map { "\(groupedText($0.count)) \($0.reason)" }
    let rest = reasons.count > 3 ? " and others" : ""
    return [
      "The venue refused \(groupedText(counts.refusals)) of \(Wording.count(counts.commands, "command")): "
        + most.joined(separator: ", ") + "\(rest)."
    ]
  }
}
