import Analysis
import MarketTypes
import Notation

/// What happened, in words.
extension RunSummary {
  var sentences: [String] {
    if rounds.depth == 0 {
      return outsideSentence + [calmSentence] + calmShockSentence + lastResortSentences + calmLossSentence
        + troubleSentence + shockOnlySentences + circumstances
    }
    return outsideSentence + [shockSentence, cascadeSentence] + told.map(markSentence) + spreadSentence + makerSentence
      + lastResortSentences + [lossSentence] + troubleSentence + circumstances
  }

  // MARK: Without a cascade

  private var calmSentence: String {
    let margined = Wording.count(findings.counts.marginedAccounts, "margined account")
    let fills = Wording.count(findings.counts.fills, "fill")
    let fallen = findings.liquidations.records.count
    if fallen == 0 { return "\(margined), \(fills); no account fell under its maintenance margin." }
    return "\(margined), \(fills); an account fell under its maintenance margin \(Wording.times(fallen)), "
      + "but no forced order was filled\(findings.audit.rules.liquidation.isOn ? "" : ": liquidation is off")."
  }

  /// A shock may set nothing off, and accounts may fall without a shock.
  private var calmShockSentence: [String] {
    if window.hasOpened { return [shockSentence] }
    return shockAlone.map { [$0] } ?? []
  }

  /// Positions can leave without the book, and losses with them; an account can go bankrupt by its own orders.
  private var calmLossSentence: [String] {
    let hasLoss = rounds.fundPaid + rounds.uncovered > 0
    guard isWithoutBook || hasLoss else { return [] }
    if !hasLoss || !findings.liquidations.records.isEmpty { return [lossSentence] }
    return [lossSentence + " They held nothing any more when they owed it, and so fell under no margin."]
  }

  private var shockOnlySentences: [String] {
    let paths = rounds.paths.indices.compactMap { index in rounds.paths[index].map { (index, $0) } }
    return paths.filter { $0.1.farthestInRun != $0.1.before }.prefix(3).map { index, path in
      sentence(name(InstrumentID(number: UInt16(index))), from: path.before, to: path.farthestInRun, final: path.final)
    }
  }

  // MARK: Of a cascade

  private var cascadeSentence: String {
    let accounts =
      "\(groupedText(rounds.liquidatedAccounts)) of "
      + Wording.count(findings.counts.marginedAccounts, "margined account")
    let duration = window.duration ?? .zero
    let span = duration == .zero ? "within one moment" : "over \(Wording.span(duration))"
    let verb = rounds.liquidatedAccounts == 1 ? "was" : "were"
    var text = "\(accounts) \(verb) liquidated in \(Wording.count(rounds.depth, "round")), \(span); "
    text += "their forced orders traded \(groupedText(rounds.forcedNotional))"
    if let ratio = rounds.forcedPerShock, let gain = rounds.meanGain {
      text += ", \(Wording.ratio(ratio)) times the shock (mean gain per round \(Wording.ratio(gain)))"
    }
    return text + "."
  }

  private func markSentence(_ instrument: InstrumentID) -> String {
    let name = name(instrument)
    guard let path = rounds.paths[instrument.index] else { return "\(name) had no mark before the cascade." }
    if path.farthest == path.before { return "The mark of \(name) stayed at \(Wording.price(path.before))." }
    return sentence(name, from: path.before, to: path.farthest, final: path.final)
  }

  private func sentence(_ name: String, from before: Price, to after: Price, final: Price) -> String {
    let change = Wording.percent(Double((after - before).ticks) / Double(before.ticks), showsPlus: true)
    var text = "The mark of \(name) \(after < before ? "fell" : "rose") from \(Wording.price(before)) to "
    text += "\(Wording.price(after)) (\(change))"
    if final != after { text += ", and stood at \(Wording.price(final)) at the end" }
    return text + "."
  }

  /// Nothing where no spread had stood for any time.
  private var spreadSentence: [String] {
    let (before, during) = (findings.spreads.before(main), findings.spreads.during(main))
    guard let median = before.median else { return [] }
    // After sentences about several marks nobody knows which is meant.
    let whose = told.count > 1 ? "The quoted spread of \(name(main))" : "Its quoted spread"
    var text = "\(whose), \(Wording.ticks(median)) ticks in the median before, "
    if let mean = during.mean, let widest = during.widest {
      text += "was \(Wording.fixed(mean, places: 1)) on average during the cascade, \(Wording.ticks(widest)) at most"
    } else if let widest = during.widest {
      text += "was \(Wording.ticks(widest)) at most during the cascade"
    } else {
      return [text + "was none during the cascade: a side was empty."]
    }
    if let share = during.oneSidedShare, share > 0 {
      text += "; \(Wording.percent(share)) of the time a side was empty"
    }
    return [text + "."]
  }

