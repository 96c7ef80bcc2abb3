import MarketTypes

/// The parts of a line that asks for several things at once, or comes from the venue's own administrators.
extension CommandParser {
  /// `a1 buy 3 BTC at 100 as a2`, after account and verb.
  func replace(_ words: inout LineWords, by account: AccountID) throws(LineFault) -> OrderReplace {
    let target = try target(&words)
    let side = try words.choice("a side", from: Side.allCases.map { ($0.phrase.word, $0) })
    return OrderReplace(target, with: try order(&words, side, of: account))
  }

  /// `BTC buys`, after `cancel all`, `disconnects` or `kill`: what is left out is not narrowed down.
  func massCancel(
    _ words: inout LineWords, by account: AccountID, _ occasion: MassCancelOccasion
  ) throws(LineFault) -> MassCancel {
    let instrument = anyInstrument(&words)
    let side = words.optionalChoice(from: [("buys", Side.buy), ("sells", .sell)])
    return MassCancel(account: account, instrument: instrument, side: side, occasion: occasion)
  }

  /// `BTC 5 at 99 / 5 at 101 entry 2 post-only`, after account and verb.
  func quote(_ words: inout LineWords, by account: AccountID) throws(LineFault) -> MassQuote {
    let instrument = try instrument(&words)
    let bidQuantity = try quantity(&words)
    try words.expect("at")
    let bid = try price(&words)
    try words.expect("/")
    let askQuantity = try quantity(&words)
    try words.expect("at")
    var quote = MassQuote(
      account: account, instrument: instrument, bid: bid, bidQuantity, ask: try price(&words), askQuantity)
    if words.take("entry") { quote.entry = try words.integer("the entry's number") }
    while let term = words.optionalChoice(from: OrderTerms.named.map { ($0.phrase.word, $0.term) }) {
      quote.terms.insert(term)
    }
    return quote
  }

  /// `BTC 10 in 1s pause 5s`, after account and verb.
  func protection(_ words: inout LineWords, of account: AccountID) throws(LineFault) -> MakerProtection {
    let instrument = try instrument(&words)
    let lots = try quantity(&words)
    try words.expect("in")
    let window = try words.span()
    return MakerProtection(
      account: account, instrument: instrument, lots: lots, within: window,
      pause: words.take("pause") ? try words.span() : .zero)
  }

  /// `bob order 17 buys 2 BTC at 101 from alice order 16`, after `bust`.
  func fill(_ words: inout LineWords) throws(LineFault) -> Fill {
    let (takerAccount, taker) = try party(&words)
    let side = try words.choice("which way", from: [("buys", Side.buy), ("sells", .sell)])
    let quantity = try quantity(&words)
    let instrument = try instrument(&words)
    try words.expect("at")
    let price = try price(&words)
    try words.expect(side == .buy ? "from" : "to")
    let (makerAccount, maker) = try party(&words)
    return Fill(
      maker: maker, taker: taker, price: price, quantity: quantity, makerAccount: makerAccount,
      takerAccount: takerAccount, instrument: instrument, takerSide: side, isForced: words.take("forced"))
  }

  private func party(_ words: inout LineWords) throws(LineFault) -> (AccountID, OrderID) {
    let account = try account(&words)
    try words.expect("order")
    return (account, OrderID(number: try words.integer("the order's number")))
  }

  /// `BTC until 5s`, after the phase.
  func phaseChange(_ words: inout LineWords, to phase: Phase) throws(LineFault) -> PhaseChange {
    PhaseChange(phase, of: anyInstrument(&words), until: try until(&words))
  }

  /// The instrument that is named, if one is.
  private func anyInstrument(_ words: inout LineWords) -> InstrumentID? {
    guard let word = words.next, let instrument = roster.instrument(word) else { return nil }
    _ = words.take(word)
    return instrument
  }
}
