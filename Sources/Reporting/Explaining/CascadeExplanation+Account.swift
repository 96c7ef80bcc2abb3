import Analysis
import MarketTypes
import Notation

/// Why one account was liquidated, in sentences with numbers and the positions of events.
extension CascadeExplanation {
  /// Lines that all end with a line feed; about the account that the findings are about.
  public func accountText(width: Int, styled: Bool) -> String {
    guard let story = tree.story else { return "" }
    let style = TextStyle(isStyled: styled)
    var lines: [String] = []
    let acted = story.chapters.filter { record(tree.falls[$0.fall]).isActedOn }
    if acted.isEmpty {
      lines += wrapped(calmSentence(story), width: width)
    }
    for sentence in lastResortSentences(about: story.account) { lines += wrapped(sentence, width: width) }
    // One that falls again and again is told of where it was acted on; the others are counted.
    for chapter in acted {
      if !lines.isEmpty { lines.append("") }
      lines.append(style.heading(heading(tree.falls[chapter.fall])))
      for sentence in sentences(chapter) { lines += wrapped(sentence, width: width) }
    }
    let idle = story.chapters.map { tree.falls[$0.fall] }.filter { !record($0).isActedOn }
    if !acted.isEmpty, !idle.isEmpty {
      let end =
        idle.allSatisfy { record($0).hasRecovered } ? "and had it back in time" : "and no forced order came of it"
      let text = "It fell under its margin \(Wording.times(idle.count)) besides, \(end)."
      lines += wrapped(([text] + idle.compactMap(shortSentence)).joined(separator: " "), width: width)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func calmSentence(_ story: AccountStory) -> String {
    let subject = name(story.account)
    if story.chapters.isEmpty {
      let short = tree.ownLosses.reduce(0) { $0 + ($1.account == story.account ? $1.amount : 0) }
      let text = "\(subject) never fell under its maintenance margin"
      return short == 0
        ? text + "." : text + ", and was short of \(groupedText(short)) all the same when it had no position left."
    }
    let falls = story.chapters.map { tree.falls[$0.fall] }
    let recovered = falls.filter { record($0).hasRecovered }.count
    var reasons: [String] = []
    if recovered > 0 {
      reasons.append(
        "it had its margin back before its turn" + (recovered < falls.count ? " \(Wording.times(recovered))" : ""))
    }
    if recovered < falls.count {
      let isOn = findings.run.audit.rules.liquidation.isOn
      reasons.append(isOn ? "its turn had not come, or no size or price allowed one" : "liquidation is off")
    }
    let text =
      "\(subject) fell under its maintenance margin \(Wording.times(falls.count)), and no forced order of it was placed: "
      + reasons.joined(separator: "; ") + "."
    return ([text] + falls.compactMap(shortSentence)).joined(separator: " ")
  }

  /// What it did for accounts that the book did not take.
  private func lastResortSentences(about account: AccountID) -> [String] {
    let resorts = findings.run.lastResorts
    var sentences: [String] = []
    if account == resorts.backstop {
      var text = "It is the backstop: it took over \(Wording.count(resorts.takeovers, "account"))"
      if resorts.takeovers > 0 {
        text +=
          " with positions of \(groupedText(resorts.takenNotional)), worth \(groupedText(resorts.takenEquity)) in all"
        text += ", debts of \(groupedText(tree.covered[.backstop])) among them"
      }
      if resorts.disposedLots > 0 {
        text += "; its forced orders traded \(groupedText(resorts.disposedLots)) lots for "
        text += groupedText(resorts.disposedNotional)
      }
      if resorts.declined > 0 { text += "; it declined \(Wording.times(resorts.declined))" }
      sentences.append(text + ".")
    }
    let lots = resorts.lotsStoodIn[account] ?? 0
    if lots > 0 { sentences.append("\(Wording.lots(lots)) of it were closed against accounts that nobody took.") }
    if !sentences.isEmpty {
      sentences.append("At the end of the run its equity is \(groupedText(findings.run.audit.equity(of: account))).")
    }
    return sentences
  }

  private func heading(_ fall: Fall) -> String {
    let record = record(fall)
    return "\(name(record.account)) was liquidated in round \(groupedText(record.round)), "
      + "generation \(groupedText(fall.generation)) of the tree"
  }

  private func sentences(_ chapter: AccountStory.Chapter) -> [String] {
    let fall = tree.falls[chapter.fall]
    return chapter.positions.flatMap(sentences(about:)) + [stateSentence(fall)] + moverSentence(fall)
      + [orderSentence(fall)] + effectSentence(fall) + [endSentence(fall)]
  }

  // MARK: What it held, and what marks did to it

  private func sentences(about position: PositionStory) -> [String] {
    let side = position.lots > 0 ? "long" : "short"
    let lots = Wording.lots(Int128(position.lots.magnitude))
    var text = "It was \(side) \(lots) of \(name(position.instrument))"
    if let opened = position.opened { text += ", opened at \(event(opened))" }
    if position.fills > 1 { text += " and changed by \(Wording.count(position.fills, "fill")) of its own" }
    if let latest = position.latestChange, latest != position.opened { text += ", the last at \(event(latest))" }
    return [text + "."] + costSentence(position)
  }

  private func costSentence(_ position: PositionStory) -> [String] {
    guard position.moves > 0, let mark = position.mark else { return [] }
    let verb = position.cost >= 0 ? "cost it" : "brought it"
    var text = "\(Wording.count(position.moves, "move")) of the mark since"
    if let first = position.firstMark { text += ", from \(Wording.price(first)) to \(Wording.price(mark))," }
    text += " \(verb) \(groupedText(position.cost.magnitude))"
    if let worst = position.worst {
      text += "; the worst was \(Wording.price(worst.from)) → \(Wording.price(worst.to)) at \(event(worst.event)), "
      text += groupedText(worst.cost)
    }
    let movers = costs(position.sources)
    if !movers.isEmpty { text += ". Who moved it: " + Wording.list(movers) }
    return [text + "."]
  }

  /// The largest first, at most five; below zero is what a mover brought.
  private func costs(_ sources: [PositionStory.SourceCost]) -> [String] {
    var byName: [(name: String, cost: Double)] = []
    for source in sources {
      let name = name(source.source)
      if let place = byName.firstIndex(where: { $0.name == name }) {
        byName[place].cost += source.cost
      } else {
        byName.append((name, source.cost))
      }
    }
    let sorted = byName.enumerated().sorted {
      ($1.element.cost.magnitude, $0.offset) < ($0.element.cost.magnitude, $1.offset)
    }.map(\.element)
    var parts = sorted.prefix(5).map { "\($0.name) \(money($0.cost))" }
    if sorted.count > 5 {
      parts.append("\(groupedText(sorted.count - 5)) others \(money(sorted.dropFirst(5).reduce(0) { $0 + $1.cost }))")
    }
    return parts
  }

  /// A sum of shares, to the unit.
  private func money(_ amount: Double) -> String {
    amount.magnitude < 1e18 ? groupedText(Int64(amount.rounded())) : amount.description
  }

  // MARK: The fall

  private func stateSentence(_ fall: Fall) -> String {
    let record = record(fall)
    var text = "At \(event(record.event)) (\(Wording.time(record.time))) "
    switch fall.cause {
    case .mark(let place):
      let move = tree.moves[place]
      text += "the mark of \(name(move.instrument)), \(Wording.price(move.from)) → \(Wording.price(move.to)) "
      text += "by \(event(move.event)), left it"
    case .asset(let asset, let position):
      text += "a new price of the asset \(printable(names.name(of: asset))) (\(event(position))) left it"
    case .event(.filled, let position): text += "its own fill (\(event(position))) left it"
    case .event(let kind, let position): text += "\(kind) (\(event(position))) left it"
    case .unknown: text += "it had"
    }
    text += " equity \(groupedText(record.equity.units)) for a maintenance margin of "
    text += "\(groupedText(record.maintenance.units)): health \(Self.health(record))"
    if fall.losses.count > 1 {
      let parts = fall.losses.map { "\(name($0.instrument)) \(groupedText($0.amount))" }
      text += "; that set of marks cost it " + Wording.list(parts)
    }
    return text + "."
  }

  private func moverSentence(_ fall: Fall) -> [String] {
    guard case .mark(let place) = fall.cause else { return [] }
    let move = tree.moves[place]
    let shares = move.shares.filter { $0.part != 0 }
    let sorted = shares.enumerated().sorted {
      ($1.element.part.magnitude, $0.offset) < ($0.element.part.magnitude, $1.offset)
    }.map(\.element)
    var parts = sorted.prefix(4).map { share in
      "\(name(share.source)) \(Wording.percent(move.fraction(of: share)))"
        + (share.firstFill.map { " (from \(event($0)))" } ?? "")
    }
    if sorted.count > 4 {
      let rest = sorted.dropFirst(4).reduce(0) { $0 + move.fraction(of: $1) }
      parts.append("\(groupedText(sorted.count - 4)) others \(Wording.percent(rest))")
    }
    return ["That mark was moved by \(Wording.list(parts)); in the tree it hangs under \(name(fall.parent))."]
  }

  // MARK: What followed

  private func orderSentence(_ fall: Fall) -> String {
    let record = record(fall)
    var text = record.isTakenOver ? "The backstop took it over. " : ""
    if record.deleveragedLots > 0 {
      text += "\(Wording.lots(record.deleveragedLots)) were closed against others' positions. "
    }
    guard let first = fall.firstFill, let last = fall.lastFill else {
      return text
        + (record.stalls > 0
          ? "Its forced orders met nobody, \(Wording.times(record.stalls))." : "No forced order was filled.")
    }
    let own = fall.forced.filter { !$0.isDisposal }.map(tradeSentence)
    let disposed = fall.forced.filter(\.isDisposal).map(tradeSentence)
    if !own.isEmpty { text += "Its forced orders \(Wording.list(own))" }
    if !disposed.isEmpty {
      text += (own.isEmpty ? "Of" : "; of") + " all that it had taken over, the backstop " + Wording.list(disposed)
    }
    let range =
      first == last ? "(\(event(first)))" : "(events \(groupedText(first.number)) to \(groupedText(last.number)))"
    let quality = fall.slippage < 0 ? "better" : "worse"
    text += " \(range): \(groupedText(fall.slippage.magnitude)) \(quality) than the marks that stood, and "
    return text + "\(groupedText(fall.fees)) in fees."
  }

  private func tradeSentence(_ trade: ForcedTrade) -> String {
    "\(trade.side == .sell ? "sold" : "bought") \(Wording.lots(trade.lots)) of \(name(trade.instrument)) for "
      + "\(groupedText(trade.notional)), at \(Wording.fixed(Double(trade.meanPriceThousandths) / 1000, places: 2)) on average"
  }

  private func effectSentence(_ fall: Fall) -> [String] {
    let pushes = branches.pushes[fall.index].filter { $0.ticks != 0 }.map { push in
      "the mark of \(name(push.instrument)) by \(Self.ticks(push.ticks)) ticks"
    }
    let weight = branches.weight(of: fall.index)
    let children = branches.children(of: fall.index).count
    let isBackstopsAlone = !fall.forced.isEmpty && fall.forced.allSatisfy(\.isDisposal)
    let subject = isBackstopsAlone ? "That" : "They"
    if pushes.isEmpty, children == 0 { return ["\(subject) moved no mark."] }
    var text = pushes.isEmpty ? subject : "\(subject) moved \(Wording.list(pushes))"
    if children > 0 {
      text += pushes.isEmpty ? "" : ", and"
      text +=
        " made \(Wording.count(children, "account")) fall, \(groupedText(weight.falls - 1)) with all that followed: "
      text += "\(groupedText(weight.notional - fall.notional)) of forced notional"
    }
    return [text + "."]
  }

  private func endSentence(_ fall: Fall) -> String {
    let equity = groupedText(findings.run.audit.equity(of: record(fall).account))
    let end = "At the end of the run its equity is \(equity)."
    return (shortSentence(fall).map { $0 + " " } ?? "") + end
  }

  private func shortSentence(_ fall: Fall) -> String? {
    guard fall.covered.total > 0 else { return nil }
    let parts = LossStage.allCases.filter { fall.covered[$0] > 0 }.map {
      "\($0.title) \(groupedText(fall.covered[$0]))"
    }
    return "It was short of \(groupedText(fall.covered.total)): \(Wording.list(parts))."
  }
}