  /// Nothing where no maker explained its quotes both before and during the cascade.
  private var makerSentence: [String] {
    let pairs = findings.spreads.makerTerms.filter { $0.instrument == main }.compactMap { terms in
      terms.before.flatMap { before in terms.during.map { (before: before, during: $0) } }
    }
    guard !pairs.isEmpty else { return [] }
    func mean(_ value: (MakerTerms.Means) -> Double) -> (before: Double, during: Double) {
      let sums = pairs.reduce((0.0, 0.0)) { ($0.0 + value($1.before), $0.1 + value($1.during)) }
      return (sums.0 / Double(pairs.count), sums.1 / Double(pairs.count))
    }
    func part(_ name: String, _ value: (MakerTerms.Means) -> Double) -> String {
      let (before, during) = mean(value)
      return "\(name) \(Wording.ratio(before)) → \(Wording.ratio(during))"
    }
    let rare = [("toxicity", \MakerTerms.Means.toxicity), ("depth", \.depth), ("stress", \.stress)]
      .filter { term in pairs.contains { $0.before[keyPath: term.1] != 0 || $0.during[keyPath: term.1] != 0 } }
    let parts =
      [part("volatility", \.volatility), part("inventory", \.inventory)]
      + rare.map { term in part(term.0) { $0[keyPath: term.1] } } + [part("skew", \.skew)]
    func quoted(_ values: [Double?]) -> String {
      let found = values.compactMap { $0 }
      return found.isEmpty ? "no quote" : Wording.ratio(found.reduce(0, +) / Double(found.count))
    }
    let (before, during) = (quoted(pairs.map(\.before.halfSpread)), quoted(pairs.map(\.during.halfSpread)))
    let withdrawn = mean(\.withdrawn)
    return [
      "Half-spreads as quoted by \(Wording.count(pairs.count, "maker")) went from \(before) to \(during) ticks (before bounds: "
        + "\(parts.joined(separator: ", "))); they withdrew \(Wording.percent(withdrawn.before)) of their size before, "
        + "\(Wording.percent(withdrawn.during)) during."
    ]
  }

  /// What the book did not take. Nothing where nobody was taken over or deleveraged.
  private var lastResortSentences: [String] {
    let resorts = findings.lastResorts
    var sentences: [String] = []
    if resorts.takeovers > 0 {
      var text = "The backstop took over \(Wording.count(resorts.takeovers, "account")) with positions of "
      text += "\(groupedText(resorts.takenNotional)), worth \(groupedText(resorts.takenEquity)) in all"
      if resorts.disposedLots > 0 {
        text += ", and sold \(groupedText(resorts.disposedLots)) lots for \(groupedText(resorts.disposedNotional))"
      }
      sentences.append(text + ".")
    }
    if resorts.declined > 0 {
      sentences.append("The backstop declined to take an account over \(Wording.times(resorts.declined)).")
    }
    if resorts.pairs > 0 {
      sentences.append(
        "\(groupedText(resorts.deleveragedLots)) lots that nobody took, \(groupedText(resorts.deleveragedNotional)) of "
          + "notional, were closed against \(Wording.count(resorts.counterparties, "account")) on the other side.")
    }
    return sentences
  }

  /// Who bore what bankrupt accounts were short of, in the order of the waterfall; where one alone did a sentence says it.
  var lossTable: TextTable? {
    let records = findings.liquidations.records
    let parts: [(String, Int128)] = [
      ("the backstop", records.reduce(0) { $0 + $1.backstopPaid }),
      ("those deleveraged", records.reduce(0) { $0 + $1.deleveragedPaid }), ("insurance funds", rounds.fundPaid),
      ("contributions and others", findings.lastResorts.sharedLosses), ("nobody", rounds.uncovered),
    ].filter { $0.1 > 0 }
    if parts.count < 2 { return nil }
    let total = parts.reduce(0) { $0 + $1.1 }
    return TextTable(columns: [
      TextTable.Column(title: "losses borne by", cells: parts.map(\.0), alignment: .left),
      TextTable.Column(title: "amount", cells: parts.map { groupedText($0.1) }),
      TextTable.Column(
        title: "share", cells: parts.map { Wording.percent(Double($0.1) / Double(total)) }, dispensability: 1),
      TextTable.Column(
        title: "", cells: parts.map { bar($0.1, of: total, width: 20) }, alignment: .left, dispensability: 2),
    ])
  }

  private var lossSentence: String {
    let records = findings.liquidations.records
    let backstop = records.reduce(0) { $0 + $1.backstopPaid }
    let deleveraged = records.reduce(0) { $0 + $1.deleveragedPaid }
    let shared = findings.lastResorts.sharedLosses
    let missing = backstop + deleveraged + rounds.fundPaid + shared + rounds.uncovered
    if missing == 0 { return "No loss was left to the insurance fund." }
    var parts = [
      (LossStage.backstop.title, backstop), (LossStage.deleveraging.title, deleveraged),
    ].filter { $0.1 > 0 }.map { "\($0.0) \(groupedText($0.1))" }
    parts.append("the insurance fund paid \(groupedText(rounds.fundPaid))")
    if shared > 0 { parts.append("contributions and other accounts \(groupedText(shared))") }
    parts.append("\(groupedText(rounds.uncovered)) stayed uncovered")
    return "Bankrupt accounts were short of \(groupedText(missing)): \(parts.joined(separator: ", "))."
  }

  private var troubleSentence: [String] {
    let stalls = rounds.rounds.reduce(0) { $0 + $1.stalls }
    let recovered = findings.liquidations.recoveries
    var parts: [String] = []
    if stalls > 0 { parts.append("forced orders met nobody \(Wording.times(stalls))") }
    if recovered > 0 { parts.append("an account had its margin back before its turn \(Wording.times(recovered))") }
    if rounds.roundLimitsReached > 0 {
      parts.append("the bound on rounds was reached \(Wording.times(rounds.roundLimitsReached))")
    }
    if waiting > 0 {
      let accounts = Wording.count(waiting, "account")
      parts.append("\(accounts) under maintenance margin had not had \(waiting == 1 ? "its" : "their") turn at the end")
    }
    if parts.isEmpty { return [] }
    let text = Wording.list(parts)
    return [text.prefix(1).uppercased() + text.dropFirst() + "."]
  }

  /// Accounts that a run which ends in the middle of a cascade leaves as they are. Without one, they all are.
  private var waiting: Int {
    guard hasRounds else { return 0 }
    return findings.liquidations.waiting.filter { !findings.audit.instrumentsHeld(by: $0.account).isEmpty }.count
  }
}
